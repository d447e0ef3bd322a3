"""A paragraph as composition sees it: parallel arrays of typographic units, cut from a WeasyPrint line box.

A unit is a grapheme cluster or an atomic inline box. Arrays are parallel lists, not objects: this is the inner loop.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import percentage

from typeset.composer.classes import Cls, is_right_to_left, language_of
from typeset.composer.measure import Shaper
from typeset.composer.properties import autospace_of, parameter

Path = tuple[int, ...]


class Unsuitable(Exception):  # noqa: N818 - a decision, not an error
    """A paragraph that must be left to WeasyPrint's own line layout; says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class TextStyle:
    """What composition needs to know of a computed style."""

    style: Any
    shaper: Shaper
    em: float
    lang: str
    collapses: bool
    wraps: bool
    letter_spacing: float
    word_spacing: float
    autospace_alpha: bool
    autospace_numeric: bool
    autospace_marks: bool
    autospace_replace: bool
    gap: float
    trim: str
    squeeze: str
    line_break: str
    word_break: str
    overflow_wrap: str
    hyphens: str
    script: bool = False  # raised or lowered: note marks, indices

    @classmethod
    def of(cls, style: Any, shaper: Shaper, script: bool) -> TextStyle:
        """Read a computed style."""
        autospace = autospace_of(style)
        spacing = style["letter_spacing"]
        white_space = style["white_space"]
        return cls(
            style,
            shaper,
            float(style["font_size"]),
            language_of(style["lang"]),
            white_space in ("normal", "nowrap", "pre-line"),
            white_space in ("normal", "pre-line", "pre-wrap"),
            0.0 if spacing == "normal" else float(spacing),
            float(style["word_spacing"] or 0),
            autospace.autospace_alpha,
            autospace.autospace_numeric,
            autospace.autospace_marks,
            autospace.replace,
            autospace.gap,
            style["text_spacing_trim"],
            parameter(style, "--typeset-squeeze"),
            style["line_break"],
            style["word_break"],
            style["overflow_wrap"],
            style["hyphens"],
            script,
        )


@dataclass(slots=True)
class Paragraph:
    """Parallel arrays over units, then what `gaps` and `breaks` add; lengths in CSS pixels."""

    box: Any
    em: float
    lang: str
    char: list[str] = field(default_factory=list)
    cls: list[Cls] = field(default_factory=list)
    advance: list[float] = field(default_factory=list)
    leaf: list[int] = field(default_factory=list)
    style: list[TextStyle] = field(default_factory=list)
    lead: list[float] = field(default_factory=list)  # adjustable white on the left
    tail: list[float] = field(default_factory=list)  # … and on the right
    opens: list[float] = field(default_factory=list)  # inline box edges before the unit
    closes: list[float] = field(default_factory=list)  # … and after it
    leaves: list[Path] = field(default_factory=list)  # where the text boxes and atomic boxes stand in the tree
    start: list[Path] = field(default_factory=list)  # where a line that begins with the unit resumes
    floats: list[tuple[int, Any, Path]] = field(default_factory=list)  # unit before which, box, path
    clones: list[tuple[Path, float, float]] = field(default_factory=list)  # boxes with both edges on every line
    leaders: bool = False
    uniform: bool = True  # no inline edge anywhere
    strict: bool = False  # reduce in clreq's strict order

    def index_of(self, path: Path) -> int:
        """The first unit at or after a resume path."""
        return bisect_left(self.start, path)

    def cloned_edges(self, index: int) -> tuple[float, float]:
        """Edges that a line beginning with a unit repeats, and the line before it (box-decoration-break: clone)."""
        opening = closing = 0.0
        start = self.start[index] if 0 < index < len(self.start) else ()
        for path, left, right in self.clones:
            if len(path) < len(start) and start[: len(path)] == path:
                opening += left
                closing += right
        return opening, closing

    def style_between(self, index: int) -> Any:
        """The computed style of the innermost box that holds a unit and the next one (CSS Text 4, boundaries)."""
        box = self.box
        for here, there in zip(self.leaves[self.leaf[index]], self.leaves[self.leaf[index + 1]], strict=False):
            if here != there:
                break
            box = box.children[here]
        return box.style

    def __len__(self) -> int:
        return len(self.char)


def resume_path(skip_stack: Any) -> Path:
    """WeasyPrint's nested skip stack as a path; empty for the paragraph's start."""
    path: list[int] = []
    while skip_stack is not None:
        ((index, skip_stack),) = skip_stack.items()
        path.append(index or 0)
    return tuple(path)


def skip_stack_of(path: Path) -> Any:
    """A path as WeasyPrint's nested resume position."""
    stack: Any = None
    for index in reversed(path):
        stack = {index: stack}
    return stack


def edge(box: Any, side: str, width: float) -> float:
    """Margin, border and padding of an inline box on one side. Percentages are of `width`."""
    if side in box.remove_decoration_sides:
        return 0.0
    style = box.style
    total = float(style[f"border_{side}_width"])
    for name in (f"margin_{side}", f"padding_{side}"):
        value = style[name]
        if value == "auto":
            continue
        total += percentage(value, style, width)
    return total


class Flattener:
    """Walks a line box once and fills a Paragraph's arrays."""

    def __init__(self, paragraph: Paragraph, styles: Any, width: float, atomic_width: Any) -> None:
        self.paragraph = paragraph
        self.styles = styles
        self.width = width
        self.atomic_width = atomic_width
        self.pending_open = 0.0
        self.resume: Path | None = None

    def walk(self, box: Any, path: Path, script: bool) -> None:
        """Append the content of a box; `script`: it is raised or lowered."""
        for index, child in enumerate(box.children):
            here = (*path, index)
            if not child.is_in_normal_flow():
                if child.is_floated():
                    self.paragraph.floats.append((len(self.paragraph), child, here))
                self._mark(here)
            elif isinstance(child, boxes.TextBox):
                self._text(child, here, script)
            elif isinstance(child, boxes.InlineBox):
                self._inline(child, here, script)
            else:
                self._atomic(child, here, script)

    def _mark(self, path: Path) -> None:
        if self.resume is None:
            self.resume = path

    def _inline(self, box: Any, path: Path, script: bool) -> None:
        if box.is_leader:
            self.paragraph.leaders = True
        self._mark(path)
        opening, closing = edge(box, "left", self.width), edge(box, "right", self.width)
        if (opening or closing) and box.style["box_decoration_break"] == "clone":
            self.paragraph.clones.append((path, opening, closing))
        before = len(self.paragraph)
        self.pending_open += opening
        self.walk(box, path, script or is_script(box))
        if not closing:
            return
        self.paragraph.uniform = False
        if len(self.paragraph) > before:
            self.paragraph.closes[-1] += closing
        else:
            self.pending_open += closing

    def unit(self, path: Path) -> None:
        """Begin a unit at a path: its resume position and the edges that open before it."""
        paragraph = self.paragraph
        paragraph.start.append(self.resume or path)
        self.resume = None
        if self.pending_open:
            paragraph.uniform = False
        paragraph.opens.append(self.pending_open)
        self.pending_open = 0.0
        paragraph.closes.append(0.0)
        paragraph.lead.append(0.0)
        paragraph.tail.append(0.0)

    def _atomic(self, box: Any, path: Path, script: bool) -> None:
        paragraph = self.paragraph
        self.unit(path)
        paragraph.char.append("\ufffc")
        paragraph.cls.append(Cls.OBJ)
        paragraph.advance.append(self.atomic_width(box))
        paragraph.leaf.append(len(paragraph.leaves))
        paragraph.leaves.append(path)
        paragraph.style.append(self.styles.text_style(box.style, script))

    def _text(self, box: Any, path: Path, script: bool) -> None:
        text = box.text
        if not text:
            return
        if is_right_to_left(text):
            raise Unsuitable("right-to-left")
        style = self.styles.text_style(box.style, script)
        self.paragraph.leaves.append(path)
        self.styles.add_text(self, path, text, style)


def is_script(box: Any) -> bool:
    """Whether an inline box is raised or lowered by vertical-align: sub, super: note marks, indices."""
    align = box.style["vertical_align"]
    if not isinstance(align, int | float) or not align:
        return False
    cascaded = getattr(box.style, "cascaded", {}).get("vertical_align") or (None,)
    return cascaded[0] in ("super", "sub")
