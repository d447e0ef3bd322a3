"""What stands on the page for a picture that has not come, or is not there: a quiet frame that says so."""

from __future__ import annotations

import unicodedata
from xml.sax.saxutils import escape

from typeset.pictures.naming import shown

PLACEHOLDER_ASPECT = 3 / 2
"""Width to height where nothing else is known: the usual photograph's."""

_WORDS = {
    "zh-Hans": ("图片待补", "图片缺失"),
    "zh-Hant": ("圖片待補", "圖片缺失"),
    "en": ("Picture awaited", "Picture missing"),
}
_TINT, _LINE, _INK, _FAINT = "#f2f2f2", "#bfbfbf", "#595959", "#8c8c8c"  # pure greys: one ink in print
_LARGEST, _SMALLEST = 24.0, 5.0  # px of the words


def placeholder_svg(
    width_px: float, height_px: float, file_name: str, *, awaited: bool, language: str = "zh-Hans"
) -> bytes:
    """An SVG picture of the given size (CSS pixels) in place of a missing or awaited one.

    It names the file, shortened where it is narrow; a very small frame stays without words. `language` is a BCP 47
    tag. Raises ValueError for a size that is not positive.
    """
    if not (width_px > 0 and height_px > 0):
        raise ValueError(f"no size: {width_px} × {height_px}")
    label = _label(language)[0 if awaited else 1]
    inner = min(width_px, height_px)
    margin = min(12.0, inner / 12)
    room = width_px - 4 * margin
    size = min(_LARGEST, room / _ems(label), height_px / 3, max(9.0, inner / 10))
    parts = [_frame(width_px, height_px, margin)]
    if size >= _SMALLEST:
        parts += _words(width_px, height_px, size, label, _shortened(file_name, room / (size * 0.6)))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px:.6g}" height="{height_px:.6g}"'
        f' viewBox="0 0 {width_px:.6g} {height_px:.6g}">{"".join(parts)}</svg>\n'
    )
    return svg.encode()


def _label(language: str) -> tuple[str, str]:
    tag = language.lower()
    if tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        return _WORDS["zh-Hant"]
    return _WORDS["zh-Hans" if tag.startswith("zh") else "en"]


def _frame(width: float, height: float, margin: float) -> str:
    return (
        f'<rect width="{width:.6g}" height="{height:.6g}" fill="{_TINT}"/>'
        f'<rect x="{margin:.6g}" y="{margin:.6g}" width="{width - 2 * margin:.6g}" height="{height - 2 * margin:.6g}"'
        f' fill="none" stroke="{_LINE}" stroke-width="0.75"/>'
    )


def _words(width: float, height: float, size: float, label: str, name: str) -> list[str]:
    """The label, the file's name under it where there is room, a small drawing above where there is more."""
    small = size * 0.6
    with_name = bool(name) and height >= 3.6 * size
    with_sign = height >= 7.5 * size and width >= 5 * size
    block = size + (1.2 * size if with_name else 0) + (2.6 * size if with_sign else 0)
    top = (height - block) / 2
    parts = []
    if with_sign:
        parts.append(_sign(width / 2, top, 2 * size))
        top += 2.6 * size
    parts.append(_line_of_text(width / 2, top + 0.88 * size, size, _INK, label))
    if with_name:
        parts.append(_line_of_text(width / 2, top + 2.08 * size, small, _FAINT, name))
    return parts


def _line_of_text(x: float, y: float, size: float, colour: str, text: str) -> str:
    return (
        f'<text x="{x:.6g}" y="{y:.6g}" font-family="hei, sans-serif" font-size="{size:.6g}" text-anchor="middle"'
        f' fill="{colour}">{escape(text)}</text>'
    )


def _sign(middle: float, top: float, height: float) -> str:
    """A picture frame with a hill and a sun."""
    width = height * 1.3
    left, stroke = middle - width / 2, height / 18
    right, bottom = left + width, top + height
    hills = [
        (left, bottom - 0.15 * height),
        (left + 0.32 * width, top + 0.42 * height),
        (left + 0.56 * width, bottom - 0.24 * height),
        (left + 0.72 * width, top + 0.56 * height),
        (right, bottom - 0.15 * height),
    ]
    points = " ".join(f"{x:.6g},{y:.6g}" for x, y in hills)
    return (
        f'<g fill="none" stroke="{_LINE}" stroke-width="{stroke:.6g}" stroke-linejoin="round">'
        f'<rect x="{left:.6g}" y="{top:.6g}" width="{width:.6g}" height="{height:.6g}"/>'
        f'<polyline points="{points}"/>'
        f'<circle cx="{left + 0.74 * width:.6g}" cy="{top + 0.28 * height:.6g}" r="{0.09 * height:.6g}"/></g>'
    )


def _ems(text: str) -> float:
    """The width of text in ems, Latin letters at their usual 0.55."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.55 for char in text)


def _shortened(file_name: str, ems: float) -> str:
    """The name within a width, its middle left out: the end tells the format and often the number."""
    name = shown(file_name.rsplit("/", 1)[-1])
    if _ems(name) <= ems:
        return name
    for kept in range(len(name) - 1, 5, -1):
        tail = min(8, kept // 2)
        short = f"{name[: kept - tail]}…{name[-tail:]}"
        if _ems(short) <= ems:
            return short
    return ""
