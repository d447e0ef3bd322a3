"""What copyfitting came to as plain data, for report.json, the terminal and the preview."""

from __future__ import annotations

from typing import Any

from typeset.build.copyfitting import Copyfit
from typeset.build.pagination import Paginated, SetRun
from typeset.build.run_fit import RunFit, SheetOffer, TextCut
from typeset.build.shortening import text_cut
from typeset.copyfit.ladder import Step
from typeset.copyfit.savings import single_savings


def fit_data(found: Copyfit, paginated: Paginated, wanted: int | None) -> dict[str, Any]:
    """Copyfitting as plain data, for report.json, the terminal and the preview's panel.

    `pages` counts the fillers, `fillers` says how many they are. `savings` are the runs that can lose a page, the
    cheapest first; `sheet` what would save the pages beyond whole sheets where no total is wanted.
    """
    placed = {item.run.name: item for item in paginated.runs if item.run}
    free = [item for item in found.runs if item.wanted is None]
    cuts = (
        text_cut(free[saving.run], placed[free[saving.run].run.name].rendering.pages, saving.pages, saving.lines)
        for saving in single_savings([item.extent for item in free])
    )
    return {
        "pages": paginated.total,
        "pages_wanted": wanted,
        "fillers": sum(len(item.rendering.pages) for item in paginated.runs if item.run is None),
        "steps": [_step_data(step) for step in found.steps],
        "map": [_place_data(item) for item in paginated.runs],
        "runs": [_run_data(item, placed.get(item.run.name)) for item in found.runs],
        "savings": [_cut_data(cut) for cut in cuts],
        "sheet": _sheet_data(found.offer) if found.offer else None,
    }


def _place_data(item: SetRun) -> dict[str, Any]:
    """Which pages a part of the edition takes."""
    return {
        "run": item.run.name if item.run else "filler",
        "start": item.start,
        "pages": len(item.rendering.pages),
        "articles": [article.id for article in item.run.articles] if item.run else [],
    }


def _cut_data(cut: TextCut) -> dict[str, Any]:
    return {"run": cut.item.run.name, "title": "、".join(cut.titles), "pages": cut.pages, "lines": cut.lines}


def _sheet_data(offer: SheetOffer) -> dict[str, Any]:
    return {"pages": offer.pages, "cuts": [_cut_data(cut) for cut in offer.cuts]}


def _run_data(item: RunFit, placed: SetRun | None) -> dict[str, Any]:
    pages, extent = len(item.extent), item.extent
    return {
        "run": item.run.name,
        "articles": [article.id for article in item.run.articles],
        "title": item.title,
        "start": placed.start if placed else item.start,
        "pages": pages,
        "pages_wanted": item.fit.wanted if item.fit else None,
        "pages_natural": len(item.fit.natural) if item.fit else pages,
        "asked": item.wanted is not None,
        "lines_over": item.excess if item.fit else 0,
        "lines_short": item.fit.short if item.fit else extent.short(pages),
        "lines_to_lose_a_page": extent.over(pages - 1),
        "steps": [_step_data(step) for step in item.steps],
        "fill": [[page.used, page.capacity] for page in extent.pages],
        "picture_cuts": [
            {
                "number": cut.number,
                "page": cut.page,
                "height": cut.height,
                "file": cut.file,
                "crop": {"top": cut.top, "bottom": cut.bottom},
            }
            for cut in item.cuts
        ],
    }


def _step_data(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "chinese": step.adjustment.chinese,
        "before": step.before,
        "after": step.after,
        "unit": step.adjustment.unit,
    }
