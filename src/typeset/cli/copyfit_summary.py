"""What copyfitting came to, in a few lines for the terminal: what was wished, and what is over or short of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Line = tuple[str, str]
"""One line in Chinese and in English."""


def copyfit_lines(data: dict[str, Any]) -> Iterator[Line]:
    """The lines for `copyfit` of report.json; none where nobody wished any number of pages."""
    wanted = data["pages_wanted"]
    if wanted is not None:
        yield _total_line(data["pages"], wanted, data["fillers"], data["steps"])
    for run in data["runs"]:
        if run["pages_wanted"] is not None:
            yield _run_line(run)


def _total_line(pages: int, wanted: int, fillers: int, steps: list[dict[str, Any]]) -> Line:
    made = pages - fillers
    if made > wanted:
        zh, en = f"凑版：全期 {made} 页，要 {wanted} 页", f"Copyfit: {made} pages in all, {wanted} wanted"
        added = (f"（另补白 {fillers} 页）", f" (and {fillers} filler pages)") if fillers else ("", "")
        return f"{zh}，多 {made - wanted} 页{added[0]}", f"{en}: {made - wanted} over{added[1]}"
    zh, en = f"凑版：全期 {pages} 页，要 {wanted} 页", f"Copyfit: {pages} pages in all, {wanted} wanted"
    if pages < wanted:
        return f"{zh}，差 {wanted - pages} 页", f"{en}: {wanted - pages} short"
    if fillers:
        zh, en = f"{zh}，其中补白 {fillers} 页", f"{en}; {fillers} of them fillers"
    return _with_steps(zh, en, steps) if steps else (zh, en)


def _run_line(run: dict[str, Any]) -> Line:
    zh = f"凑版：《{run['title']}》{run['pages']} 页，要 {run['pages_wanted']} 页"
    en = f"Copyfit: “{run['title']}” {run['pages']} pages, {run['pages_wanted']} wanted"
    if run["lines_over"]:
        return f"{zh}，多 {run['lines_over']} 行", f"{en}: {run['lines_over']} lines over"
    if run["pages"] < run["pages_wanted"]:
        return f"{zh}，差 {run['lines_short']} 行", f"{en}: {run['lines_short']} lines short"
    zh, en = f"{zh}，空 {run['lines_short']} 行", f"{en}; {run['lines_short']} lines free"
    return _with_steps(zh, en, run["steps"]) if run["steps"] else (zh, en)


def _with_steps(zh: str, en: str, steps: list[dict[str, Any]]) -> Line:
    chinese = "，".join(f"{step['chinese']} {_change(step)}" for step in steps)
    english = ", ".join(f"{step['name']} {_change(step)}" for step in steps)
    return f"{zh}；已调整 {chinese}", f"{en}; changed {english}"


def _change(step: dict[str, Any]) -> str:
    return f"{step['before']:g}{step['unit']} → {step['after']:g}{step['unit']}"
