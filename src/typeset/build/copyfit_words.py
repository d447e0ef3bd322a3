"""What an editor reads of copyfitting: what was changed, what does not fit, and what would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from typeset.build.run_fit import RunFit, SheetOffer, own_articles
from typeset.copyfit.advice import PictureCut
from typeset.copyfit.ladder import Step
from typeset.layout import Run
from typeset.problems import Place, Problem, problem


def told(item: RunFit) -> Iterator[Problem]:
    """What is told of a run that was fitted, or could not be."""
    if item.fit is None:
        return
    article = item.run.articles[0]
    place = article.places.get("pages", article.place)
    about = {"title": item.title, "natural": len(item.fit.natural), "wanted": item.fit.wanted}
    if item.fit.reached:
        if item.steps:
            steps_zh, steps_en = changes(item.steps)
            yield problem("copyfit-fitted", place, **about, steps_zh=steps_zh, steps_en=steps_en)
    elif item.excess:
        zh = "".join(f"，或{_lower_zh(cut)}" for cut in item.cuts[:2])
        en = "".join(f", or {_lower_en(cut)}" for cut in item.cuts[:2])
        yield problem("copyfit-over", place, **about, lines=item.excess, cuts_zh=zh, cuts_en=en)
    elif len(item.extent) > item.fit.wanted:
        yield problem("copyfit-over-pictures", place, **about)
    else:
        yield problem("copyfit-short", place, **about, lines=item.fit.short)


def _lower_zh(cut: PictureCut) -> str:
    return f"给照片“{cut.file}”写“裁切: {{上: {cut.top:g}, 下: {cut.bottom:g}}}”（减高 {cut.height:g} 毫米）"


def _lower_en(cut: PictureCut) -> str:
    crop = f"crop: {{top: {cut.top:g}, bottom: {cut.bottom:g}}}"
    return f"give the picture “{cut.file}” “{crop}” ({cut.height:g} mm lower)"


def shared_wishes(run: Run) -> Iterator[Problem]:
    """Wishes of articles that share their pages with others, which have no number of pages of their own."""
    own = own_articles(run)
    for number, article in enumerate(own if len(own) > 1 else ()):
        if article.pages is None:
            continue
        beside = [other.title.plain for other in own[max(0, number - 1) : number + 2] if other is not article]
        fresh = [item.title.plain for item in own[number : number + 2] if item is not own[0]]
        yield problem(
            "copyfit-shared",
            article.places.get("pages", article.place),
            title=article.title.plain,
            wanted=article.pages,
            beside_zh="".join(f"《{title}》" for title in beside),
            beside_en=" and ".join(f"“{title}”" for title in beside),
            fresh_zh="和".join(f"《{title}》" for title in fresh),
            fresh_en=" and ".join(f"“{title}”" for title in fresh),
        )


def offered(offer: SheetOffer, pages: int, place: Place | None) -> Problem:
    """That an edition could do with fewer sheets."""
    return problem(
        "copyfit-sheet",
        place,
        pages=pages,
        fewer=offer.pages,
        extra=pages - offer.pages,
        lines=sum(saving.lines for _, saving in offer.savings),
        ways_zh="，".join(f"《{item.title}》删约 {saving.lines} 行" for item, saving in offer.savings),
        ways_en=", ".join(f"cut about {saving.lines} lines of “{item.title}”" for item, saving in offer.savings),
    )


def too_long(pages: int, wanted: int, saved: int, cuts: Sequence[tuple[RunFit, int]], place: Place | None) -> Problem:
    """That an edition has more pages than it wants; `saved` are those that the layout's ranges could save.

    `cuts` are the lines that save the rest, with their runs: fitting then saves its own.
    """
    zh = "，".join(f"《{item.title}》删约 {lines} 行" for item, lines in cuts)
    en = ", ".join(f"cut about {lines} lines of “{item.title}”" for item, lines in cuts)
    rest_zh, rest_en = ("，其余由版式收紧", "; the layout tightens the rest") if saved else ("", "")
    return problem(
        "copyfit-edition-over",
        place,
        pages=pages,
        wanted=wanted,
        extra=pages - wanted,
        saved_zh=f"只能省 {saved} 页" if saved else "一页也省不下来",
        saved_en=f"saves {saved} of them" if saved else "saves none",
        ways_zh=f"{zh}{rest_zh}。" if cuts else "",
        ways_en=f"{en[0].upper()}{en[1:]}{rest_en}. " if cuts else "",
    )


def edition_fitted(natural: int, wanted: int, steps: Sequence[Step]) -> Problem:
    """What was changed for the whole edition."""
    zh, en = changes(steps)
    return problem("copyfit-edition-fitted", natural=natural, wanted=wanted, steps_zh=zh, steps_en=en)


def changes(steps: Sequence[Step]) -> tuple[str, str]:
    """What was changed, in Chinese and in English."""
    values = [f"{_value(step, step.before)} → {_value(step, step.after)}" for step in steps]
    zh = "，".join(f"{step.adjustment.chinese} {value}" for step, value in zip(steps, values, strict=True))
    return zh, ", ".join(f"{step.name} {value}" for step, value in zip(steps, values, strict=True))


def _value(step: Step, value: float) -> str:
    return f"{value:g}{step.adjustment.unit}"
