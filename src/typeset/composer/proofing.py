"""Soft proofs: a page painted in sRGB with every colour as the press will show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pydyf
from tinycss2.color5 import Color
from weasyprint.pdf.stream import Stream

SeenColour = Callable[[Color], tuple[float, float, float]]
"""What a colour of the page looks like once it is printed: sRGB, 0 to 1."""


class ProofStream(Stream):  # type: ignore[misc] # WeasyPrint carries no types
    """A content stream that writes colours as they will be seen on paper."""

    def __init__(self, *args: Any, seen: SeenColour, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen = seen

    def clone(self, **kwargs: Any) -> ProofStream:
        """A stream for a group or pattern of this one."""
        given = {
            "fonts": self._fonts,
            "page_rectangle": self.page_rectangle,
            "resources": self._resources,
            "images": self._images,
            "tags": self._tags,
            "color_profiles": self._color_profiles,
            "output_intent": self._output_intent,
            "compress": self.compress,
        }
        return ProofStream(seen=self._seen, **{**given, **kwargs})

    def set_color(self, color: Any, stroke: bool = False) -> None:
        """Set the colour that fills, or strokes."""
        super().set_color(Color("srgb", self._seen(color), color.alpha), stroke)

    def add_shading(
        self, shading_type: int, domain: Any, coords: Any, extend: Any, function: Any, color_space: str | None = None
    ) -> Any:
        """A gradient: its stops as they will be seen; the opacities of a mask stay what they are."""
        if color_space is None:
            for part in function["Functions"]:
                for key in ("C0", "C1"):
                    part[key] = pydyf.Array(self._seen(Color("srgb", tuple(part[key]), 1)))
        return super().add_shading(shading_type, domain, coords, extend, function, color_space)
