"""Editing in real Chromium: what completion offers, what the page says of faults, lines that move, other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.preview.page_desk import EDITION, MANIFEST, PATIENCE, Desk, hovered, needs_chromium, open_file, serving

pytestmark = [pytest.mark.edition, needs_chromium]

HEAD = "刊物: {期号: 1, 日期: 2024-03}\n栏目:\n  - 栏目: 特写\n    文章:\n      - 标题: 春天到了河边\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with serving(tmp_path_factory.mktemp("editing")) as running:
        yield running


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    desk.restore()
    context = desk.context()
    yield desk.open(context)
    context.close()


def offered(page: Page, written: str) -> list[str]:
    """What is offered where | stands in a manifest."""
    content = open_file(page, MANIFEST)
    content.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(HEAD + written.replace("|", ""))
    for _ in written.partition("|")[2]:
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+Space")
    options = page.locator(".cm-tooltip-autocomplete .cm-completionLabel")
    expect(options.first).to_be_visible()
    found = options.all_inner_texts()
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    return found


OFFERED = [
    ("        正文: |", ["articles/river.md", "articles/school.md"]),
    ("        照片: {文件: a.jpg, |}", ["说明", "摄影"]),
    ("        照片:\n          - {文件: a.jpg, 位置: |", ["此处", "文中", "页首"]),
    ("        标记: [|]", ["图片新闻"]),
    ("        另页起: |", ["是", "否"]),
    ("版式: |", ["bulletin", "classic", "modern"]),
    ("版式选项:\n  首字下沉: |", ["是", "否"]),
    ("  - 栏目: |", ["特写"]),
    ("printing:\n  binding: |", ["骑马订"]),
]
"""What stands in a manifest, the cursor at |, and what is offered first."""


def test_completion_offers_what_the_project_has_inside_braces_too(page: Page) -> None:
    for written, first in OFFERED:
        assert offered(page, written)[: len(first)] == first, written


def test_a_key_that_chooses_is_followed_by_its_values_and_prose_is_left_alone(page: Page) -> None:
    content = open_file(page, MANIFEST)
    content.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(HEAD)
    page.keyboard.insert_text("        注释")
    options = page.locator(".cm-tooltip-autocomplete .cm-completionLabel")
    expect(options).to_have_text(["注释"])
    page.wait_for_timeout(100)  # CodeMirror takes no Enter within 75 ms after the list came up
    page.keyboard.press("Enter")
    expect(options.first).to_have_text("页末")
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    expect(content).to_contain_text("注释: 页末")
    hovered(page, content.locator(".cm-line", has_text="注释"), 125, "可写：页末、页下、篇末")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n        小编说: |\n          正")
    page.keyboard.press("Control+Space")
    page.keyboard.insert_text("文")
    expect(content).to_contain_text("正文")
    expect(options).to_have_count(0)


def test_pictures_that_come_later_are_offered(page: Page, desk: Desk) -> None:
    desk.write(f"{EDITION}/photos/河 边.jpg", "")
    expect(page.locator(".status")).to_have_attribute("data-state", "ready", timeout=PATIENCE)
    page.wait_for_function(
        "async () => (await (await fetch('/api/state')).json()).files.some((file) => file.name.endsWith('河 边.jpg'))"
    )
    assert "photos/河 边.jpg" in offered(page, "        照片:\n          - 文件: |")
    (desk.root / EDITION / "photos" / "河 边.jpg").unlink()


def test_the_banner_names_the_first_fault_and_leads_to_its_line(page: Page, desk: Desk) -> None:
    desk.write(
        MANIFEST, desk.read(MANIFEST).replace("        正文: articles/river.md", "       正文: articles/river.md")
    )
    banner = page.locator(".banner")
    expect(banner).to_contain_text("行首有 7 个空格，应为 8 个", timeout=PATIENCE)
    banner.get_by_role("button", name=f"转到 {MANIFEST}:13").click()
    expect(page.locator(".editor .cm-activeLine")).to_contain_text("正文: articles/river.md")
    page.get_by_role("button", name="切换到英文").click()
    expect(banner).to_contain_text("its spaces are 7 and should be 8")
    expect(page.locator(".editor .cm-content")).to_have_attribute("aria-label", re.compile("^Editor for"))
    expect(page.locator("div.spoken")).to_be_empty()


def test_editors_notes_are_folded_and_do_not_count(page: Page, desk: Desk) -> None:
    desk.write(MANIFEST, desk.read(MANIFEST) + "备注: [甲处再核, 乙处再核]\n")
    page.locator("#tab-problems").click()
    notes = page.locator("[data-group='notes']")
    expect(notes.locator("h3")).to_have_text("编辑备注2", timeout=PATIENCE)
    expect(notes.locator(".problem").first).to_be_hidden()
    counted = page.locator(".filter.notice").inner_text()
    assert int(counted.split()[-1]) == page.locator(".problem-group:not([data-group='notes']) .problem.notice").count()
    notes.locator("summary").click()
    expect(notes.locator(".problem")).to_have_count(2)
    expect(notes.locator(".problem").first).to_contain_text("甲处再核")


def test_a_click_leads_to_the_line_where_it_stands_now(page: Page, desk: Desk) -> None:
    def line_of_title() -> str:
        return str(
            page.evaluate(
                """async () => {
                    const state = await (await fetch('/api/state')).json();
                    const article = state.articles.find((item) => item.title === '河水清了');
                    const page = state.pages.find((item) => item.number === article.number);
                    const spots = await (await fetch(`/api/map/${page.id}`)).json();
                    const spot = spots.find((item) => item.kind === 'title' && item.source.includes('issue.yaml'));
                    return `${page.id} ${spot.source}`;
                }"""
            )
        )

    identity, before = line_of_title().split()
    desk.write(MANIFEST, "# 一\n# 二\n" + desk.read(MANIFEST))
    number = int(before.split(":")[1])
    page.wait_for_function(
        "async ([page, line]) => (await (await fetch(`/api/map/${page}`)).json())"
        ".some((spot) => spot.source.includes(`issue.yaml:${line}:`))",
        arg=[identity, number + 2],
    )
    assert line_of_title().split()[0] == identity, "the page looks as before"


def test_changes_of_the_form_are_taken_back_one_by_one(page: Page, desk: Desk) -> None:
    before = desk.read(MANIFEST)
    card = page.locator(".card[data-title='河水清了']")
    undo = page.locator(".form-undo")
    expect(card).to_be_visible(timeout=PATIENCE)
    expect(undo).to_be_hidden()
    card.get_by_role("button", name="上移 河水清了").click()
    expect(page.locator(".form-section").first.locator(".card-name").first).to_have_text("河水清了", timeout=PATIENCE)
    moved = desk.read(MANIFEST)
    card.locator(".card-title").click()
    card.locator(".field-title textarea").fill("河水更清了")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".card-name", has_text="河水更清了")).to_be_visible(timeout=PATIENCE)
    assert desk.read(MANIFEST) == moved.replace("河水清了", "河水更清了")

    page.keyboard.press("Control+z")
    expect(page.locator(".card-name", has_text="河水清了")).to_be_visible(timeout=PATIENCE)
    assert desk.read(MANIFEST) == moved
    undo.click()
    expect(page.locator(".form-section").first.locator(".card-name").last).to_have_text("河水清了", timeout=PATIENCE)
    expect(undo).to_be_hidden()
    assert desk.read(MANIFEST) == before
