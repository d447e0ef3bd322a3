"""Words as outlines: text for marks outside the page, in any font's shapes, without a font in the PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Object, Pdf

from typeset.prepress.boxes import number

_ELLIPSIS = "…"


class _PathPen(BasePen):  # type: ignore[misc] # fontTools carries no types
    """Draws a glyph as PDF path operators; quadratic curves become cubic ones."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self.operators.append(" ".join([*(number(value) for point in points for value in point), operator]))

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the pen protocol's names
        self._add("m", point)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("l", point)

    def _curveToOne(  # noqa: N802
        self, first: tuple[float, float], second: tuple[float, float], end: tuple[float, float]
    ) -> None:
        self._add("c", first, second, end)

    def _closePath(self) -> None:  # noqa: N802
        self._add("h")


@dataclass
class OutlineFont:
    """A font whose glyphs are put into one PDF as small drawings, each once.

    They take the colour that is set where they are painted. `paint` is the operator, `f` to fill and `S` to stroke with
    lines whose width counts in units, of which the size has `unit`. Raises OSError or fontTools' TTLibError for a file
    that is no font.
    """

    pdf: Pdf
    file: Path
    paint: Literal["f", "S"] = "f"
    _forms: dict[str, Object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._font = TTFont(self.file, fontNumber=0, lazy=True)
        self._glyphs = self._font.getGlyphSet()
        self._names: dict[int, str] = self._font.getBestCmap() or {}
        self.unit = float(self._font["head"].unitsPerEm)

    def __enter__(self) -> OutlineFont:
        return self

    def __exit__(self, *_: object) -> None:
        self._font.close()

    def width(self, text: str, size: float) -> float:
        """The length of a line of text in points; characters that the font lacks have none."""
        names = (self._names.get(ord(char)) for char in text)
        return float(sum(self._glyphs[name].width for name in names if name)) * size / self.unit

    def fitted(self, text: str, size: float, width: float) -> str:
        """The text, cut with an ellipsis where it is longer than `width`; nothing where not even that fits."""
        if self.width(text, size) <= width:
            return text
        for length in range(len(text) - 1, 0, -1):
            if self.width(cut := text[:length].rstrip() + _ELLIPSIS, size) <= width:
                return cut
        return ""

    def line(self, text: str, left: float, baseline: float, size: float) -> tuple[str, dict[str, Object]]:
        """The operators that draw a line of text, and the drawings that they name."""
        scale = size / self.unit
        operators, pen_at, named = [], left, {}
        for char in text:
            glyph = self._names.get(ord(char))
            if glyph is None:
                continue
            if (form := self._form(glyph)) is not None:
                name = f"/G{self._font.getGlyphID(glyph)}"
                named[name] = form
                matrix = f"{number(scale)} 0 0 {number(scale)} {number(pen_at)} {number(baseline)}"
                operators.append(f"q {matrix} cm {name} Do Q")
            pen_at += self._glyphs[glyph].width * scale
        return "\n".join(operators), named

    def _form(self, glyph: str) -> Object | None:
        """A glyph as a form XObject in font units; None for one without ink, such as a space."""
        if glyph not in self._forms:
            pen = _PathPen(self._glyphs)
            self._glyphs[glyph].draw(pen)
            if not pen.operators:
                return None
            far = self.unit * 2
            self._forms[glyph] = self.pdf.make_stream(
                "\n".join([*pen.operators, self.paint]).encode(),
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=[-far, -far, far, far],
                Resources=Dictionary(),
            )
        return self._forms[glyph]
