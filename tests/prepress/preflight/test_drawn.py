"""What is judged by the drawn page: bleed, total ink, and the structure of the file."""

from __future__ import annotations

import json
import os
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Array, Name
from PIL import Image

from tests.prepress.preflight.files import MM, SLUG, TRIM, add, box, clean, resource, saved
from typeset.prepress.preflight import Effort, Preflight, Status, Wanted, check_pdf
from typeset.prepress.preflight.ink import ghostscript

WANTED = Wanted(trim=TRIM)
DRAWN = Effort(ink=False)
needs_ghostscript = pytest.mark.skipif(ghostscript() is None, reason="Ghostscript is not here")


def status(result: Preflight, rule: str) -> Status:
    return next(check.status for check in result.checks if check.rule == rule)


def messages(result: Preflight, rule: str) -> list[str]:
    return [problem.message("en") for check in result.checks if check.rule == rule for problem in check.problems]


@needs_ghostscript
def test_a_clean_file_passes_whole_and_its_ink_is_told() -> None:
    result = check_pdf(saved(clean()), WANTED)

    assert result.status is Status.PASSED
    assert result.ready
    (page,) = result.facts.pages
    assert page.ink is not None
    # The black text overprints the tint of 10 % cyan: 110 %.
    assert page.ink.most == pytest.approx(110, abs=1)
    assert page.ink.coverage["Cyan"] > page.ink.coverage["Magenta"]
    assert page.ink.picture == b""
    (thumbnail,) = result.thumbnails
    with Image.open(BytesIO(thumbnail)) as picture:
        assert picture.width < picture.height


@needs_ghostscript
def test_too_much_ink_fails_with_its_place_its_area_and_a_picture() -> None:
    pdf = clean()
    x, y = (SLUG + 20) * MM, (SLUG + TRIM[1] - 40) * MM
    add(pdf, f"0.9 0.9 0.9 0.5 k {x} {y} {10 * MM} {10 * MM} re f")
    result = check_pdf(saved(pdf), WANTED)

    assert status(result, "ink-limit") is Status.FAILED
    (page,) = result.facts.pages
    assert page.ink is not None
    assert page.ink.most == pytest.approx(320, abs=2)
    assert page.ink.over_mm2 == pytest.approx(100, rel=0.25)
    assert page.ink.most_at == (pytest.approx(20, abs=1), pytest.approx(30, abs=1))
    with Image.open(BytesIO(page.ink.picture)) as picture:
        reds = sum(count for count, colour in picture.getcolors(1 << 20) or [] if colour == (214, 40, 40))
    assert reds > 600
    assert "reaches 320 %; the limit is 300 %" in messages(result, "ink-limit")[0]


@needs_ghostscript
def test_ink_in_the_slug_and_single_specks_do_not_count() -> None:
    pdf = clean()
    add(pdf, "1 1 1 1 k 1 1 9 9 re f 100 100 0.4 0.4 re f")

    assert status(check_pdf(saved(pdf), WANTED), "ink-limit") is Status.PASSED


@needs_ghostscript
def test_ink_is_found_on_a_turned_page_where_it_is() -> None:
    pdf = clean()
    pdf.pages[0].Rotate = 90
    x, y = (SLUG + 20) * MM, (SLUG + TRIM[1] - 40) * MM
    add(pdf, f"1 1 1 0.5 k {x} {y} {10 * MM} {10 * MM} re f")
    result = check_pdf(saved(pdf), WANTED)

    (page,) = result.facts.pages
    assert page.ink is not None
    assert page.ink.most_at == (pytest.approx(20, abs=1), pytest.approx(30, abs=1))


def test_without_ghostscript_ink_is_not_checked_and_never_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.prepress.preflight.ink.shutil.which", lambda _: None)
    result = check_pdf(saved(clean()), WANTED, Effort(draw=False))

    assert status(result, "ink-limit") is Status.NOT_CHECKED
    assert messages(result, "ink-limit") == ["Total ink was not measured: this machine has no Ghostscript (gs)."]
    assert result.status is Status.NOT_CHECKED


def test_a_ghostscript_that_fails_leaves_ink_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.prepress.preflight.check.ghostscript", lambda: "no-such-program")
    result = check_pdf(saved(clean()), WANTED, Effort(draw=False))

    assert status(result, "ink-limit") is Status.NOT_CHECKED


def rectangle(left: float, top: float, right: float, bottom: float) -> str:
    """A tint, in mm from the top left corner of the trimmed page."""
    x, y = (SLUG + left) * MM, (SLUG + TRIM[1] - bottom) * MM
    return f"0 0.3 0 0 k {x} {y} {(right - left) * MM} {(bottom - top) * MM} re f"


PAPER = "0 0 0 0 k 0 0 999 999 re f"


@pytest.mark.parametrize(
    ("tint", "edge", "along"),
    [
        ((0, 10, 20, 30), "left", (0.0, 10.0)),
        ((40, 10, 60, 30), "right", (60.0, 10.0)),
        ((10, 0, 30, 20), "top", (10.0, 0.0)),
        ((10, 60, 30, 80), "bottom", (10.0, 80.0)),
        ((-1, 10, 20, 30), "left", (0.0, 10.0)),
    ],
)
def test_a_tint_that_ends_at_the_cut_is_found(
    tint: tuple[float, float, float, float], edge: str, along: tuple[float, float]
) -> None:
    pdf = clean()
    add(pdf, PAPER + " " + rectangle(*tint))
    result = check_pdf(saved(pdf), WANTED, DRAWN)

    assert status(result, "bleed-reached") is Status.FAILED
    (finding,) = next(check for check in result.checks if check.rule == "bleed-reached").findings
    assert finding.arguments["edge_en"] == edge
    (spot,) = finding.spots
    assert (spot.x_mm, spot.y_mm) == (pytest.approx(along[0], abs=0.5), pytest.approx(along[1], abs=0.5))


@pytest.mark.parametrize(
    "tint",
    [
        (-3, 10, 20, 30),
        (40, 10, 63, 30),
        (10, -3, 30, 20),
        (10, 60, 30, 83),
        (1, 10, 20, 30),
        (0, 10, 20, 12),
    ],
    ids=["left", "right", "top", "bottom", "away from the cut", "a line that ends at the cut"],
)
def test_a_tint_that_reaches_the_bleed_or_stays_away_is_fine(tint: tuple[float, float, float, float]) -> None:
    pdf = clean()
    add(pdf, PAPER + " " + rectangle(*tint))

    assert status(check_pdf(saved(pdf), WANTED, DRAWN), "bleed-reached") is Status.PASSED


def test_a_page_without_any_bleed_is_found_where_it_has_ink_at_the_cut() -> None:
    pdf = clean()
    page = pdf.pages[0].obj
    page.MediaBox = page.TrimBox = page.BleedBox = Array(box(0))
    result = check_pdf(saved(pdf), WANTED, DRAWN)

    assert status(result, "bleed") is Status.FAILED
    edges = {finding.arguments["edge_en"] for check in result.checks if check.rule == "bleed-reached"
             for finding in check.findings}  # fmt: skip
    assert edges == {"left", "right", "top", "bottom"}


def test_where_no_bleed_is_wanted_none_is_looked_for() -> None:
    result = check_pdf(saved(clean()), Wanted(bleed_mm=0), DRAWN)

    assert {"bleed", "bleed-reached"} & {check.rule for check in result.checks} == set()


def test_a_damaged_cross_reference_table_is_told_though_viewers_mend_it() -> None:
    data = saved(clean(), "1.4")
    at = data.rindex(b"startxref\n") + 10
    result = check_pdf(data[:at] + b"77777" + data[at + 5 :], WANTED, DRAWN)

    assert status(result, "file-sound") is Status.FAILED
    assert result.facts.pages[0].trim is not None


def test_a_stream_that_cannot_be_decoded_is_told() -> None:
    pdf = clean()
    spoiled = pdf.make_stream(b"")
    spoiled.write(b"junk", filter=Name.FlateDecode)
    resource(pdf, "XObject", Unused=spoiled)

    assert status(check_pdf(saved(pdf), WANTED, DRAWN), "file-sound") is Status.FAILED


def worker_that(does: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a script of our own in the place of the one that checks and draws."""
    script = folder / "worker.py"
    script.write_text(does, "utf-8")
    monkeypatch.setattr("typeset.prepress.preflight.drawing.worker.__file__", str(script))


@pytest.mark.skipif(os.name == "nt", reason="os.abort is no crash there")
def test_a_worker_that_the_file_brings_down_leaves_a_file_of_which_nothing_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_that("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", tmp_path, monkeypatch)
    result = check_pdf(saved(clean()), WANTED, DRAWN)

    assert result.status is Status.FAILED
    assert {check.rule for check in result.checks if check.status is Status.PASSED} == set()
    assert messages(result, "file-sound") == [
        "The file cannot be read and was not checked: the program that checks it crashed."
    ]


def test_a_worker_that_is_late_leaves_structure_and_bleed_unchecked_not_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_that("import time; time.sleep(600)", tmp_path, monkeypatch)
    monkeypatch.setattr("typeset.prepress.preflight.drawing._MOST_SECONDS", 0)
    result = check_pdf(saved(clean()), WANTED, DRAWN)

    assert result.status is Status.NOT_CHECKED
    unchecked = [check.rule for check in result.checks if check.status is Status.NOT_CHECKED]
    assert unchecked == ["file-sound", "bleed-reached", "ink-limit"]
    late = "it did not end in time; the machine may be busy, so check again."
    assert messages(result, "file-sound") == [f"The file's structure was not checked: {late}"]
    assert messages(result, "bleed-reached") == [
        f"Pages were not drawn, so whether content reaches the bleed was not checked: {late}"
    ]


def test_a_worker_that_cannot_be_started_leaves_structure_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.prepress.preflight.drawing.sys.executable", "no-such-program")
    result = check_pdf(saved(clean()), WANTED, DRAWN)

    assert status(result, "file-sound") is Status.NOT_CHECKED
    assert messages(result, "file-sound") == [
        "The file's structure was not checked: the checking program could not be started."
    ]


def test_a_ghostscript_that_is_late_leaves_ink_unchecked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.prepress.preflight.check.ghostscript", lambda: sys.executable)
    monkeypatch.setattr("typeset.prepress.preflight.ink._program_options", lambda *_: [str(tmp_path / "late.py")])
    (tmp_path / "late.py").write_text("import time; time.sleep(600)", "utf-8")
    monkeypatch.setattr("typeset.prepress.preflight.ink._MOST_SECONDS", 0)
    result = check_pdf(saved(clean()), WANTED, Effort(draw=False))

    assert messages(result, "ink-limit") == [
        "Total ink was not measured: Ghostscript did not end in time; the machine may be busy, so check again."
    ]


def test_a_stream_beyond_the_memory_is_left_unchecked_and_not_called_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["error decoding stream data for object 14 0: std::bad_alloc", "input stream is complete but output may be"]
    said = (
        f"import pathlib, sys; (pathlib.Path(sys.argv[1]) / 'syntax.json').write_text({json.dumps(json.dumps(lines))})"
    )
    worker_that(said, tmp_path, monkeypatch)
    result = check_pdf(saved(clean()), WANTED, DRAWN)

    told = "The file's structure was not checked: a picture in it is too large to decode."
    assert messages(result, "file-sound") == [told]
