"""Rules for what is painted: colour, small type, fine lines, overprint, marks. Each looks at one mark alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from typeset.prepress.preflight.geometry import MM, Rectangle, overlap
from typeset.prepress.preflight.marks import Kind, Mark
from typeset.prepress.preflight.model import Wanted
from typeset.prepress.preflight.pages import Page
from typeset.prepress.preflight.spaces import Space, amounts, is_white, spot_inks

SMALL_TEXT_PT = 5.0
HAIRLINE_PT = 0.25
RICH_BLACK_TEXT_PT = 12.0
MANY_INKS_TEXT_PT = 9.0
SAFE_MM = 3.0
_FAINT_INK = 0.2
"""A tint fainter than this shows no edge of its own where plates shift."""

_BLACK_LIKE = 0.7
_ROUNDING_PT = 0.005

WORDS = {
    Kind.TEXT: ("文字", "text"),
    Kind.FILL: ("色块", "a filled area"),
    Kind.STROKE: ("线条", "a line"),
    Kind.IMAGE: ("图片", "an image"),
    Kind.SHADING: ("渐变", "a gradient"),
}

Told = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Sheet:
    """What the rules ask of a page: its trimmed and bled area in points, and a point in mm."""

    trim: Rectangle
    bleed: Rectangle
    mm: float

    @classmethod
    def of(cls, page: Page) -> Sheet:
        """The areas of a page."""
        return cls(page.points(page.facts.sheet), page.points(page.facts.bled), MM * page.facts.user_unit)


Rule = Callable[[Mark, Sheet, Wanted], Iterator[Told]]


def _words(mark: Mark) -> dict[str, object]:
    zh, en = WORDS[mark.kind]
    through = f"（{mark.through.removesuffix(' > ')}）" if mark.through else ""
    inside = f" in {mark.through.removesuffix(' > ')}" if mark.through else ""
    return {"what_zh": f"{zh}{through}", "what_en": f"{en}{inside}"}


def _leaves(space: Space) -> Iterator[Space]:
    yield space.leaf


def colours(mark: Mark, _sheet: Sheet, wanted: Wanted) -> Iterator[Told]:
    """Everything that is not CMYK, grey or spot colour (ISO 15930-7 under a CMYK output intent; ISO 15930-1 and -4)."""
    for leaf in _leaves(mark.space):
        label = leaf.label if leaf is mark.space else f"{mark.space.label} → {leaf.label}"
        told = {**_words(mark), "space": label}
        if leaf.kind == "rgb" and not leaf.calibrated:
            yield "preflight-rgb", told
        elif leaf.calibrated and wanted.standard == "pdf/x-1a":
            yield "preflight-colour-managed", told
        elif leaf.kind == "rgb":
            yield "preflight-rgb-calibrated", told
        elif leaf.kind == "lab":
            yield "preflight-lab", told
        elif leaf.kind == "cmyk" and leaf.calibrated:
            yield "preflight-icc-cmyk", told
        elif leaf.kind == "unknown":
            yield "preflight-space-unknown", _words(mark)


def spots(mark: Mark, sheet: Sheet, wanted: Wanted) -> Iterator[Told]:
    """Spot colours that nobody ordered: each is a plate more."""
    if wanted.plates is None and mark.shown and overlap(mark.shown, sheet.bleed):
        for ink in spot_inks(mark.space):
            if ink not in wanted.spots:
                yield "preflight-spot-unexpected", {"ink": ink[:60]}


def small_text(mark: Mark, _sheet: Sheet, _wanted: Wanted) -> Iterator[Told]:
    """Type that is too small to print and read."""
    if mark.kind is Kind.TEXT and 0 < mark.size < SMALL_TEXT_PT - _ROUNDING_PT:
        yield "preflight-text-small", {"size": f"{mark.size:.1f}", "least": f"{SMALL_TEXT_PT:g}"}


def fine_lines(mark: Mark, _sheet: Sheet, _wanted: Wanted) -> Iterator[Told]:
    """Lines thinner than a plate holds; width 0 is the finest that a device can draw (ISO 32000-1, 8.4.3.2)."""
    if mark.kind is Kind.STROKE:
        if mark.size == 0:
            yield "preflight-line-zero", {}
        elif mark.size < HAIRLINE_PT - _ROUNDING_PT:
            yield "preflight-hairline", {"width": _width(mark.size), "least": HAIRLINE_PT}
    elif mark.kind is Kind.FILL and not is_white(mark.space, mark.values):
        width, height = mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]
        thin = min(width, height)
        if thin < HAIRLINE_PT - _ROUNDING_PT and max(width, height) > 4:
            if thin > 0:
                yield "preflight-hairline", {"width": _width(thin), "least": HAIRLINE_PT}
            else:
                yield "preflight-line-zero", {}


def _width(points: float) -> str:
    return f"{max(points, 0.001):.2g}"


def small_text_colour(mark: Mark, _sheet: Sheet, _wanted: Wanted) -> Iterator[Told]:
    """Small type in several inks: the least misregister makes it double."""
    inks = amounts(mark.space, mark.values)
    if mark.kind is not Kind.TEXT or not inks or not mark.size:
        return
    used = sum(ink >= _FAINT_INK for ink in inks)
    shown = "/".join(f"{ink * 100:.0f}" for ink in inks)
    size = f"{mark.size:.1f}"
    if inks[3] >= _BLACK_LIKE and used > 1 and mark.size < RICH_BLACK_TEXT_PT:
        yield "preflight-text-rich-black", {"size": size, "inks": shown}
    elif used > 2 and mark.size < MANY_INKS_TEXT_PT:
        yield "preflight-text-inks", {"size": size, "inks": shown, "count": used}


def overprint(mark: Mark, _sheet: Sheet, _wanted: Wanted) -> Iterator[Told]:
    """White that overprints vanishes; small black text that does not leaves white edges (ISO 32000-1, 8.6.7)."""
    if mark.kind in (Kind.IMAGE, Kind.SHADING) or not mark.values:
        return
    if mark.overprint and is_white(mark.space, mark.values):
        yield "preflight-white-overprint", _words(mark)
    elif mark.kind is Kind.TEXT and not mark.overprint:
        inks = amounts(mark.space, mark.values)
        if inks and inks[3] > 0.99 and max(inks[:3]) <= 0:
            yield "preflight-black-knockout", {}


def registration(mark: Mark, sheet: Sheet, _wanted: Wanted) -> Iterator[Told]:
    """The registration colour inside the bleed: all inks on one spot."""
    if "All" in mark.space.inks and any(mark.values) and _inside(mark, sheet):
        yield "preflight-registration-inside", _words(mark)


def crop_marks(mark: Mark, sheet: Sheet, _wanted: Wanted) -> Iterator[Told]:
    """A short line on the prolongation of a trim edge, in the bleed: it shows where the cut is not exact."""
    if mark.kind not in (Kind.STROKE, Kind.FILL) or is_white(mark.space, mark.values):
        return
    left, bottom, right, top = mark.box
    width, height = right - left, top - bottom
    if min(width, height) > 1.5 or not 2 < max(width, height) * sheet.mm < 30:
        return
    near = 0.5 / sheet.mm
    if width < height:
        on_edge = any(abs((left + right) / 2 - edge) < near for edge in (sheet.trim[0], sheet.trim[2]))
        beyond = top <= sheet.trim[1] + near or bottom >= sheet.trim[3] - near
    else:
        on_edge = any(abs((bottom + top) / 2 - edge) < near for edge in (sheet.trim[1], sheet.trim[3]))
        beyond = right <= sheet.trim[0] + near or left >= sheet.trim[2] - near
    if on_edge and beyond and _inside(mark, sheet):
        yield "preflight-marks-inside", {}


def near_trim(mark: Mark, sheet: Sheet, _wanted: Wanted) -> Iterator[Told]:
    """Type so near to the cut that it may be cut into."""
    if mark.kind is not Kind.TEXT or (is_white(mark.space, mark.values) and mark.overprint):
        return
    safe = SAFE_MM / sheet.mm
    left, bottom, right, top = sheet.trim
    if mark.shown is None or overlap(mark.shown, sheet.trim) is None:
        return
    x0, y0, x1, y1 = mark.shown
    out = max(left + safe - x0, x1 - right + safe, bottom + safe - y0, y1 - top + safe)
    if out > 0.5 / sheet.mm:
        yield "preflight-text-near-trim", {"least": f"{SAFE_MM:g}"}


def _inside(mark: Mark, sheet: Sheet) -> bool:
    """Whether what shows of a mark reaches into the bleed by more than a line's thickness."""
    little = 0.2 / sheet.mm
    left, bottom, right, top = sheet.bleed
    inner = (left + little, bottom + little, right - little, top - little)
    return mark.shown is not None and overlap(mark.shown, inner) is not None


_OF_AREAS: tuple[Rule, ...] = (fine_lines, overprint, registration, crop_marks)
ON_PAPER: dict[Kind, tuple[Rule, ...]] = {
    Kind.TEXT: (small_text, small_text_colour, overprint, near_trim, registration),
    Kind.FILL: _OF_AREAS,
    Kind.STROKE: _OF_AREAS,
    Kind.IMAGE: (registration,),
    Kind.SHADING: (registration,),
}
"""Rules for what shows on the sheet; the others hold for soft masks and for what lies in the slug too."""

EVERYWHERE: tuple[Rule, ...] = (colours, spots)
