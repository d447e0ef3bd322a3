"""A live edition: what changed is set again, what did not keeps its identity, and every spot leads to its source."""

from __future__ import annotations

import gc
import io
import pickle
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from weasyprint.document import Page
from weasyprint.pdf.fonts import Font

from tests.build.conftest import build, paragraphs, write_edition
from typeset.build.live import LiveEdition
from typeset.build.opening import OpenEdition
from typeset.build.page_pixels import draw_pdf
from typeset.build.plates import separate
from typeset.build.snapshot import LayerUnknownError, LivePage, PageGoneError, Snapshot
from typeset.composer.page_painting import paint_page
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition

ONE, TWO = "issues/2026-03/articles/one.md", "issues/2026-03/articles/two.md"
MANIFEST = "issues/2026-03/issue.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return write_edition(tmp_path)


@pytest.fixture
def live(workspace: Workspace) -> LiveEdition:
    return LiveEdition(workspace.edition("2026-03"), workspace)


def edit(workspace: Workspace, name: str, old: str, new: str) -> None:
    path = workspace.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def ids(snapshot: Snapshot) -> list[str]:
    return [page.id for page in snapshot.pages]


def pages_alive() -> int:
    """How many laid-out pages of WeasyPrint's there are in this process."""
    gc.collect()
    return sum(isinstance(item, Page) for item in gc.get_objects())


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=("PNG",))


def picture_page(live: LiveEdition, snapshot: Snapshot) -> LivePage:
    """The page of the first article's picture."""
    inner = snapshot.pages[2:]
    return next(page for page in inner if any(spot.kind == "picture" for spot in live.pages.source_map(page.id)))


def test_a_snapshot_tells_pages_articles_and_geometry(live: LiveEdition) -> None:
    snapshot = live.update()

    assert not snapshot.broken
    assert snapshot.complete
    assert [page.number for page in snapshot.pages] == list(range(1, len(snapshot.pages) + 1))
    assert [page.side for page in snapshot.pages[:3]] == ["right", "left", "right"]
    assert [page.run for page in snapshot.pages[:3]] == ["cover", "contents", "articles-article-1"]
    assert snapshot.pages[0].folio == 0, "no folio is printed on the cover"
    assert snapshot.pages[2].folio == 3
    assert (snapshot.articles[0].title, snapshot.articles[0].number) == ("第一篇文章 有两个短语", 3)
    assert snapshot.geometry is not None
    assert (snapshot.geometry.width, snapshot.geometry.height, snapshot.geometry.bleed) == (210, 285, 3)
    assert snapshot.geometry.binding == "left"
    assert (snapshot.edition, snapshot.title) == ("2026-03", "试刊")


def test_type_area_and_grid_are_those_of_the_style_sheet(live: LiveEdition) -> None:
    pages = live.update().pages

    left, top, width, height = pages[2].type_area  # a right-hand page: 60 pt inside, 70 pt head, 462 × 665 pt
    assert left == pytest.approx(60 / 72 * 25.4, abs=0.01)
    assert top == pytest.approx(70 / 72 * 25.4, abs=0.01)
    assert (width, height) == pytest.approx((162.99, 234.6), abs=0.02)
    grid = pages[2].grid
    assert grid is not None
    assert grid[1] == pytest.approx(17.5 / 72 * 25.4, abs=0.001)
    assert top < grid[0] < top + grid[1], "the first baseline stands on the first line"
    assert pages[0].grid is None, "a cover has no lines of text"


def test_nothing_changed_means_nothing_laid_out_and_the_same_pages(live: LiveEdition) -> None:
    first = live.update()
    before = live.laid_out
    second = live.update()

    assert live.laid_out == before
    assert ids(second) == ids(first)
    assert second.serial == first.serial + 1


def test_a_change_in_one_manuscript_sets_its_run_alone(live: LiveEdition, workspace: Workspace) -> None:
    first = live.update()
    before = live.laid_out
    edit(workspace, TWO, "Python 3.11", "Python 3.14")
    second = live.update()

    assert live.laid_out == before + 1
    changed = [page for page, old in zip(second.pages, first.pages, strict=True) if page.id != old.id]
    assert {page.run for page in changed} == {"articles-article-3"}
    assert changed


def test_a_change_taken_back_gives_the_old_identities(live: LiveEdition, workspace: Workspace) -> None:
    first = live.update()
    edit(workspace, TWO, "Python 3.11", "Python 3.14")
    live.update()
    edit(workspace, TWO, "Python 3.14", "Python 3.11")

    assert ids(live.update()) == ids(first)


def test_another_live_edition_gives_the_same_identities(live: LiveEdition, workspace: Workspace) -> None:
    assert ids(LiveEdition(workspace.edition("2026-03"), workspace).update()) == ids(live.update())


def test_a_page_that_looks_otherwise_has_another_identity(live: LiveEdition, workspace: Workspace) -> None:
    first = live.update()
    with Image.open(workspace.root / "issues/2026-03/photos/wide.jpg") as old:
        turned = old.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    turned.save(workspace.root / "issues/2026-03/photos/wide.jpg")
    second = live.update()

    changed = [page.number for page, old in zip(second.pages, first.pages, strict=True) if page.id != old.id]
    assert changed == [picture_page(live, second).number]


def test_lines_that_move_in_the_manifest_cost_nothing_and_are_known(live: LiveEdition, workspace: Workspace) -> None:
    first = live.update()
    before = live.laid_out
    titles = [spot.source for spot in live.pages.source_map(first.pages[2].id) if spot.kind == "title"]
    path = workspace.root / MANIFEST
    path.write_text("# 一行说明\n# 又一行\n" + path.read_text("utf-8"), "utf-8")
    second = live.update()

    assert live.laid_out == before
    assert ids(second) == ids(first)
    assert titles == [f"{MANIFEST}:8:13"]
    moved = [spot.source for spot in live.pages.source_map(second.pages[2].id) if spot.kind == "title"]
    assert moved == [f"{MANIFEST}:10:13"]


def test_a_style_sheet_of_the_project_sets_everything_again(live: LiveEdition, workspace: Workspace) -> None:
    import shutil

    from typeset.workspace import shipped

    shutil.copytree(shipped("layouts") / "classic", workspace.root / "layouts" / "classic")
    first = live.update()
    before = live.laid_out
    edit(workspace, "layouts/classic/styles/article.css", "text-indent: 2em", "text-indent: 3em")
    second = live.update()

    assert live.laid_out - before >= 5
    same = {page.run for page in second.pages if page.id in ids(first)}
    changed = {page.run for page in second.pages if page.id not in ids(first)}
    assert "cover" in same, "there are no paragraphs on it"
    assert {"articles-article-1", "articles-article-3"} <= changed


def test_a_picture_of_the_layout_gives_pages_other_identities(live: LiveEdition, workspace: Workspace) -> None:
    import shutil

    from typeset.workspace import shipped

    shutil.copytree(shipped("layouts") / "classic", workspace.root / "layouts" / "classic")
    first = live.update()
    picture = next((workspace.root / "layouts" / "classic").rglob("*.svg"))
    picture.write_text(picture.read_text("utf-8").replace("<svg ", "<svg opacity='.5' ", 1), "utf-8")
    assert not set(ids(live.update())) & set(ids(first))


def test_a_broken_manifest_keeps_the_last_good_pages(live: LiveEdition, workspace: Workspace) -> None:
    first = live.update()
    text = (workspace.root / MANIFEST).read_text("utf-8")
    (workspace.root / MANIFEST).write_text("栏目: [", "utf-8")
    broken = live.update()

    assert broken.broken
    assert broken.serial == first.serial + 1
    assert any(item.severity == "error" and item.place for item in broken.problems)
    assert broken.pages == first.pages
    assert broken.articles == first.articles
    assert picture(live.pages.draw(first.pages[2].id, 1)).size == (210, 285)
    assert live.pages.source_map(first.pages[2].id)

    before = live.laid_out
    (workspace.root / MANIFEST).write_text(text, "utf-8")
    mended = live.update()

    assert not mended.broken
    assert ids(mended) == ids(first)
    assert live.laid_out == before, "the runs were remembered"


@pytest.mark.parametrize(
    ("old", "new"), [("文章:", "文章: ["), ("标题: 第一篇", '标题: "第一篇'), ("    文章:", "\t文章:")]
)
def test_a_manifest_that_is_no_yaml_keeps_the_last_good_pages(
    live: LiveEdition, workspace: Workspace, old: str, new: str
) -> None:
    """Though something of it could be read: what is left would move all pages."""
    before = live.update()
    edit(workspace, MANIFEST, old, new)
    after = live.update()
    assert after.broken
    assert ids(after) == ids(before)
    assert all(item.code.startswith("yaml-") for item in after.problems)
    edit(workspace, MANIFEST, new, old)
    mended = live.update()
    assert not mended.broken
    assert ids(mended) == ids(before)


def test_a_template_that_fails_keeps_the_last_good_pages(live: LiveEdition, workspace: Workspace) -> None:
    import shutil

    from typeset.workspace import shipped

    shutil.copytree(shipped("layouts") / "classic", workspace.root / "layouts" / "classic")
    first = live.update()
    edit(workspace, "layouts/classic/templates/articles.html", "{% for", "{% fur")
    broken = live.update()
    (workspace.root / "layouts/classic/styles/page.css").unlink()
    lost = live.update()

    assert broken.broken
    assert [item.code for item in broken.problems if item.severity == "error"] == ["layout-template"]
    assert broken.pages == first.pages
    assert lost.broken
    assert lost.pages == first.pages


def test_an_edition_that_never_was_good_has_no_pages(live: LiveEdition, workspace: Workspace) -> None:
    (workspace.root / MANIFEST).write_text("栏目: [", "utf-8")
    snapshot = live.update()

    assert snapshot.broken
    assert snapshot.pages == ()
    assert snapshot.problems
    assert OpenEdition(workspace.edition("2026-03"), workspace).first_pages() is None


def test_an_edition_opens_with_its_cover_before_the_rest_is_set(workspace: Workspace) -> None:
    opened = OpenEdition(workspace.edition("2026-03"), workspace)
    first = opened.first_pages()

    assert first is not None
    assert not first.complete
    assert [page.run for page in first.pages] == ["cover"]
    assert opened.laid_out == 1
    assert picture(opened.pages.draw(first.pages[0].id, 1)).size == (210, 285)


def test_a_live_edition_goes_on_with_what_was_opened(workspace: Workspace) -> None:
    opened = OpenEdition(workspace.edition("2026-03"), workspace)
    assert opened.first_pages()
    live = LiveEdition(workspace.edition("2026-03"), workspace, opened)
    snapshot = live.update()

    assert snapshot.complete
    assert live.pages is opened.pages
    assert picture(opened.pages.draw(snapshot.pages[-1].id, 1)).size == (210, 285)


def test_an_idle_moment_prepares_fonts_so_that_a_change_needs_no_new_subset(
    live: LiveEdition, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.update()
    assert live.pages.prepare()
    while live.pages.prepare():
        pass
    subset: list[object] = []
    clean = Font.subset
    monkeypatch.setattr(Font, "subset", lambda self, *named: (subset.append(self), clean(self, *named))[1])
    pages = live.snapshot.pages
    drawn = [live.pages.draw(page.id, 1) for page in pages]
    assert not subset
    edit(workspace, ONE, "。", "，")
    new = [page for page in live.update().pages if page not in pages]
    assert new
    assert all(live.pages.draw(page.id, 1) not in drawn for page in new)
    assert not subset


def test_pages_are_drawn_at_the_scale_asked_for(live: LiveEdition) -> None:
    page = live.update().pages[2]
    small, large, bled = (
        live.pages.draw(page.id, 1),
        live.pages.draw(page.id, 4),
        live.pages.draw(page.id, 2, bleed=True),
    )

    assert picture(small).size == (210, 285)
    assert picture(large).size == (840, 1140)
    assert picture(bled).size == (432, 582)
    inside = np.asarray(picture(live.pages.draw(page.id, 2)), np.int16)
    cut = np.asarray(picture(bled), np.int16)[6:-6, 6:-6]
    assert np.abs(inside - cut).max() <= 3, "the trimmed page lies inside the bleed"
    assert inside.min() < 60, "there is text"
    assert tuple(np.asarray(picture(bled))[0, 100]) != (255, 255, 255), "the lead's field runs into the bleed"


def test_pages_look_as_in_the_screen_pdf(live: LiveEdition, workspace: Workspace) -> None:
    """Painted one by one, with shared fonts, they are pixel for pixel those of the finished PDF."""
    snapshot = live.update()
    finished = pypdfium2.PdfDocument(build(workspace).pdf)

    assert len(finished) == len(snapshot.pages)
    for index, page in enumerate(snapshot.pages):
        alone, file = pypdfium2.PdfDocument.new(), io.BytesIO()
        alone.import_pages(finished, [index])
        alone.save(file)
        alone.close()
        expected = draw_pdf(file.getvalue(), 2, 0).astype(np.int16)
        drawn = np.asarray(picture(live.pages.draw(page.id, 2)), np.int16)
        assert np.abs(drawn - expected).max() <= 2, page
        assert expected.min() < 100 or page.run == "filler"
    finished.close()


def test_what_cannot_be_drawn_is_refused(live: LiveEdition) -> None:
    page = live.update().pages[0]

    with pytest.raises(PageGoneError):
        live.pages.draw("0" * 20, 1)
    with pytest.raises(PageGoneError):
        live.pages.source_map("0" * 20)
    with pytest.raises(LayerUnknownError):
        live.pages.draw(page.id, 1, "plate:Gold")
    for scale in (0, -1, 400, float("nan")):
        with pytest.raises(ValueError, match=r"picture|NaN"):
            live.pages.draw(page.id, scale)


def test_a_soft_proof_shows_ink_on_paper(live: LiveEdition) -> None:
    page = live.update().pages[2]
    screen = np.asarray(picture(live.pages.draw(page.id, 1)), np.int16)
    proof = np.asarray(picture(live.pages.draw(page.id, 1, "proof")), np.int16)

    assert proof.shape == screen.shape
    assert tuple(proof[-3, 3]) == (255, 255, 255), "paper is white"
    field = screen[10, 100], proof[10, 100]
    assert np.abs(field[0] - field[1]).max() in range(2, 60), "a tint of red is another in ink, but like it"
    dark = screen.sum(axis=2) < 200
    assert np.abs(proof[dark] - screen[dark]).mean() < 60


def test_plates_show_one_ink(live: LiveEdition) -> None:
    snapshot = live.update()
    plates = [layer for layer in snapshot.layers if layer.startswith("plate:")]
    if not plates:
        pytest.skip("this machine has no Ghostscript")
    page = snapshot.pages[2]
    printed = live.pages.print_page(page.id)
    drawn = {f"plate:{ink}": plane for ink, plane in separate(printed, 2).items()}

    assert set(drawn) == set(plates) == {"plate:Cyan", "plate:Magenta", "plate:Yellow", "plate:Black"}
    assert {plane.shape for plane in drawn.values()} == {(570, 420)}
    assert {plane.shape for plane in separate(printed, 2, bleed=True).values()} == {(582, 432)}
    folio = (slice(530, 550), slice(360, 380))  # in the accent colour: C15 M100 Y90 K10
    assert drawn["plate:Magenta"][folio].min() < 30
    assert drawn["plate:Black"][folio].min() > 180
    assert drawn["plate:Black"].min() < 10, "text is black"


def test_plates_are_not_made_where_pages_are_set(live: LiveEdition) -> None:
    snapshot = live.update()
    with pytest.raises(LayerUnknownError):
        live.pages.draw(snapshot.pages[0].id, 2, "plate:Black")
    with pytest.raises(PageGoneError):
        live.pages.print_page("0" * 20)


def test_spots_lie_where_the_text_stands_in_the_pdf(live: LiveEdition) -> None:
    """The boxes of paragraphs hold the text of their lines: read from the PDF by pdfium, not from the layout."""
    snapshot = live.update()
    page = next(page for page in snapshot.pages if page.run == "articles-article-3")
    spots = [spot for spot in live.pages.source_map(page.id) if spot.kind == "paragraph"]
    pdf = live.pages._drawing._pdf(page.id, "screen")
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    mm, height = 25.4 / 72, document[0].get_mediabox()[3]
    found = {}
    for number in (1, 2, 3):
        start = text.search(f"第{number}个小标题").get_next()
        assert start is not None
        left, bottom, right, top = text.get_charbox(start[0])
        found[number] = ((left + right) / 2 * mm, (height - 3 / mm - (bottom + top) / 2) * mm)
    document.close()

    assert {spot.source for spot in spots} == {f"{TWO}:{line}:1" for line in (1, 3, 5)}
    for number, line in ((1, 1), (2, 3), (3, 5)):
        x, y, width, _ = next(spot.box for spot in spots if spot.source == f"{TWO}:{line}:1")
        at = found[number]
        assert x <= at[0] <= x + width, (number, at, spots)
        assert y <= at[1] <= y + 7, "on the first line of the paragraph's first part"


def test_every_part_of_an_opening_and_every_picture_is_a_spot(live: LiveEdition) -> None:
    snapshot = live.update()
    pages = (snapshot.pages[2], picture_page(live, snapshot))
    spots = [spot for page in dict.fromkeys(pages) for spot in live.pages.source_map(page.id)]

    parts = {"opening", "title", "kicker", "subtitle", "byline", "note", "figure", "picture", "caption"}
    assert parts <= {spot.kind for spot in spots}
    sources = {spot.kind: spot.source for spot in spots if "one.md" not in spot.source}
    assert sources["title"] == f"{MANIFEST}:8:13"
    assert sources["kicker"] == f"{MANIFEST}:9:13"
    assert sources["subtitle"] == f"{MANIFEST}:10:13"
    assert sources["byline"].startswith(f"{MANIFEST}:11")
    assert sources["caption"] == f"{MANIFEST}:15:17"
    picture_spot = next(spot for spot in spots if spot.kind == "picture")
    caption = next(spot for spot in spots if spot.kind == "caption")
    assert picture_spot.source == f"{MANIFEST}:14:17"
    assert caption.y >= picture_spot.y + picture_spot.height - 0.1, "a caption stands below its picture"


def test_entries_of_cover_and_contents_lead_to_the_title_and_no_line_to_them(live: LiveEdition) -> None:
    pages = live.update().pages
    entries = [[spot.source for spot in live.pages.source_map(page.id) if spot.kind == "entry"] for page in pages[:2]]
    lead = [spot.source for spot in live.pages.source_map(pages[0].id) if spot.kind == "title"]

    assert lead == [f"{MANIFEST}:8:13"]
    assert entries[1][0] == f"{MANIFEST}:8:13"
    assert len(entries[1]) == 3
    found = live.pages.where(MANIFEST, 8)
    assert found is not None
    assert found.number == 3, "the article itself"


def test_a_line_leads_to_its_page(live: LiveEdition) -> None:
    snapshot = live.update()
    two = next(page.number for page in snapshot.pages if page.run == "articles-article-3")

    found = live.pages.where(TWO, 3)
    assert found is not None
    assert found.number == two
    assert found.box in [spot.box for spot in live.pages.source_map(snapshot.pages[two - 1].id)]
    assert live.pages.where(TWO, 4) == found, "a line between two paragraphs belongs to the one before"
    title = live.pages.where(MANIFEST, 8)
    assert title is not None
    assert title.number == 3
    assert live.pages.where(ONE, 1_000) is not None
    assert live.pages.where("issues/2026-03/articles/none.md", 1) is None


def test_problems_know_their_page_and_place_on_it(live: LiveEdition, workspace: Workspace) -> None:
    Image.linear_gradient("L").resize((400, 200)).convert("RGB").save(workspace.root / "issues/2026-03/photos/wide.jpg")
    (workspace.root / TWO).write_text(paragraphs(2) + "\n\n生僻字\U0002ffff在这里。\n", "utf-8")
    snapshot = live.update()
    by_code = {item.code: index for index, item in enumerate(snapshot.problems)}

    low = by_code["picture-resolution-low"]
    assert snapshot.problems[low].place is not None
    page = picture_page(live, snapshot)
    assert snapshot.problems[low].place.page == page.number
    spot = next(spot for spot in live.pages.source_map(page.id) if spot.kind == "picture")
    assert snapshot.box_of(low) == pytest.approx(spot.box, abs=0.1)

    missing = by_code["character-missing"]
    place = snapshot.problems[missing].place
    assert place is not None
    assert snapshot.pages[place.page - 1].run == "articles-article-3"
    box = snapshot.box_of(missing)
    assert box is not None
    assert box in [item.box for item in live.pages.source_map(snapshot.pages[place.page - 1].id)]


def test_text_that_runs_off_its_page_is_marked_at_the_edge(live: LiveEdition, workspace: Workspace) -> None:
    import shutil

    from typeset.workspace import shipped

    shutil.copytree(shipped("layouts") / "classic", workspace.root / "layouts" / "classic")
    edit(workspace, "layouts/classic/styles/article.css", ".body { columns: 2;", ".body { height: 30mm; columns: 2;")
    snapshot = live.update()
    found = [index for index, item in enumerate(snapshot.problems) if item.code == "page-overset"]
    index = next(index for index in found if snapshot.problems[index].arguments["text"] == "第5个小标题。")

    place, box = snapshot.problems[index].place, snapshot.box_of(index)
    assert place is not None
    assert (place.file, place.line, place.page) == (ONE, 11, 3)
    assert box is not None
    x, y, width, height = box
    assert 0 <= x < x + width <= 210
    assert 0 <= y < y + height <= 285


def test_a_snapshot_goes_from_process_to_process(live: LiveEdition) -> None:
    snapshot = live.update()

    assert snapshot.problems, "problems are part of what goes over"
    assert pickle.loads(pickle.dumps(snapshot)) == snapshot


def test_files_that_did_not_change_are_not_read_again(
    live: LiveEdition, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    from typeset.edition import kept

    for path in (workspace.root / "issues").rglob("*"):
        if path.is_file():
            os.utime(path, (1_700_000_000, 1_700_000_000))  # long ago: a time stamp just made tells nothing
    live.update()
    read: list[str] = []
    for name in ("read_facts", "read_manuscript"):
        stock = getattr(kept, name)
        monkeypatch.setattr(
            kept, name, lambda path, *a, _stock=stock, **k: (read.append(path.name), _stock(path, *a, **k))[1]
        )
    stock_issue = kept.read_issue
    monkeypatch.setattr(kept, "read_issue", lambda *a: (read.append("issue.yaml"), stock_issue(*a))[1])
    live.update()
    assert read == []
    edit(workspace, TWO, "Python 3.11", "Python 3.14")
    live.update()
    assert read == ["two.md"]


def test_old_pages_and_files_are_forgotten(live: LiveEdition, workspace: Workspace) -> None:
    """Many changes leave no more behind than one."""
    before = pages_alive()
    first = live.update()
    for number in range(12):
        (workspace.root / TWO).write_text(paragraphs(3) + f"\n\n改第{number}次。\n", "utf-8")
        snapshot = live.update()
        live.pages.draw(snapshot.pages[5].id, 1)
    setter = live._open._typesetter
    assert setter is not None

    assert pages_alive() - before == len(snapshot.pages)
    assert len(setter._remembered) == len({page.run for page in snapshot.pages if page.run != "filler"}) + sum(
        page.run == "filler" for page in snapshot.pages
    )
    changed = set(ids(first)) - set(ids(snapshot))
    assert changed
    for identity in changed:
        with pytest.raises(PageGoneError):
            live.pages.draw(identity, 1)


def test_what_progress_raises_leaves_the_last_snapshot(live: LiveEdition, workspace: Workspace) -> None:
    class StopError(Exception):
        pass

    def stop(_done: int, _all: int) -> None:
        raise StopError

    first = live.update()
    edit(workspace, TWO, "Python 3.11", "Python 3.14")
    with pytest.raises(StopError):
        live.update(stop)

    assert live.snapshot == first
    assert live.pages.draw(first.pages[5].id, 1)
    assert ids(live.update()) != ids(first)


def test_the_identity_of_a_page_is_not_that_of_its_picture_file_alone(live: LiveEdition) -> None:
    """Two pages of one run, and one page painted twice."""
    live.update()
    setter = live._open._typesetter
    assert setter is not None
    rendering = next(item.rendering for item in setter._remembered.values() if len(item.rendering.pages) > 1)
    identities = [paint_page(rendering, index).identity for index in (0, 1, 0)]

    assert identities[0] == identities[2] != identities[1]
