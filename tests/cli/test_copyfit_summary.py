"""The account of copyfitting at the terminal."""

from __future__ import annotations

from typing import Any

from typeset.cli.copyfit_summary import copyfit_lines

STEP = {"name": "pictures", "chinese": "图片高度", "before": 1, "after": 0.94, "unit": ""}


def data(pages: int, wanted: int | None = None, *runs: dict[str, Any], fillers: int = 0) -> dict[str, Any]:
    return {"pages": pages, "pages_wanted": wanted, "fillers": fillers, "steps": [], "runs": list(runs)}


def run(pages: int, wanted: int | None, *, over: int = 0, short: int = 0, steps: int = 0) -> dict[str, Any]:
    lines = {"lines_over": over, "lines_short": short, "steps": [STEP] * steps}
    return {"title": "春天", "pages": pages, "pages_wanted": wanted, **lines}


def test_nothing_is_said_where_nothing_was_wished() -> None:
    assert list(copyfit_lines(data(16, None, run(3, None, short=4)))) == []


def test_the_total_against_the_wished() -> None:
    assert list(copyfit_lines(data(18, 16))) == [
        ("凑版：全期 18 页，要 16 页，多 2 页", "Copyfit: 18 pages in all, 16 wanted: 2 over")
    ]
    assert list(copyfit_lines(data(16, 16, fillers=2))) == [
        ("凑版：全期 16 页，要 16 页，其中补白 2 页", "Copyfit: 16 pages in all, 16 wanted; 2 of them fillers")
    ]


def test_articles_with_a_wish_in_lines_over_short_or_free() -> None:
    runs = [run(3, 2, over=12), run(2, 4, short=90), run(2, 2, short=5, steps=1), run(1, None)]
    assert [zh for zh, _ in copyfit_lines(data(16, None, *runs))] == [
        "凑版：《春天》3 页，要 2 页，多 12 行",
        "凑版：《春天》2 页，要 4 页，差 90 行",
        "凑版：《春天》2 页，要 2 页，空 5 行；已调整 图片高度 1 → 0.94",
    ]
    assert [en for _, en in copyfit_lines(data(16, None, *runs))] == [
        "Copyfit: “春天” 3 pages, 2 wanted: 12 lines over",
        "Copyfit: “春天” 2 pages, 4 wanted: 90 lines short",
        "Copyfit: “春天” 2 pages, 2 wanted; 5 lines free; changed pictures 1 → 0.94",
    ]


def test_a_total_missed_is_told_before_it_is_filled_up() -> None:
    """The message and the summary name one number of pages."""
    assert list(copyfit_lines(data(20, 16, fillers=2))) == [
        (
            "凑版：全期 18 页，要 16 页，多 2 页（另补白 2 页）",
            "Copyfit: 18 pages in all, 16 wanted: 2 over (and 2 filler pages)",
        )
    ]
    assert list(copyfit_lines(data(20, 1000, fillers=2))) == [
        ("凑版：全期 20 页，要 1000 页，差 980 页", "Copyfit: 20 pages in all, 1000 wanted: 980 short")
    ]
