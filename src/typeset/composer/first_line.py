"""::first-line: the paragraph as it is while its first line is set.

The line is chosen and built from a copy of the line box in the pseudo-element's style; the next line resumes in the
paragraph itself, where boxes stand at the same places.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css.properties import INHERITED
from weasyprint.formatting_structure import boxes


def in_first_line_style(line_box: Any, style: dict[str, Any]) -> Any:
    """A copy of a line box whose text has the pseudo-element's inherited properties, where it sets none itself."""
    wanted = {name: value for name, value in style.items() if name in INHERITED}
    return _restyled(line_box, wanted, {name: line_box.style[name] for name in wanted}, root=True)


def _restyled(box: Any, style: dict[str, Any], inherited: dict[str, Any], root: bool = False) -> Any:
    if not root and (not box.is_in_normal_flow() or not isinstance(box, boxes.InlineBox | boxes.TextBox)):
        return box
    copy = box.copy()
    if not root:
        copy.style = box.style.copy()
        for name, value in style.items():
            if box.style[name] == inherited[name]:
                copy.style[name] = value
    if isinstance(box, boxes.TextBox):
        copy.process_text_transform()
    else:
        copy.children = [_restyled(child, style, inherited) for child in box.children]
    return copy
