"""The review in real Chromium: proofs side by side, comments of marked-up proofs, accepted problems, copy-editing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from tests.preview.page_desk import (
    EDITION,
    FIRST,
    MANIFEST,
    PATIENCE,
    SECOND,
    THIRD,
    Desk,
    needs_chromium,
    open_file,
    serving,
)
from typeset.prepress.boxes import PT_PER_MM
from typeset.proofs.sheets import BOTTOM, SIDE

pytestmark = [pytest.mark.edition, needs_chromium]

COMMENTS = f"{EDITION}/comments.yaml"
MESSY = "他说得对,大家都这样看.\n"


def proof(root: Path, step: str) -> None:
    command = [sys.executable, "-m", "typeset", "proof", "2024-01", "--pass", step, "--by", "张三"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


def text_with_change(text: str) -> str:
    """A word inserted in the first paragraph, one deleted in the third, the second moved down."""
    parts = text.rstrip("\n").split("\n\n")
    parts[0] = parts[0].replace("第1段。", "第1段。早上，", 1)
    parts[2] = parts[2].replace("第3段。河边的", "第3段。", 1)
    return "\n\n".join([parts[0], *parts[2:7], parts[1], parts[7]]) + "\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with serving(tmp_path_factory.mktemp("review")) as running:
        proof(running.root, "一校")
        before = running.read(FIRST)
        running.write(FIRST, text_with_change(before))
        proof(running.root, "二校")
        running.write(FIRST, before)
        yield running


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """A window on the edition as it is in `sources`; that nothing fails in it is part of every test."""
    desk.restore()
    (desk.root / COMMENTS).unlink(missing_ok=True)
    desk.faults.clear()
    context = desk.context()
    opened = desk.open(context)
    expect(opened.locator(".form-panel .card")).to_have_count(3, timeout=PATIENCE)
    yield opened
    context.close()
    assert desk.faults == []


def compare(page: Page, old: str = "一校", new: str = "二校") -> None:
    page.get_by_role("button", name="校样对照").click()
    expect(page.locator("#proof-old option")).to_have_count(2, timeout=PATIENCE)
    page.locator("#proof-old").select_option(old)
    page.locator("#proof-new").select_option(new)
    page.locator("#proof-compare").click()


def changes(page: Page) -> list[str]:
    return [" ".join(item.inner_text().split()) for item in page.locator(".change-words").all()]


# --- proofs side by side ---


def test_the_last_two_proofs_are_offered_and_their_changes_listed(page: Page) -> None:
    page.get_by_role("button", name="校样对照").click()
    expect(page.locator("#proof-old")).to_have_value("一校", timeout=PATIENCE)
    expect(page.locator("#proof-new")).to_have_value("二校")
    page.locator("#proof-compare").click()

    expect(page.locator(".changes-state")).to_have_text("2 页有改动，文字 3 处", timeout=PATIENCE)
    inserted, deleted, moved = page.locator(".change-group .change").all()
    expect(inserted.locator("ins")).to_contain_text("早上，")
    expect(inserted.locator("del")).to_have_count(0)
    expect(deleted.locator("del")).to_contain_text("河边的")
    expect(moved).to_contain_text("正文 · 移")
    expect(moved).to_contain_text("第2段。")
    expect(page.locator(".compare-head.old")).to_contain_text("一校样")
    expect(page.locator(".compare-head.old")).to_contain_text("张三")
    expect(page.locator(".compare-head.new")).to_contain_text("二校样")
    expect(page.locator(".same-pages")).to_have_text(["第 1–2 面没有改动", "第 5–8 面没有改动"])
    expect(page.locator(".changes-same")).to_have_text("第 1–2、5–8 面没有改动")
    expect(page.locator(".change-sources li")).to_have_text([f"{FIRST} 改动"])


def pair(page: Page, number: int) -> tuple[Locator, Locator]:
    leaves = page.locator(f".pair[data-number='{number}'] .leaf")
    expect(leaves).to_have_count(2, timeout=PATIENCE)
    return leaves.nth(0), leaves.nth(1)


def test_pages_stand_side_by_side_at_one_height_at_any_zoom_and_scroll(page: Page) -> None:
    compare(page)
    old, new = pair(page, 3)
    for leaf in (old, new):
        expect(leaf.locator("img.paper")).to_be_visible(timeout=PATIENCE)
        expect(leaf.locator("img.paper")).to_have_attribute("alt", re.compile("校样，第 3 面，2 处文字改动$"))
    before = old.bounding_box()
    assert before
    for zoom in ("100", "page"):
        page.locator(".zoom-field").select_option(zoom)
        page.wait_for_function(
            """() => [...document.querySelectorAll(".pair[data-number='3'] img.paper")].every((image) =>
                Math.abs(image.naturalWidth - image.parentElement.getBoundingClientRect().width) <= 1.01)""",
            timeout=PATIENCE,
        )
        left, right = old.bounding_box(), new.bounding_box()
        assert left
        assert right
        assert (left["y"], left["height"]) == (right["y"], right["height"])
        assert left["x"] + left["width"] < right["x"]
    page.locator(".folio-field").fill("4")
    page.locator(".folio-field").press("Enter")
    expect(page.locator(".page-count")).to_have_text("4 / 8")
    expect(pair(page, 4)[0]).to_be_in_viewport()
    expect(pair(page, 4)[1]).to_be_in_viewport()
    page.keyboard.press("Home")
    expect(page.locator(".page-count")).to_have_text("1 / 8")


def test_changed_words_are_drawn_on_both_pages_where_they_stand(page: Page) -> None:
    compare(page)
    old, new = pair(page, 3)
    expect(new.locator(".change-mark.inserted[data-step='3:0']")).to_have_count(1, timeout=PATIENCE)
    word = new.locator(".change-mark.inserted[data-step='3:0']").bounding_box()
    caret = old.locator(".change-mark.deleted[data-step='3:0']").bounding_box()
    gone = old.locator(".change-mark.deleted[data-step='3:1']").bounding_box()
    assert word
    assert caret
    assert gone
    assert word["width"] > 2 * word["height"] * 0.8  # three characters
    assert caret["width"] < word["width"] / 4  # nothing was there: only the place
    assert gone["width"] > 2 * gone["height"] * 0.8
    sheet, other = old.bounding_box(), new.bounding_box()
    assert sheet
    assert other
    assert caret["y"] - sheet["y"] == pytest.approx(word["y"] - other["y"], abs=3)
    assert old.locator(".change-mark.moved").count() == 1


def test_the_strip_follows_the_proofs(page: Page) -> None:
    compare(page)
    last = str(page.locator(".pair").last.get_attribute("data-number"))
    page.locator(f".strip .thumb[data-number='{last}']").click()
    expect(page.locator(".page-count")).to_have_text(re.compile(rf"^{last} / "))
    expect(page.locator(".compare")).to_be_visible()
    here = page.locator(".strip .thumb[aria-current='page']")
    expect(here).to_have_attribute("data-number", last)
    page.locator(".compare-pages").focus()
    page.keyboard.press("Home")
    expect(page.locator(".page-count")).to_have_text(re.compile("^1 / "))
    expect(here).to_have_attribute("data-number", "1")


def test_keys_walk_the_changes_and_a_click_in_the_list_goes_there(page: Page) -> None:
    compare(page)
    expect(page.locator(".compare-pages img.paper").first).to_be_visible(timeout=PATIENCE)
    page.locator(".compare-pages").focus()
    page.keyboard.press("n")
    expect(page.locator(".change[aria-current='true']")).to_have_attribute("data-step", "3:0")
    expect(page.locator(".spoken[role='status']")).to_have_text("第 1 处，共 3 处, 第 3 面")
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.locator(".change[aria-current='true']")).to_have_attribute("data-step", re.compile("^4:"))
    page.keyboard.press("Shift+N")
    expect(page.locator(".change[aria-current='true']")).to_have_attribute("data-step", "3:1")
    expect(page.locator(".change-mark.chosen[data-step='3:1']").first).to_be_in_viewport()

    page.locator(".change-group[data-page='4'] .change").click()
    expect(page.locator(".change-mark.chosen[data-step^='4:']").first).to_be_in_viewport()
    page.locator(".change-group[data-page='4'] .change-source").click()
    expect(page.locator(".file-choice")).to_have_value(FIRST)


def test_unchanged_pages_can_be_looked_at_and_pages_laid_over_each_other(page: Page) -> None:
    compare(page)
    page.locator(".same-pages").first.click()
    expect(pair(page, 1)[0].locator("img.paper")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="叠在一起").click()
    over = page.locator(".pair[data-number='3'] .leaf")
    expect(over).to_have_count(1)
    over.scroll_into_view_if_needed()
    expect(over.locator("img.paper")).to_have_attribute("src", re.compile("against="), timeout=PATIENCE)


def test_a_proof_is_compared_with_the_edition_as_it_is(page: Page, desk: Desk) -> None:
    desk.write(SECOND, desk.read(SECOND).replace("清水段。", "清水河段。", 1))
    compare(page, "一校", "now")
    expect(page.locator(".changes-state")).to_have_text("1 页有改动，文字 1 处", timeout=PATIENCE)
    expect(page.locator(".change-words ins")).to_contain_text("河")
    expect(page.locator(".compare-head.new")).to_contain_text("现在")
    assert not (desk.root / EDITION / "proofs" / "now").exists()


def test_proofs_in_english_and_back_to_the_pages(page: Page) -> None:
    page.get_by_role("button", name="切换到英文").click()
    page.get_by_role("button", name="Proofs", exact=True).click()
    expect(page.locator("#proof-new")).to_have_value("二校", timeout=PATIENCE)
    page.locator("#proof-compare").click()
    expect(page.locator(".changes-state")).to_have_text("Pages changed: 2; changes of text: 3", timeout=PATIENCE)
    expect(page.locator(".compare-head.new strong")).to_have_text("Second proof")
    expect(page.locator(".review .change-kind").first).to_have_text("text · changed")
    page.locator(".compare-pages").focus()
    page.keyboard.press("1")
    expect(page.locator(".compare")).to_be_hidden()
    expect(page.locator(".desk .sheet").first).to_be_visible()


# --- comments ---


def marked_up(desk: Desk, target: Path, words: str, comment: str) -> Path:
    """The proof 一校 with a comment on these words, as a reader program writes it."""
    proof = desk.root / EDITION / "proofs" / "一校"
    document = pypdfium2.PdfDocument(proof / "pages.pdf")
    try:
        for number in range(len(document)):
            text = document[number].get_textpage()
            if found := text.search(words).get_next():
                boxes = [text.get_charbox(found[0] + at) for at in range(found[1])]
                break
        pages = len(document)
    finally:
        document.close()
    right, up = SIDE * PT_PER_MM, BOTTOM * PT_PER_MM
    area = [min(b[0] for b in boxes) + right, min(b[1] for b in boxes) + up,
            max(b[2] for b in boxes) + right, max(b[3] for b in boxes) + up]  # fmt: skip
    with pikepdf.open(proof / "2024-01-一校.pdf") as file:
        number += len(file.pages) - pages  # after the first sheet
        left, bottom, right, top = area
        made = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Highlight,
            Rect=area,
            QuadPoints=[left, top, right, top, left, bottom, right, bottom],
            Contents=pikepdf.String(comment),
            T=pikepdf.String("赵六"),
            NM=pikepdf.String(comment),
        )
        file.pages[number].Annots = file.make_indirect(pikepdf.Array([file.make_indirect(made)]))
        file.save(target)
    return target


def open_comments(page: Page) -> None:
    page.locator("#tab-review").click()
    page.locator("#review-comments").click()


def test_a_marked_up_pdf_is_read_listed_and_ticked(page: Page, desk: Desk, tmp_path: Path) -> None:
    open_comments(page)
    expect(page.locator(".comment-list")).to_contain_text("还没有批注。")
    page.locator("#comments-file").set_input_files(marked_up(desk, tmp_path / "王老师.pdf", "第4段", "这里要核对"))
    item = page.locator(".comment")
    expect(item).to_have_count(1, timeout=PATIENCE)
    expect(item.locator(".comment-words")).to_have_text("这里要核对")
    expect(item.locator(".comment-text")).to_have_text("第4段")
    expect(item.locator(".place")).to_have_text(f"{FIRST}:7")
    expect(item.locator(".comment-by")).to_have_text("赵六 · 一校")
    expect(page.locator("#review-comments")).to_have_text("批注 1")
    expect(page.locator(".comments-state")).to_have_text("还有 1 条，共 1 条")

    item.get_by_role("checkbox", name="改好了").check()
    expect(page.locator("#review-comments")).to_have_text("批注")
    expect(item).to_have_class("comment done")
    expect(page.locator(".comments-state")).to_have_text("还有 0 条，共 1 条")
    (entry,) = yaml.safe_load(desk.read(COMMENTS))
    assert entry["done"] is True
    assert entry["from"] == "王老师.pdf"
    assert set(entry) <= {"page", "where", "kind", "text", "comment", "by", "from", "proof", "id", "done"}

    page.locator("#comments-open").check()
    expect(page.locator(".comment-list")).to_have_text("批注都改好了。")


def test_a_click_on_a_comment_goes_to_its_line_and_page(page: Page, desk: Desk, tmp_path: Path) -> None:
    open_comments(page)
    page.locator("#comments-file").set_input_files(marked_up(desk, tmp_path / "a.pdf", "第7段", "删"))
    page.locator(".comment-body").click(timeout=PATIENCE)
    expect(page.locator(".file-choice")).to_have_value(FIRST)
    expect(page.locator(".cm-activeLine")).to_contain_text("第7段。")
    expect(page.locator(".sheet[data-number='4']")).to_be_in_viewport(timeout=PATIENCE)


def test_a_tick_that_a_person_makes_in_the_file_shows(page: Page, desk: Desk, tmp_path: Path) -> None:
    open_comments(page)
    page.locator("#comments-file").set_input_files(marked_up(desk, tmp_path / "a.pdf", "第7段", "删"))
    expect(page.locator(".comment")).to_have_count(1, timeout=PATIENCE)
    desk.write(COMMENTS, desk.read(COMMENTS).replace("done: no", "done: 是"))
    expect(page.locator(".comment.done")).to_have_count(1, timeout=PATIENCE)


def test_what_is_no_pdf_is_refused_in_words(page: Page, desk: Desk, tmp_path: Path) -> None:
    open_comments(page)
    (tmp_path / "假.pdf").write_text("这不是 PDF", "utf-8")
    page.locator("#comments-file").set_input_files(tmp_path / "假.pdf")
    expect(page.locator(".toast.fault")).to_contain_text("假.pdf", timeout=PATIENCE)
    assert not (desk.root / COMMENTS).exists()


# --- accepted problems ---


def test_a_problem_is_accepted_with_reason_and_name_and_comes_back(page: Page, desk: Desk) -> None:
    desk.write(THIRD, desk.read(THIRD) + "\n这里 有空格, 还有半角标点。\n")
    page.locator("#tab-problems").click()
    open_item = page.locator("[data-group='setting'] li:has([data-code='half-width-mark'])")
    expect(open_item).to_have_count(1, timeout=PATIENCE)
    badge = page.locator(".status .badge")
    count = int(badge.inner_text())
    open_item.locator(".problem-accept").click()
    page.locator("#accept-reason").fill("引文原样")
    page.locator("#accept-by").press("Enter")  # the name is missing
    expect(page.locator("dialog.accept")).to_be_visible()
    assert "已接受" not in desk.read(MANIFEST)
    page.locator("#accept-by").fill("李四")
    page.locator("#accept-by").press("Enter")

    accepted = page.locator("[data-group='accepted'] li:has([data-code='half-width-mark'])")
    expect(accepted.locator(".accepted-by")).to_have_text("李四 接受：引文原样", timeout=PATIENCE)
    expect(accepted.locator("s.message")).to_have_count(1)
    expect(badge).to_have_text(str(count - 1))
    written = desk.read(MANIFEST)
    assert '已接受:\n  - 代码: half-width-mark\n    位置: "articles/school.md:3"\n' in written
    assert "# 这一篇还要补照片" in written

    desk.write(THIRD, desk.read(THIRD).replace("还有半角标点", "还有一些半角标点"))
    expect(open_item).to_have_count(1, timeout=PATIENCE)
    expect(badge).to_have_text(str(count))


def test_a_problem_of_a_page_is_accepted_by_its_page(page: Page, desk: Desk) -> None:
    page.locator("#tab-problems").click()
    found = page.locator("[data-group='setting'] li:has([data-code='page-white']):has-text('第 5 面')")
    expect(found).to_have_count(1, timeout=PATIENCE)
    entry = "已接受:\n  - {代码: page-white, 位置: 第5页, 理由: 留白, 签字人: 王五}\n"
    desk.write(MANIFEST, desk.read(MANIFEST) + entry)
    accepted = page.locator("[data-group='accepted'] li:has([data-code='page-white'])")
    expect(accepted.locator(".accepted-by")).to_have_text("王五 接受：留白", timeout=PATIENCE)
    expect(found).to_have_count(0)


# --- copy-editing ---


def test_findings_of_the_texts_are_a_group_and_a_click_mends_them(page: Page, desk: Desk) -> None:
    before = desk.read(THIRD)
    desk.write(THIRD, before + "\n" + MESSY)
    page.locator("#tab-problems").click()
    item = page.locator(f"[data-group='texts'] li:has([data-code='copy-clean-up-waits']):has-text('{THIRD}')")
    expect(item.locator(".problem-fix")).to_have_text("改好 2 处", timeout=PATIENCE)
    item.locator("summary").click()
    expect(item.locator(".fix-words")).to_have_text([", → ，", ". → 。"])
    item.locator(".fix-one").first.click()
    expect(page.locator(".toast").last).to_have_text("已改好 1 处，存好了；可以撤销", timeout=PATIENCE)
    assert desk.read(THIRD) == before + "\n" + MESSY.replace(",", "，")
    item.locator(".problem-fix").click()
    expect(page.locator("[data-group='texts'] [data-code='copy-clean-up-waits']")).to_have_count(0, timeout=PATIENCE)
    assert desk.read(THIRD) == before + "\n" + MESSY.replace(",", "，").replace(".", "。")

    open_file(page, THIRD).focus()  # undone one after the other
    page.keyboard.press("Control+z")
    expect(page.locator(".dirty-mark")).to_have_text("未保存")
    expect(page.locator(".editor .cm-content")).to_contain_text("这样看.")


def test_findings_are_underlined_in_the_editor_with_their_fix(page: Page, desk: Desk) -> None:
    content = open_file(page, THIRD)
    content.focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n" + MESSY)
    mark = page.locator(".cm-lintRange-info").last
    expect(mark).to_be_visible(timeout=PATIENCE)
    mark.hover()
    page.locator(".cm-diagnosticAction", has_text="改好").first.click(timeout=PATIENCE)
    expect(content).to_contain_text("这样看。")
    assert desk.read(THIRD).endswith("太阳。\n")  # nothing is saved by that


def test_a_value_in_the_manifest_is_mended_in_its_line_alone(page: Page, desk: Desk) -> None:
    before = desk.read(MANIFEST)
    desk.write(MANIFEST, before.replace("标题: 学校门口的树", "标题: 学校门口的树,真大"))
    page.locator("#tab-problems").click()
    item = page.locator("[data-group='texts'] li:has([data-code='copy-clean-up-waits'])")
    item.locator(".problem-fix").click(timeout=PATIENCE)
    expect(item).to_have_count(0, timeout=PATIENCE)
    assert desk.read(MANIFEST) == before.replace("标题: 学校门口的树", "标题: 学校门口的树，真大")


def test_findings_in_english(page: Page, desk: Desk) -> None:
    desk.write(THIRD, desk.read(THIRD) + "\n" + MESSY)
    page.get_by_role("button", name="切换到英文").click()
    page.locator("#tab-problems").click()
    expect(page.locator("[data-group='texts'] h3")).to_contain_text("Copy-editing", timeout=PATIENCE)
    expect(page.locator("[data-group='texts'] .problem-fix")).to_have_text("Mend all 2")
