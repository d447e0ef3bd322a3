"""Sources named in the HTML (`data-source="file:line:column"`), as places of problems."""

from __future__ import annotations

import re

from typeset.problems import Place


def source_place(source: str, page: int = 0) -> Place:
    """The place that a data-source attribute writes as file:line:column, on a page."""
    found = re.fullmatch(r"(.*?):(\d+)(?::(\d+))?", source)
    if found is None:
        return Place(source, page=page)
    return Place(found[1], int(found[2]), int(found[3] or 0), page=page)
