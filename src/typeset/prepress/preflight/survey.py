"""A walk through all pages: every rule about content hears of every mark, image, font and graphics state once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from typeset.prepress.preflight.findings import Findings
from typeset.prepress.preflight.fonts import Font
from typeset.prepress.preflight.geometry import MM, Rectangle, overlap
from typeset.prepress.preflight.image_rules import image_findings
from typeset.prepress.preflight.interpreter import ContentReader
from typeset.prepress.preflight.listening import Budget, TooMuchError
from typeset.prepress.preflight.mark_rules import EVERYWHERE, ON_PAPER, Sheet
from typeset.prepress.preflight.marks import Kind, Mark, PlacedImage
from typeset.prepress.preflight.model import FontFacts, ImageFacts, Spot, Wanted
from typeset.prepress.preflight.objects import BROKEN, get, name
from typeset.prepress.preflight.pages import Page
from typeset.prepress.preflight.shadings import fits
from typeset.prepress.preflight.spaces import PROCESS, Space, plates, read_default_spaces, read_space
from typeset.prepress.preflight.transparency import group_of, state_findings, transparent_keys

_MOST_IMAGES = 5000
_ENDLESS = frozenset({"preflight-content-too-large", "preflight-form-recursive"})


@dataclass
class UsedFont:
    """A font with where it is used: the first spot of every page, and of every code."""

    font: Font
    spots: dict[int, Spot] = field(default_factory=dict)
    codes: dict[tuple[int, int], Spot] = field(default_factory=dict)


@dataclass
class Survey:
    """What the pages hold. `complete` is false where content was not read to its end, `endless` true where it has so
    much to draw that no program should try."""

    findings: Findings
    fonts: list[UsedFont] = field(default_factory=list)
    images: list[ImageFacts] = field(default_factory=list)
    inks: dict[str, None] = field(default_factory=dict)
    complete: bool = True
    endless: bool = False

    def font_facts(self) -> tuple[FontFacts, ...]:
        """The fonts by name."""
        found: dict[tuple[str, str, bool, bool], set[int]] = {}
        for used in self.fonts:
            font = used.font
            found.setdefault((font.name, font.kind, font.embedded, font.subset), set()).update(used.spots)
        return tuple(FontFacts(*key, pages=tuple(sorted(pages))) for key, pages in sorted(found.items()))

    def separations(self) -> tuple[str, ...]:
        """The plates: process colours in order, then spots as they come."""
        return (*(ink for ink in PROCESS if ink in self.inks), *(ink for ink in self.inks if ink not in PROCESS))


def survey(pdf: pikepdf.Pdf, pages: list[Page], wanted: Wanted, findings: Findings, budget: Budget) -> Survey:
    """Read the content of all pages. Never raises for what is in them."""
    result = Survey(findings)
    listener = _Surveyor(result, wanted)
    reader = ContentReader(pdf, listener, budget)
    for page in pages:
        listener.turn_to(page)
        try:
            reader.read_page(page.facts.number, page.contents, page.resources)
        except TooMuchError:
            findings.add("preflight-content-too-large", Spot(page.facts.number))
            result.complete, result.endless = False, True
            break
        except BROKEN:
            findings.add("preflight-content-unreadable", Spot(page.facts.number))
            result.complete = False
        listener.leave()
    result.fonts = list(listener.fonts.values())
    return result


class _Surveyor:
    """Hears the content of one page after another."""

    def __init__(self, result: Survey, wanted: Wanted) -> None:
        self._result, self._wanted, self._findings = result, wanted, result.findings
        self.fonts: dict[int, UsedFont] = {}
        self._page: Page
        self._sheet: Sheet
        self._transparent: dict[str, None] = {}

    def turn_to(self, page: Page) -> None:
        """Begin a page."""
        self._page, self._sheet, self._transparent = page, Sheet.of(page), {}
        for key, space in read_default_spaces(page.resources):
            if self._wanted.standard == "pdf/x-1a":
                self._findings.add("preflight-default-space", Spot(page.facts.number), key=key[1:], space=space.label)

    def leave(self) -> None:
        """End a page: what its transparency as a whole lacks."""
        number, group = self._page.facts.number, group_of(self._page.item)
        if group is not None:
            self._blend_space(number, group, "page group")
        if self._wanted.standard == "pdf/x-1a":
            if group is not None:
                self._findings.add("preflight-transparency", Spot(number), what="page /Group")
            for what in self._transparent:
                self._findings.add("preflight-transparency", Spot(number), what=what)
        elif self._transparent and get(group, "/CS") is None:
            self._findings.add("preflight-blend-missing", Spot(number), what=next(iter(self._transparent)))

    def _blend_space(self, page: int, group: Any, what: str) -> None:
        said = get(group, "/CS")
        if said is not None and (space := read_space(said, self._page.resources)).leaf.kind in ("rgb", "lab"):
            self._findings.add("preflight-rgb-blend", Spot(page), what=what, space=space.label)

    # What the content reader tells

    def mark(self, mark: Mark) -> None:
        for rule in EVERYWHERE:
            self._tell(mark, rule(mark, self._sheet, self._wanted))
        on_sheet = mark.shown is not None and overlap(mark.shown, self._sheet.bleed) is not None
        if on_sheet and not mark.soft:
            self._inks(mark)
            for rule in ON_PAPER[mark.kind]:
                self._tell(mark, rule(mark, self._sheet, self._wanted))

    def _tell(self, mark: Mark, told: Any) -> None:
        for code, arguments in told:
            self._findings.add(code, self._page.spot(mark.box), **arguments)

    def _inks(self, mark: Mark) -> None:
        """Which plates a mark prints on, and whether they were ordered."""
        space = mark.space
        told = [plates(space, values) for values in (mark.stops or (mark.values,))]
        found = dict.fromkeys(ink for inks in told for ink in inks or ())
        self._result.inks.update(found)
        if None in told and (space.leaf.kind in ("cmyk", "rgb", "lab") or mark.kind is Kind.IMAGE):
            self._result.inks.update(dict.fromkeys(PROCESS))  # which of them only the separated page can tell
        ordered = found.keys() if self._wanted.plates is None else self._wanted.plates
        for ink in found:
            if ink not in ordered:
                self._findings.add("preflight-plate-unexpected", self._page.spot(mark.box), ink=ink[:60])

    def image(self, image: PlacedImage) -> None:
        spot = self._page.spot(image.box)
        for code, arguments in image_findings(image, self._page, self._wanted):
            self._findings.add(code, spot, **arguments)
        if image.soft_mask:
            self._transparent["SMask"] = None
        if len(self._result.images) < _MOST_IMAGES:
            self._result.images.append(_image_facts(image, spot, MM * self._page.facts.user_unit))

    def shown(self, font: Font, codes: list[tuple[int, int]], page: int, box: Rectangle) -> None:
        used = self.fonts.get(id(font))
        if used is None:
            used = self.fonts[id(font)] = UsedFont(font)
        known = used.codes
        new = [code for code in codes if code not in known]
        if new or page not in used.spots:
            spot = self._page.spot(box)
            used.spots.setdefault(page, spot)
            known.update(dict.fromkeys(new, spot))

    def graphics_state(self, page: int, key: str, dictionary: Any) -> None:
        self._transparent.update(dict.fromkeys(transparent_keys(dictionary)))
        for code, arguments in state_findings(dictionary, key, self._wanted):
            self._findings.add(code, Spot(page), **arguments)

    def group(self, page: int, group: Any, what: str) -> None:
        if name(get(group, "/S")) == "Transparency":
            self._transparent["Group"] = None
            self._blend_space(page, group, what)

    def shading(self, page: int, box: Rectangle, dictionary: Any, space: Space) -> None:  # noqa: ARG002 - the listener's form
        if not fits(dictionary, space):
            self._findings.add("preflight-shading-broken", self._page.spot(box), space=space.label)

    def form(self, page: int, stream: Any, what: str) -> None:
        spot = Spot(page)
        if name(get(stream, "/Subtype")) == "PS" or name(get(stream, "/Subtype2")) == "PS":
            self._findings.add("preflight-postscript", spot, name=what)
        if get(stream, "/OPI") is not None:
            self._findings.add("preflight-opi", spot, what_zh=f"对象 {what[:40]} ", what_en=f"The object {what[:40]}")
        if get(stream, "/Ref") is not None:
            self._findings.add("preflight-reference", spot, name=what)

    def fault(self, code: str, page: int, **arguments: object) -> None:
        self._findings.add(code, Spot(page), **arguments)
        if code in _ENDLESS or code == "preflight-content-unreadable":
            self._result.complete = False
        self._result.endless = self._result.endless or code in _ENDLESS


def _image_facts(image: PlacedImage, spot: Spot, mm: float) -> ImageFacts:
    width, height = image.placed[0] * mm, image.placed[1] * mm
    dpi = min(
        (pixels * 25.4 / length for pixels, length in zip(image.pixels, (width, height), strict=True) if length > 0),
        default=0.0,
    )
    return ImageFacts(
        spot,
        image.name,
        image.pixels,
        image.bits,
        image.space.label,
        image.filters,
        (round(width, 2), round(height, 2)),
        round(dpi, 1),
        image.stencil,
    )
