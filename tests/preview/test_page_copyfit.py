"""The copyfit panel (凑版) in real Chromium: lengths, the page map, and wishes written into the manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.preview.page_desk import FIRST, MANIFEST, PATIENCE, Desk, needs_chromium, ready, serving, sources

pytestmark = [pytest.mark.edition, needs_chromium]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with serving(tmp_path_factory.mktemp("copyfit")) as running:
        yield running


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """A window with the panel open; that nothing fails in it is part of every test."""
    desk.restore()
    desk.faults.clear()
    context = desk.context()
    opened = desk.open(context)
    opened.locator("#tab-copyfit").click()
    expect(run_of(opened, "article-1")).to_be_visible(timeout=PATIENCE)
    expect(wish(opened, "edition")).to_be_enabled(timeout=PATIENCE)
    yield opened
    context.close()
    assert desk.faults == []


def run_of(page: Page, article: str) -> Locator:
    return page.locator(f".fit-run[data-run='articles-{article}']")


def wish(page: Page, owner: str) -> Locator:
    return page.locator(f"#fit-wish-{owner}")


def test_every_page_is_on_the_map_and_leads_to_itself(page: Page) -> None:
    pages = page.locator(".fit-map button")
    expect(pages).to_have_count(8)
    expect(page.locator(".fit-pages")).to_have_text("8 页")
    expect(page.locator(".fit-total .fit-badge")).to_have_text("含补白 1 页")
    assert page.locator(".fit-map .filler").count() == 1
    assert (pages.nth(2).get_attribute("aria-label") or "").startswith("第 3 面，春天到了河边，")

    pages.nth(0).focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(pages.nth(6)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".sheet[data-number='7']")).to_be_in_viewport(timeout=PATIENCE)


def test_a_wish_goes_into_the_manifest_and_the_lines_short_are_told(page: Page, desk: Desk) -> None:
    field = wish(page, "article-1")
    field.fill("4")
    field.press("Enter")

    expect(run_of(page, "article-1").locator(".fit-badge.warning")).to_contain_text("差 ", timeout=PATIENCE)
    expect(run_of(page, "article-1")).to_contain_text("排 2 页，要 4 页")
    written = "        正文: articles/spring.md\n        页数: 4\n"
    assert desk.read(MANIFEST) == sources()[MANIFEST].replace("        正文: articles/spring.md\n", written)

    field.fill("")
    field.press("Enter")
    expect(run_of(page, "article-1").locator(".fit-badge.warning")).to_have_count(0, timeout=PATIENCE)
    assert desk.read(MANIFEST) == sources()[MANIFEST]


def test_the_total_is_wished_for_and_reached(page: Page, desk: Desk) -> None:
    wish(page, "edition").fill("12")
    wish(page, "edition").press("Tab")

    expect(page.locator(".fit-pages")).to_have_text("12 页", timeout=PATIENCE)
    expect(page.locator(".fit-map .filler")).to_have_count(5)
    assert "总页数: 12\n" in desk.read(MANIFEST)


def test_a_number_that_cannot_be_is_not_written(page: Page, desk: Desk) -> None:
    wish(page, "article-1").fill("65")
    wish(page, "article-1").press("Enter")

    expect(page.locator("body")).to_contain_text("请写 1 到 64 的整数，或留空。")
    assert desk.read(MANIFEST) == sources()[MANIFEST]


def change_elsewhere(page: Page, desk: Desk, text: str) -> None:
    """Change the manifest on disk, unknown to the panel: what it reads of it is from before."""
    page.route("**/api/form", lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/api/form"), timeout=PATIENCE):
        desk.write(MANIFEST, text)
    ready(page)
    page.unroute("**/api/form")


def test_a_wish_is_written_although_something_else_was_changed_elsewhere(page: Page, desk: Desk) -> None:
    edited = sources()[MANIFEST].replace("期号: 1", "期号: 2")
    change_elsewhere(page, desk, edited)
    wish(page, "article-1").fill("4")
    wish(page, "article-1").press("Enter")

    expect(run_of(page, "article-1").locator(".fit-badge.warning")).to_be_visible(timeout=PATIENCE)
    assert desk.read(MANIFEST) == edited.replace("articles/spring.md\n", "articles/spring.md\n        页数: 4\n")


def test_a_wish_that_was_changed_elsewhere_is_not_overwritten(page: Page, desk: Desk) -> None:
    edited = sources()[MANIFEST].replace("articles/spring.md\n", "articles/spring.md\n        页数: 3\n")
    change_elsewhere(page, desk, edited)
    wish(page, "article-1").fill("4")
    wish(page, "article-1").press("Enter")

    expect(page.locator("body")).to_contain_text("这个页数在别处改成了“3”，没有改写。", timeout=PATIENCE)
    expect(wish(page, "article-1")).to_have_value("3")
    assert desk.read(MANIFEST) == edited


def test_english(page: Page) -> None:
    page.get_by_role("button", name="切换到英文").click()
    expect(page.locator("#tab-copyfit")).to_have_text("Copyfit")
    expect(page.locator(".fit-pages")).to_have_text("8 pages")
    expect(page.locator(".copyfit-panel")).not_to_contain_text("页")


def test_an_edition_a_few_lines_over_whole_sheets_is_offered_the_sheet_less(page: Page, desk: Desk) -> None:
    sentence = "河边的柳树已经发芽，孩子们在岸上放风筝，老人坐在长椅上晒太阳。"
    desk.write(FIRST, "\n\n".join(f"第{number}段。{sentence * 6}" for number in range(1, 23)) + "\n")
    offer = page.locator("#fit-sheet")
    expect(offer).to_have_text("定为 8 页", timeout=PATIENCE)
    expect(page.locator(".fit-sheet")).to_contain_text(re.compile(r"《春天到了河边》删 \d+ 行，就是 8 页，少一张纸。"))
    expect(page.locator(".fit-pages")).to_have_text("12 页")
    offer.focus()
    page.keyboard.press("Enter")

    expect(wish(page, "edition")).to_have_value("8", timeout=PATIENCE)
    expect(offer).to_have_count(0, timeout=PATIENCE)
    expect(page.locator(".fit-total .fit-badge")).to_have_text(re.compile(r"^(正好|多 \d 页)$"))
    assert desk.read(MANIFEST) == sources()[MANIFEST].rstrip("\n") + "\n总页数: 8\n"
