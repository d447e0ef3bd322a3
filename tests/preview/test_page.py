"""What an editor does in the page, in real Chromium before a real preview."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.preview.page_desk import (
    FIRST,
    MANIFEST,
    PATIENCE,
    SECOND,
    THIRD,
    Desk,
    hovered,
    needs_chromium,
    open_file,
    ready,
    serving,
    sources,
)

HERE = Path(__file__).parent
pytestmark = [pytest.mark.edition, needs_chromium]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with serving(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """A window on the edition as it is in `sources`; that nothing fails in it is part of every test."""
    desk.restore()
    desk.faults.clear()
    context = desk.context()
    opened = desk.open(context)
    expect(opened.locator(".form-panel .card")).to_have_count(3, timeout=PATIENCE)
    yield opened
    context.close()
    assert desk.faults == []


def sheet(page: Page, number: int) -> Locator:
    return page.locator(f".sheet[data-number='{number}']")


def number_of(page: Page, article: str) -> int:
    """The physical page on which an article starts."""
    articles = page.evaluate("fetch('/api/state').then((answer) => answer.json()).then((state) => state.articles)")
    return next(int(item["number"]) for item in articles if item["title"] == article)


def go_to(page: Page, number: int) -> Locator:
    """Bring a page into the window, and wait for its picture."""
    page.locator(".folio-field").fill(f"#{number}")
    page.locator(".folio-field").press("Enter")
    expect(sheet(page, number).locator("img.paper")).to_be_visible(timeout=PATIENCE)
    return sheet(page, number)


def click_spot(page: Page, number: int, kind: str) -> dict[str, Any]:
    """Click the first thing of a kind on a page."""
    found = go_to(page, number)
    identity = found.get_attribute("data-id")
    spots = page.evaluate(f"fetch('/api/map/{identity}').then((answer) => answer.json())")
    spot: dict[str, Any] = next(item for item in spots if item["kind"] == kind)
    width = page.evaluate("fetch('/api/state').then((answer) => answer.json()).then((state) => state.geometry.width)")
    scale = (found.bounding_box() or {})["width"] / width
    x, y, w, h = spot["box"]
    found.click(position={"x": (x + w / 2) * scale, "y": (y + min(h, 4) / 2) * scale})
    return spot


def at_end(page: Page, content: Locator, text: str) -> None:
    content.focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def test_opens_with_the_cover_alone_and_pages_facing(desk: Desk, page: Page) -> None:
    assert page.url == f"{desk.origin}/"  # the token has left the address
    assert page.title() == "河边通讯 – typeset"
    cover, left, right = (sheet(page, number).bounding_box() for number in (1, 2, 3))
    assert cover
    assert left
    assert right
    assert cover["x"] == pytest.approx(right["x"], abs=1)
    assert cover["y"] < left["y"] == right["y"]
    assert left["x"] + left["width"] == pytest.approx(right["x"], abs=1)
    for count in page.locator(".sheet").all():
        assert (count.get_attribute("aria-label") or "").startswith("第 ")
    thumbnails = page.locator(".strip button.thumb")
    expect(thumbnails).to_have_count(page.locator(".sheet").count())


def test_views_and_folios(page: Page) -> None:
    start = number_of(page, "河水清了")
    page.locator(".edition-title").click()
    page.keyboard.press("3")
    flat = page.locator(".flatplan")
    expect(flat).to_be_visible()
    expect(flat.locator(".thumb-titles", has_text="河水清了").first).to_be_visible()
    flat.locator(f"button.thumb[data-number='{start}']").click()
    expect(page.locator(".toolbar .segment[aria-pressed='true']")).to_have_attribute("aria-label", "对开页")
    expect(page.locator(".page-count")).to_have_text(re.compile(rf"^{start} / "))
    page.keyboard.press("2")
    two, three = sheet(page, 2).bounding_box(), sheet(page, 3).bounding_box()
    assert two
    assert three
    assert two["y"] + two["height"] < three["y"]
    page.locator(".folio-field").fill("777")
    page.locator(".folio-field").press("Enter")
    expect(page.locator(".toast")).to_have_text("没有第 777 页")


@pytest.mark.parametrize("ratio", [1, 2])
def test_pictures_are_as_fine_as_the_screen_at_any_zoom(desk: Desk, ratio: int) -> None:
    desk.restore()
    context = desk.context(device_scale_factor=ratio)
    window = desk.open(context)
    sharp = """(ratio) => {
        const image = document.querySelector(".sheet[data-number='1'] img.paper");
        const width = image?.parentElement.getBoundingClientRect().width ?? 0;
        return image && Math.abs(image.naturalWidth - width * ratio) <= 1.01 ? width : 0;
    }"""
    fit = window.wait_for_function(sharp, arg=ratio).json_value()
    window.locator(".desk").focus()
    window.keyboard.press("+")
    window.wait_for_function(
        f"(ratio) => {{ const width = ({sharp})(ratio); return width > {fit} ? width : 0; }}", arg=ratio
    )
    window.locator(".zoom-field").select_option("200")
    window.wait_for_function(f"(ratio) => ({sharp})(ratio) > {fit} * 1.5", arg=ratio)
    expect(window.locator(".sheet[data-number='1'] img.paper")).to_have_count(1)
    window.mouse.move(500, 400)
    window.keyboard.down("Control")
    window.mouse.wheel(0, 120)
    window.keyboard.up("Control")
    window.wait_for_function("() => document.querySelector('.zoom-field').value < 200")
    window.keyboard.press("0")
    window.wait_for_function(f"(ratio) => Math.abs(({sharp})(ratio) - {fit}) < 0.01", arg=ratio)
    context.close()


def test_an_edit_redraws_its_pages_alone(desk: Desk, page: Page) -> None:
    start = number_of(page, "春天到了河边")
    spot = click_spot(page, start, "paragraph")
    assert spot["source"].startswith(f"{FIRST}:1:")
    expect(page.locator(".file-choice")).to_have_value(FIRST)
    expect(page.locator(".source-card code")).to_have_text(f"{FIRST}:1")
    ids = {item.get_attribute("data-id") for item in page.locator(".sheet").all()}
    before = sheet(page, start).get_attribute("data-id")
    scroll = page.locator(".desk").evaluate("(desk) => desk.scrollTop")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".editor .cm-content").press("Control+Home")
    page.keyboard.insert_text("新写的话。")
    expect(page.locator(".dirty-mark")).to_have_text("未保存")
    page.keyboard.press("Control+s")
    expect(sheet(page, start)).to_have_class(re.compile(r"\bchanged\b"), timeout=PATIENCE)
    expect(page.locator(f".strip .thumb[data-number='{start}']")).to_have_class(re.compile(r"\bchanged\b"))
    expect(sheet(page, start)).not_to_have_attribute("data-id", before or "")
    page.wait_for_function(
        "(number) => { const sheet = document.querySelector(`.sheet[data-number='${number}']`);"
        "return sheet.querySelector('img.paper').dataset.id === sheet.dataset.id; }",
        arg=start,
    )
    assert desk.read(FIRST).startswith("新写的话。第1段。")
    fetched = {match[1] for url in asked if (match := re.search(r"/page/([^.]+)\.png", url))}
    assert fetched
    assert not fetched & ids
    assert page.locator(".desk").evaluate("(desk) => desk.scrollTop") == pytest.approx(scroll, abs=1)
    expect(page.locator(".dirty-mark")).to_have_text("")
    expect(sheet(page, start)).not_to_have_class(re.compile(r"\bchanged\b"), timeout=PATIENCE)  # seen


def test_a_broken_manifest_keeps_the_pages_and_says_why(desk: Desk, page: Page) -> None:
    count = page.locator(".sheet").count()
    desk.write(MANIFEST, desk.read(MANIFEST).replace("栏目:\n", "栏目: [\n", 1))
    banner = page.locator(".banner")
    expect(banner).to_contain_text("上一次排好的页面", timeout=PATIENCE)
    expect(page.locator(".status")).to_have_attribute("data-state", "broken")
    expect(page.locator(".sheet")).to_have_count(count)
    banner.get_by_role("button", name="看问题").click()
    problem = page.locator(".problem.error").first
    expect(problem.locator(".place")).to_contain_text(MANIFEST)
    expect(problem.locator(".message")).not_to_be_empty()
    problem.click()
    expect(page.locator(".file-choice")).to_have_value(MANIFEST)
    expect(page.locator(".editor .cm-content")).to_be_focused()
    desk.restore()
    expect(banner).to_be_hidden(timeout=PATIENCE)
    ready(page)


def test_problems_are_filtered_and_marked_on_their_page(desk: Desk, page: Page) -> None:
    desk.write(SECOND, "河水 清了。\n")  # a space between two Han characters
    page.locator("#tab-problems").click()
    item = page.locator(".problem[data-code='space-between-han']")
    expect(item).to_be_visible(timeout=PATIENCE)
    expect(item.locator(".place")).to_contain_text(f"{SECOND}:1")
    page.locator(".filter.notice").click()
    expect(item).to_have_count(0)
    page.locator(".filter.notice").click()
    mark = page.locator(".mark[data-code='space-between-han']")
    number = int(mark.evaluate("(mark) => mark.closest('.sheet').dataset.number"))
    page.locator(".filter-text").fill("没有这样的问题")
    expect(page.locator(".problem")).to_have_count(0)
    page.locator(".filter-text").fill("")
    item.click()
    expect(page.locator(".page-count")).to_have_text(re.compile(rf"^{number} / "))
    expect(page.locator(".file-choice")).to_have_value(SECOND)


def test_from_a_title_to_its_line_and_into_the_external_editor(desk: Desk, page: Page) -> None:
    click_spot(page, number_of(page, "学校门口的树"), "title")
    line = desk.read(MANIFEST).split("\n").index("      - 标题: 学校门口的树") + 1
    expect(page.locator(".source-card code")).to_have_text(f"{MANIFEST}:{line}")
    expect(page.locator(".editor .cm-activeLine")).to_contain_text("学校门口的树")
    page.locator(".source-card button").click()
    expect(page.locator(".toast")).to_contain_text("已在外部编辑器打开")
    opened = desk.root / "opened.txt"
    for _ in range(100):
        if opened.is_file() and opened.read_text():
            break
        page.wait_for_timeout(50)
    assert opened.read_text().split() == [str(desk.root / MANIFEST), str(line)]


def test_from_a_line_to_its_page(desk: Desk, page: Page) -> None:
    number = number_of(page, "学校门口的树")
    window = desk.open(page.context, f"#goto={THIRD}:1")
    expect(sheet(window, number).locator(".flash")).to_be_visible(timeout=PATIENCE)
    expect(sheet(window, number)).to_be_in_viewport()
    expect(window.locator(".file-choice")).to_have_value(THIRD)
    assert "goto" not in window.url
    window.keyboard.press("Escape")
    open_file(window, SECOND).focus()
    window.keyboard.press("Alt+p")
    expect(sheet(window, number_of(page, "河水清了")).locator(".flash")).to_be_visible(timeout=PATIENCE)


def test_articles_are_put_in_order_by_dragging(desk: Desk, page: Page) -> None:
    cards = page.locator(".card")
    cards.nth(0).locator(".grip").drag_to(cards.nth(2).locator(".card-title"), target_position={"x": 60, "y": 2})
    expect(page.locator(".form-section").nth(1).locator(".card-name")).to_have_text(["春天到了河边", "学校门口的树"])
    text = desk.read(MANIFEST)
    assert (
        text.index("河水清了  # 二校时再看")
        < text.index("- 栏目: 来信")
        < text.index("春天到了河边")
        < text.index("学校门口的树")
    )
    assert "# 这一篇还要补照片" in text
    assert "作者: 王小明" in text
    ready(page)


def test_a_line_shows_where_a_dragged_article_would_go(desk: Desk, page: Page) -> None:
    cards, line = page.locator(".card"), page.locator(".drop-line")
    grip, second = cards.nth(0).locator(".grip").bounding_box(), cards.nth(1).bounding_box()
    assert grip
    assert second
    before = desk.read(MANIFEST)
    expect(line).to_be_hidden()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 10, grip["y"] + 30, steps=3)
    bottom = second["y"] + second["height"]

    def over(x: float, y: float, *, shown: bool) -> None:
        for nudge in range(100):  # not every move becomes an event of the drag
            page.mouse.move(x + nudge % 7, y)
            page.wait_for_timeout(30)
            if line.is_visible() is shown:
                return
        raise AssertionError(f"the line is {'not ' if shown else ''}shown")

    for y in (bottom - 4, bottom + 6):  # over the card, and over the room below it
        over(600, 400, shown=False)
        over(second["x"] + 80, y, shown=True)
        drawn = line.bounding_box()
        assert drawn
        assert bottom - 2 <= drawn["y"] + drawn["height"] / 2 <= bottom + 8
    over(600, 400, shown=False)
    page.mouse.up()
    expect(page.locator(".card.dragged")).to_have_count(0)
    assert desk.read(MANIFEST) == before, "dropped elsewhere, it stays where it is"


def test_what_is_typed_over_several_lines_takes_their_place(desk: Desk, page: Page) -> None:
    content = open_file(page, MANIFEST)
    content.focus()
    page.keyboard.press("Control+Home")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.type("x")
    expect(page.locator(".editor .cm-line").first).to_have_text("x")
    page.keyboard.press("Control+z")
    expect(page.locator(".editor .cm-line").first).to_have_text("# 春季号")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("写")
    expect(page.locator(".editor .cm-line")).to_have_text(["写"])
    page.keyboard.press("Control+z")
    expect(page.locator(".editor .cm-line").first).to_have_text("# 春季号")
    assert desk.faults == [], "the browser has nothing to say of styles"


def test_articles_are_put_in_order_by_buttons(desk: Desk, page: Page) -> None:
    down = page.get_by_role("button", name=re.compile("^下移.春天到了河边$"))  # the name says of which article
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card-name")).to_have_text(["河水清了", "春天到了河边", "学校门口的树"])
    expect(page.locator("#article-0-1-down")).to_be_focused()
    page.keyboard.press("Enter")  # over the border of the column
    expect(page.locator(".form-section").nth(1).locator(".card-name")).to_have_text(["春天到了河边", "学校门口的树"])
    assert desk.read(MANIFEST).index("栏目: 来信") < desk.read(MANIFEST).index("春天到了河边")
    expect(page.locator("[role=status][aria-live]")).to_contain_text(re.compile("来信|页有改动"))


def test_fields_of_the_form_are_written_into_the_manifest(desk: Desk, page: Page) -> None:
    page.locator(".card-title").nth(1).click()
    title = page.locator("textarea[data-key='title']")
    title.fill("河水又清了")
    page.locator("textarea[data-key='authors']").fill("某某社 李四\n张三")
    page.locator("textarea[data-key='subtitle']").focus()
    expect(page.locator(".card-name").nth(1)).to_have_text("河水又清了")
    expect(page.locator(".card-authors").nth(1)).to_have_text("某某社 李四、张三")
    text = desk.read(MANIFEST)
    assert "- 标题: 河水又清了  # 二校时再看\n" in text
    assert "李四" in text
    assert "张三" in text
    expect(page.locator("#panel-form .card.open")).to_have_count(1)


def test_a_field_that_was_changed_elsewhere_meanwhile_shows_both_texts(desk: Desk, page: Page) -> None:
    page.locator(".card-title").nth(0).click()
    mine = page.locator("textarea[data-key='subtitle']")
    mine.fill("我写的副题")
    desk.write(
        MANIFEST,
        desk.read(MANIFEST).replace("        作者: 王小明\n", "        副题: 别处的副题\n        作者: 王小明\n"),
    )
    page.wait_for_function(
        "() => fetch('/api/form').then((answer) => answer.json())"
        ".then((form) => form.articles[0].subtitle === '别处的副题')"
    )
    page.wait_for_timeout(300)  # in which the form, if it were not careful, would be drawn anew
    expect(mine).to_have_value("我写的副题")
    mine.press("Control+Enter")
    dialog = page.locator("dialog.form-conflict")
    expect(dialog.locator(".theirs")).to_have_text("别处的副题")
    expect(dialog.locator("textarea")).to_have_value("我写的副题")
    assert "我写的副题" not in desk.read(MANIFEST)
    dialog.locator("textarea").fill("商定的副题")
    dialog.get_by_role("button", name="用我的").click()
    expect(page.locator("textarea[data-key='subtitle']")).to_have_value("商定的副题")
    assert "副题: 商定的副题\n" in desk.read(MANIFEST)
    assert "别处的副题" not in desk.read(MANIFEST)


def test_text_that_was_not_saved_is_found_again(desk: Desk, page: Page) -> None:
    content = open_file(page, THIRD)
    at_end(page, content, "还没有保存的话。")
    expect(page.locator(".dirty-mark")).to_have_text("未保存")
    page.wait_for_function("() => Object.values(sessionStorage).some((text) => text.includes('还没有保存的话。'))")
    page.once("dialog", lambda dialog: dialog.accept())  # the browser asks whether to leave
    page.reload()
    ready(page)
    content = open_file(page, THIRD)
    expect(content).not_to_contain_text("还没有保存的话。")
    expect(page.locator(".editor-bar")).to_contain_text("有一份上次没有保存的文字")
    page.get_by_role("button", name="取回").click()
    expect(content).to_contain_text("还没有保存的话。")
    page.keyboard.press("Control+s")
    expect(page.locator(".dirty-mark")).to_have_text("")
    assert "还没有保存的话。" in desk.read(THIRD)
    expect(page.locator(".editor-bar")).to_be_hidden()


def test_preflight_is_asked_for_in_the_page(page: Page) -> None:
    page.locator("#tab-problems").click()
    state = page.locator(".preflight-state")
    expect(state).to_contain_text("检查付印的 PDF")
    page.locator("button.preflight").click()
    expect(state).to_have_text("已检查，与现在的页面一致", timeout=3 * PATIENCE)
    expect(page.locator(".toast.fault")).to_have_count(0)


def test_a_conflict_shows_both_texts_and_loses_none(desk: Desk, page: Page) -> None:
    content = open_file(page, SECOND)
    at_end(page, content, "我写的。")
    desk.write(SECOND, "别处写的。\n")
    expect(page.locator(".editor-bar")).to_contain_text("在别处改过", timeout=PATIENCE)
    content.press("Control+s")
    dialog = page.locator("dialog.conflict")
    expect(dialog.locator(".cm-merge-a .cm-content")).to_contain_text("别处写的。")
    expect(dialog.locator(".cm-merge-b .cm-content")).to_contain_text("我写的。")
    dialog.locator("[data-choice=decideLater]").click()
    assert desk.read(SECOND) == "别处写的。\n"
    expect(content).to_contain_text("我写的。")
    page.locator(".editor-bar button").click()
    merged = dialog.locator(".cm-merge-b .cm-content")
    merged.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("两处合起来。\n")
    dialog.locator("[data-choice=saveMerged]").click()
    expect(page.locator(".dirty-mark")).to_have_text("")
    assert desk.read(SECOND) == "两处合起来。\n"


@pytest.mark.parametrize("choice", ["keepMine", "takeTheirs"])
def test_a_conflict_decided_for_one_side(desk: Desk, page: Page, choice: str) -> None:
    content = open_file(page, SECOND)
    at_end(page, content, "我写的。")
    desk.write(SECOND, "别处写的。\n")
    expect(page.locator(".editor-bar")).to_be_visible(timeout=PATIENCE)
    page.locator(".editor-bar button").click()
    page.locator(f"dialog.conflict [data-choice={choice}]").click()
    expect(page.locator(".dirty-mark")).to_have_text("")
    if choice == "keepMine":
        assert desk.read(SECOND) == f"{sources()[SECOND]}我写的。"
        page.get_by_role("button", name="历史").click()
        page.locator(".version").first.click()
        expect(page.locator("dialog.history .cm-merge-a .cm-content")).to_contain_text("别处写的。")
    else:
        expect(content).to_have_text("别处写的。")
        content.focus()
        page.keyboard.press("Control+z")
        expect(content).to_contain_text("我写的。")


def test_a_previous_version_comes_back(desk: Desk, page: Page) -> None:
    content = open_file(page, THIRD)
    at_end(page, content, "\n补一段。")
    page.keyboard.press("Control+s")
    expect(page.locator(".dirty-mark")).to_have_text("")
    page.get_by_role("button", name="历史").click()
    page.locator("dialog.history").get_by_role("button", name="放进编辑器").first.click()
    expect(content).not_to_contain_text("补一段。")
    expect(page.locator(".dirty-mark")).to_have_text("未保存")
    content.press("Control+s")
    expect(page.locator(".dirty-mark")).to_have_text("")
    assert desk.read(THIRD) == sources()[THIRD]


def test_a_second_window_follows(desk: Desk, page: Page) -> None:
    other = desk.open(page.context)
    theirs = open_file(other, SECOND)
    content = open_file(page, SECOND)
    at_end(page, content, "第一个窗口写的。")
    page.keyboard.press("Control+s")
    expect(theirs).to_contain_text("第一个窗口写的。", timeout=PATIENCE)
    expect(other.locator(".dirty-mark")).to_have_text("")
    expect(page.locator(".editor-bar")).to_be_hidden()
    at_end(other, theirs, "第二个窗口写的。")
    other.keyboard.press("Control+s")
    expect(content).to_contain_text("第二个窗口写的。", timeout=PATIENCE)


def test_completion_hover_and_lint_know_the_manifest(page: Page) -> None:
    content = open_file(page, MANIFEST)
    content.locator(".cm-line", has_text="期号: 1").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("主办")
    option = page.locator(".cm-tooltip-autocomplete li").first
    expect(option).to_contain_text("主办单位")
    page.wait_for_timeout(100)  # CodeMirror takes no Enter within 75 ms after the list came up
    page.keyboard.press("Enter")
    page.keyboard.insert_text("河边协会")
    expect(content).to_contain_text("主办单位: 河边协会")
    hovered(page, content.locator(".cm-line", has_text="主办单位"), 40, "publisher")
    content.locator(".cm-line", has_text="标题: 河水清了").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("正问: x")
    expect(page.locator(".editor .cm-lintRange-error").first).to_be_visible(timeout=PATIENCE)


def test_an_input_method_is_not_disturbed(desk: Desk, page: Page) -> None:
    content = open_file(page, SECOND)
    content.focus()
    page.keyboard.press("Control+End")
    devices = page.context.new_cdp_session(page)
    devices.send("Input.imeSetComposition", {"text": "ni", "selectionStart": 2, "selectionEnd": 2})
    desk.write(SECOND, "别处写的。\n")  # a change on disk, and keys, while composing
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        "{key: 's', ctrlKey: true, isComposing: true, bubbles: true, cancelable: true}))"
    )
    expect(page.locator(".editor-bar")).to_be_visible(timeout=PATIENCE)
    devices.send("Input.imeSetComposition", {"text": "ni hao", "selectionStart": 6, "selectionEnd": 6})
    devices.send("Input.insertText", {"text": "你好"})
    expect(content).to_contain_text("你好")
    expect(content).not_to_contain_text("ni hao")
    assert desk.read(SECOND) == "别处写的。\n"


def test_the_connection_comes_back(desk: Desk, page: Page) -> None:
    routes: list[WebSocketRoute] = []

    def through(route: WebSocketRoute) -> None:
        routes.append(route)
        route.connect_to_server()

    window = page.context.new_page()
    window.route_web_socket(re.compile("/live"), through)
    window.goto(desk.origin)
    ready(window)
    routes[0].close()
    expect(window.locator(".banner[data-kind=offline]")).to_contain_text("正在重连")
    expect(window.locator(".banner")).to_be_hidden(timeout=PATIENCE)
    assert len(routes) > 1
    ready(window)


def bound_at_the_right(message: str | bytes) -> str | bytes:
    """A state in which the edition is bound at the right."""
    data = json.loads(message)
    if data["type"] == "state":
        data["binding"] = "right"
        for item in data["pages"]:
            item["side"] = "left" if item["number"] % 2 else "right"
    return json.dumps(data)


def test_pages_bound_at_the_right_lie_mirrored(desk: Desk, page: Page) -> None:
    def mirrored(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda message: route.send(bound_at_the_right(message)))

    window = page.context.new_page()
    window.route_web_socket(re.compile("/live"), mirrored)
    window.goto(desk.origin)
    ready(window)
    cover, second, third = (sheet(window, number).bounding_box() for number in (1, 2, 3))
    assert cover
    assert second
    assert third
    assert third["x"] + third["width"] == pytest.approx(second["x"], abs=1)
    assert cover["x"] == pytest.approx(third["x"], abs=1)
    window.locator(".desk").focus()
    window.keyboard.press("ArrowLeft")  # where the next page is
    expect(window.locator(".page-count")).to_have_text(re.compile("^[23] / "))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the renderer's process in /proc")
def test_a_killed_renderer_is_started_again(desk: Desk, page: Page) -> None:
    page.evaluate(
        "window.kinds = []; new MutationObserver(() => {"
        "const banner = document.querySelector('.banner'); if (!banner.hidden) window.kinds.push(banner.dataset.kind);"
        "}).observe(document.querySelector('.banner'), {attributes: true, childList: true})"
    )
    content = open_file(page, THIRD)
    at_end(page, content, "没有保存的话。")
    for process in renderers(desk.process.pid):
        os.kill(process, signal.SIGKILL)
    page.wait_for_function("() => window.kinds.includes('crashed')")
    ready(page)
    expect(page.locator(".banner")).to_be_hidden(timeout=PATIENCE)
    expect(content).to_contain_text("没有保存的话。")
    page.keyboard.press("Control+s")
    expect(page.locator(".sheet.changed").first).to_be_visible(timeout=PATIENCE)
    assert desk.process.poll() is None


def renderers(server: int) -> list[int]:
    """The server's child processes, split off or begun anew, without multiprocessing's resource tracker."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == server and b"resource_tracker" not in command:
            found.append(int(entry.name))
    return found


class _Attacker(BaseHTTPRequestHandler):
    def __init__(self, page: str, *arguments: Any) -> None:
        self._page = page.encode()
        super().__init__(*arguments)

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self._page)

    def log_message(self, format: str, *arguments: Any) -> None:
        del format, arguments


def watch_network(window: Page) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """What a window asks for and the statuses of the answers, those that its scripts may not see included."""
    addresses: dict[str, str] = {}
    statuses: list[tuple[str, int]] = []
    devices = window.context.new_cdp_session(window)
    devices.on(
        "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
    )
    devices.on(
        "Network.responseReceivedExtraInfo", lambda event: statuses.append((event["requestId"], event["statusCode"]))
    )
    devices.send("Network.enable")
    return addresses, statuses


def test_a_page_of_another_origin_can_neither_read_nor_write(desk: Desk, page: Page) -> None:
    attack = (HERE / "page_attack.html").read_text("utf-8")
    identity = sheet(page, 1).get_attribute("data-id") or ""
    words = {"ORIGIN": desk.origin, "NAME": SECOND, "PAGE": identity}
    for word, name in (("TEXTVERSION", SECOND), ("FORMVERSION", MANIFEST)):  # as if the attacker had guessed them
        words[word] = sha256((desk.root / name).read_bytes()).hexdigest()
    for word, value in words.items():
        attack = attack.replace(word, value)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Attacker, attack)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        window = page.context.new_page()  # the same browser and, but for the port, the same host: the cookie is there
        addresses, statuses = watch_network(window)
        window.goto(f"http://127.0.0.1:{server.server_port}/")
        results = window.wait_for_function("() => window.results").json_value()
        framed = [frame.content() for frame in window.frames[1:]]
        server.shutdown()
    answers = {(addresses[key].removeprefix(desk.origin), status) for key, status in statuses if key in addresses}
    told = {(path, status) for path, status in answers if not path.startswith("http")}
    assert {path for path, _ in told} >= {"/", "/api/state", "/api/form", f"/page/{identity}.png"}
    assert {status for _, status in told} == {403}
    assert not any("typeset-token" in content for content in framed)
    assert results == dict.fromkeys(("read", "page", "write", "post", "socket", "picture", "frame"), "refused")
    assert {name: desk.read(name) for name in (SECOND, MANIFEST)} == {
        name: sources()[name] for name in (SECOND, MANIFEST)
    }


def test_the_keyboard_reaches_everything(page: Page) -> None:
    page.locator(".desk").focus()
    page.keyboard.press("PageDown")
    expect(page.locator(".page-count")).to_have_text(re.compile("^2 / "))
    tabbed = page.locator(".sheet[tabindex='0']")
    assert [item.get_attribute("data-number") for item in tabbed.all()] == ["2", "3"], "the pages that lie open"
    page.keyboard.press("End")
    expect(page.locator(".page-count")).to_have_text(re.compile(r"^(\d+) / \1$"))
    page.keyboard.press("Home")
    expect(page.locator(".page-count")).to_have_text(re.compile("^1 / "))
    page.keyboard.press("ArrowRight")
    expect(page.locator(".page-count")).to_have_text(re.compile("^2 / "))
    page.keyboard.press("g")
    expect(page.locator(".folio-field")).to_be_focused()
    page.keyboard.insert_text("3")
    page.keyboard.press("Enter")
    expect(sheet(page, 3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(sheet(page, 3).locator(".spot")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator(".editor .cm-content")).to_be_focused()
    expect(page.locator(".editor .cm-content")).to_have_attribute("aria-description", "先按 Esc 再按 Tab 离开编辑器")
    page.keyboard.press("Escape")  # then Tab leaves the editor
    page.keyboard.press("Tab")
    expect(page.locator(".editor .cm-content")).not_to_be_focused()
    page.locator(".desk").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="快捷键")).to_have_count(0)
    page.keyboard.press("f")
    expect(page.locator(".zoom-field")).to_have_value("width")
    page.keyboard.press("p")
    expect(page.locator(".side-panel")).to_be_hidden()


def test_every_control_has_a_name(page: Page) -> None:
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, [role], [tabindex='0']")]
          .filter((item) => item.offsetParent && !item.closest(".cm-editor, [role=alert], [role=status]"))
          .filter((item) => !(item.getAttribute("aria-label") || item.textContent.trim() || item.labels?.length))
          .map((item) => item.outerHTML)"""
    )
    assert nameless == []


CONTRAST = (HERE / "page_contrast.js").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_legible(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.wait_for_function("(scheme) => document.documentElement.dataset.scheme === scheme", arg=scheme)
    for tab in ("form", "text", "copyfit", "problems"):
        page.locator(f"#tab-{tab}").click()
        assert page.evaluate(CONTRAST) == []  # WCAG 2.2, 1.4.3 (AA)


def test_chinese_and_english(page: Page) -> None:
    page.get_by_role("button", name="切换到英文").click()
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("#tab-form")).to_have_text("Articles")
    expect(sheet(page, 2)).to_have_attribute("aria-label", re.compile("^Page "))
    expect(page.locator("body")).not_to_contain_text("问题")
    page.reload()
    ready(page)
    expect(page.locator("#tab-problems")).to_have_text("Problems")
    page.get_by_role("button", name="Switch to Chinese").click()
    expect(page.locator("#tab-problems")).to_have_text("问题")


def test_overlays_and_colours(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="辅助线").click()
    for name in ("出血", "裁切线", "版心", "行格"):
        page.locator("#overlay-menu").get_by_label(name).check()
    page.keyboard.press("Escape")
    number = number_of(page, "春天到了河边")
    drawing = go_to(page, number).locator("svg.overlay")
    for name in ("bleed", "trim", "type-area", "grid"):
        expect(drawing.locator(f".line.{name}")).to_have_count(1)
    trim, paper = drawing.locator(".trim").bounding_box(), sheet(page, number).bounding_box()
    assert trim
    assert paper
    assert trim["width"] == pytest.approx(paper["width"], abs=1.5)
    expect(sheet(page, number).locator(".paper")).to_have_attribute("src", re.compile("bleed=1"))
    page.locator(".layer-field").select_option("proof")
    expect(sheet(page, number).locator(".paper")).to_have_attribute("src", re.compile("layer=proof"), timeout=PATIENCE)


@pytest.mark.parametrize("width", [1024, 800])
def test_fits_a_narrow_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    bar = page.locator(".toolbar")
    assert bar.evaluate("(bar) => bar.scrollWidth <= bar.clientWidth")
    last = bar.get_by_role("button", name="侧栏").bounding_box()
    assert last
    assert last["x"] + last["width"] <= width
    sizes = sheet(page, 2).bounding_box(), page.locator(".desk").bounding_box()
    assert sizes[0]
    assert sizes[1]
    assert sizes[0]["width"] * 2 < sizes[1]["width"]
