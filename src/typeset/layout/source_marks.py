"""Where an element's content comes from: the attribute that leads from a spot on a page back to its source."""

from __future__ import annotations

from markupsafe import Markup

from typeset.problems import Place


def source_attribute(place: Place | None) -> Markup:
    """` data-source="…"`, or nothing where the place is unknown."""
    return Markup(' data-source="{}"').format(place) if place else Markup("")
