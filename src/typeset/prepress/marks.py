"""Printer's marks outside the bleed: crop marks, registration marks, colour bars and a line of words.

All in the registration colour, `/Separation /All` (ISO 32000-1, 8.6.6.4), so that every plate has them; the patches of
the colour bar alone are single inks. Nothing comes nearer to the bleed than a millimetre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from typeset.prepress.boxes import PT_PER_MM, Box, box_of, number, set_boxes
from typeset.prepress.outlines import OutlineFont

SLUG = 9.0
"""Room for marks beside the bleed, in mm."""

GAP = 1.0
"""Between the bleed and a mark, in mm."""

LENGTH = 5.0
"""Of a crop mark, in mm."""

LINE_WIDTH = 0.25
"""Of marks, in points."""

_LEAST_OFFSET = 3.0  # mm between the trimmed edge and a mark where there is little or no bleed
_TEXT_SIZE = 6.0  # pt
_PATCH = 4.0  # mm
_TINTS = (1.0, 0.5)

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
"""The separations of DeviceCMYK, in their order."""


@dataclass
class Marks:
    """A drawing in the registration colour, made operator by operator; becomes one form XObject."""

    pdf: Pdf
    area: Box
    separations: Mapping[str, Object]
    operators: list[str] = field(default_factory=list)
    spaces: dict[str, Object] = field(default_factory=dict)
    drawings: dict[str, Object] = field(default_factory=dict)

    def line(self, x: float, y: float, to_x: float, to_y: float, *, dash: str = "") -> bool:
        """A line, where there is room for all of it; says whether there was."""
        if not self.area.holds(Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))):
            return False
        points = f"{number(x)} {number(y)} m {number(to_x)} {number(to_y)} l S"
        self.operators.append(f"[{dash}] 0 d {points}" if dash else points)
        if dash:
            self.operators.append("[] 0 d")
        return True

    def target(self, x: float, y: float, radius: float) -> None:
        """A registration mark: a circle with a cross through it, where there is room for it."""
        arm = radius * 1.6
        if not self.area.holds(Box(x - arm, y - arm, x + arm, y + arm)):
            return
        bend = radius * 0.5523  # a quarter circle as a Bézier curve
        around = ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))
        self.operators.append(f"{number(x + radius)} {number(y)} m")
        for from_x, from_y, to_x, to_y in around:
            curve = (
                x + radius * from_x + bend * to_x,
                y + radius * from_y + bend * to_y,
                x + radius * to_x + bend * from_x,
                y + radius * to_y + bend * from_y,
                x + radius * to_x,
                y + radius * to_y,
            )
            self.operators.append(" ".join(map(number, curve)) + " c")
        self.operators.append("h S")
        self.line(x - arm, y, x + arm, y)
        self.line(x, y - arm, x, y + arm)

    def text(self, font: OutlineFont, words: str, left: float, baseline: float, width: float) -> None:
        """A line of words as outlines, cut to a width."""
        operators, named = font.line(font.fitted(words, _TEXT_SIZE, width), left, baseline, _TEXT_SIZE)
        self.operators.append(operators)
        self.drawings |= named

    def patch(self, box: Box, separation: str, tint: float) -> None:
        """A field of one ink, where there is room for it."""
        if not self.area.holds(box):
            return
        if separation in PROCESS:
            inks = " ".join(number(tint if name == separation else 0) for name in PROCESS)
            colour = f"{inks} k"
        elif separation in self.separations:
            name = f"/Ink{len(self.spaces)}"
            self.spaces[name] = self.separations[separation]
            colour = f"{name} cs {number(tint)} scn"
        else:
            return
        self.operators.append(f"q {colour} {box.path} re f Q")

    def form(self) -> Stream:
        """The drawing as a form XObject."""
        spaces = {"/All": self.separations["All"], **self.spaces}
        start = f"/All CS 1 SCN /All cs 1 scn {number(LINE_WIDTH)} w 0 J"
        return self.pdf.make_stream(
            "\n".join([start, *filter(None, self.operators)]).encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=self.area.array,
            Resources=Dictionary(ColorSpace=Dictionary(spaces), XObject=Dictionary(self.drawings)),
        )


def add_marks(
    pdf: Pdf,
    *,
    bleed: float,
    slugs: Sequence[str] = (),
    font: Path | None = None,
    separations: Sequence[str] = PROCESS,
) -> None:
    """Enlarge every page by the slug, 9 mm beyond the bleed (mm), and put the marks of its trimmed size there.

    `slugs` has a page's line of words each, drawn as outlines of the font file `font`; without it there are none.
    `separations` get patches of 100 % and 50 % in the colour bar, process inks by their English names and spot
    colours that the document uses by theirs. A page without TrimBox is trimmed at its MediaBox.
    """
    set_boxes(pdf, bleed, SLUG)
    for page in pdf.pages:
        if (edge := box_of(page, "BleedBox")) is not None:  # what reaches farther would lie under the marks
            page.contents_add(f"q {edge.path} re W n\n".encode(), prepend=True)
            page.contents_add(b"\nQ\n")
    known = separations_of(pdf)
    with ExitStack() as stack:
        outlines = stack.enter_context(OutlineFont(pdf, font)) if font and any(slugs) else None
        for index, page in enumerate(pdf.pages):
            trim, media = box_of(page, "TrimBox"), box_of(page, "MediaBox")
            if trim is None or media is None:
                continue
            marks = Marks(pdf, media, known)
            crop_marks(marks, trim, bleed)
            _registration_marks(marks, trim, bleed)
            _colour_bar(marks, trim, bleed, separations)
            if outlines and index < len(slugs):
                left, baseline = trim.left + 2 * PT_PER_MM, trim.bottom - (offset(bleed) + 3) * PT_PER_MM
                marks.text(outlines, slugs[index], left, baseline, trim.width / 2 - 8 * PT_PER_MM)
            paint_over(page, marks.form(), f"Marks{index + 1}")


def offset(bleed: float) -> float:
    """How far from the trimmed edge marks begin, in mm."""
    return max(bleed + GAP, _LEAST_OFFSET)


def crop_marks(marks: Marks, trim: Box, bleed: float) -> bool:
    """Eight lines at the corners of the trimmed size; says whether there was room for all of them."""
    near = offset(bleed) * PT_PER_MM
    far = near + LENGTH * PT_PER_MM
    drawn = []
    for x, out in ((trim.left, -1), (trim.right, 1)):
        drawn += [marks.line(x + out * near, y, x + out * far, y) for y in (trim.bottom, trim.top)]
    for y, out in ((trim.bottom, -1), (trim.top, 1)):
        drawn += [marks.line(x, y + out * near, x, y + out * far) for x in (trim.left, trim.right)]
    return all(drawn)


def _registration_marks(marks: Marks, trim: Box, bleed: float) -> None:
    """Targets at the middle of every side."""
    away = (offset(bleed) + LENGTH / 2) * PT_PER_MM
    radius = 1.4 * PT_PER_MM
    x, y = trim.middle
    for at in ((trim.left - away, y), (trim.right + away, y), (x, trim.bottom - away), (x, trim.top + away)):
        marks.target(*at, radius)


def _colour_bar(marks: Marks, trim: Box, bleed: float, separations: Sequence[str]) -> None:
    """Patches below the page, right of the middle: each ink full and at half."""
    size = _PATCH * PT_PER_MM
    left = trim.middle[0] + 6 * PT_PER_MM
    bottom = trim.bottom - (offset(bleed) + LENGTH) * PT_PER_MM
    for number_, (separation, tint) in enumerate((item, tint) for item in separations for tint in _TINTS):
        box = Box(left + number_ * size, bottom, left + (number_ + 1) * size, bottom + size)
        if box.right > trim.right - 2 * PT_PER_MM:
            return
        marks.patch(box, separation, tint)


def paint_over(page: Any, form: Stream, name: str) -> None:
    """Paint a form XObject over a page, whatever state the page's own content leaves behind."""
    # Pages may share their resources, so that the name must be free in all of them.
    resources = pikepdf.Page(page).resources
    if Name.XObject not in resources:
        resources[Name.XObject] = Dictionary()
    while f"/{name}" in resources[Name.XObject]:
        name += "x"
    resources[Name.XObject][f"/{name}"] = form
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ\n/{name} Do\n".encode())


def separations_of(pdf: Pdf) -> dict[str, Object]:
    """The colour spaces of the spot colours that a document uses by name, and of the registration colour, `All`."""
    found: dict[str, Object] = {}
    for item in pdf.objects:
        for space in _spaces(item):
            if len(space) == 4 and space[0] == Name.Separation:
                found.setdefault(str(space[1])[1:], space)
    if "All" not in found:
        # Where plates are not separated, it shows as all four process inks.
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
        found["All"] = pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))
    return found


def _spaces(item: Object) -> list[Any]:
    """Colour spaces in an object: itself, or those of its resources."""
    if isinstance(item, Array):
        return [item]
    if not isinstance(item, (Dictionary, Stream)):
        return []
    resources = item.get("/Resources", item)
    spaces = resources.get("/ColorSpace") if isinstance(resources, Dictionary) else None
    return [space for _, space in spaces.items() if isinstance(space, Array)] if isinstance(spaces, Dictionary) else []
