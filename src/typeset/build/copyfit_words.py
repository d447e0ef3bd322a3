"""What an editor reads of copyfitting: what was changed, what does not fit, and what would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from typeset.build.run_fit import RunFit, SheetOffer, TextCut, own_articles
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


def _cut_zh(cut: TextCut) -> str:
    together = "共" if len(cut.titles) > 1 else ""
    return f"{''.join(f'《{title}》' for title in cut.titles)}{together}删约 {cut.lines} 行"


def _cut_en(cut: TextCut) -> str:
    return f"cut about {cut.lines} lines of {' and '.join(f'“{title}”' for title in cut.titles)}"


def offered(offer: SheetOffer, pages: int, place: Place | None) -> Problem:
    """That an edition could do with fewer sheets."""
    return problem(
        "copyfit-sheet",
        place,
        pages=pages,
        fewer=offer.pages,
        extra=pages - offer.pages,
        lines=sum(cut.lines for cut in offer.cuts),
        ways_zh="，".join(map(_cut_zh, offer.cuts)),
        ways_en=", ".join(map(_cut_en, offer.cuts)),
    )


def too_long(
    pages: int,
    wanted: int,
    saved: int,
    cuts: Sequence[TextCut],
    spare: Sequence[str],
    place: Place | None,
) -> Problem:
    """That an edition has more pages than it wants; `saved` are those that the layout's ranges could save.

    `cuts` are the lines that save the rest: fitting then saves its own. `spare` are the titles of articles of which one
    alone, left out, saves the pages.
    """
    zh, en = "，".join(map(_cut_zh, cuts)), ", ".join(map(_cut_en, cuts))
    rest_zh, rest_en = ("，其余由版式收紧", "; the layout tightens the rest") if saved else ("", "")
    return problem(
        "copyfit-edition-over",
        place,
        pages=pages,
        wanted=wanted,
        extra=pages - wanted,
        saved_zh=f"只能省 {saved} 页" if saved else "一页也省不下来",
        saved_en=f"saves {saved} of them" if saved else "saves none",
        held_zh="".join(f"，{word}《{title}》" for word, title in zip(("如", "或"), spare, strict=False)),
        held_en="".join(f"{word} “{title}”" for word, title in zip((", such as", " or"), spare, strict=False)),
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
