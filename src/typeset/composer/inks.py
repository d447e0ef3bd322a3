"""Painting in inks: the same pages, their colours as CMYK or spot colours, for the print PDF.

Style sheets and drawings speak sRGB; which ink a colour is printed with is told by whoever paints, at the moment of
painting. So one layout serves screen and print, and everything that the engine computes from colours (gradients,
shadows, the shades of inset borders) is computed before and comes out in ink too. Black text overprints
(ISO 32000-1, 8.6.7), nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint.images import RasterImage
from weasyprint.pdf.stream import Stream

from typeset.composer.css_colours import to_srgb
from typeset.composer.ink_spaces import PROCESS, Cmyk, device_n, mixtures, separation
from typeset.composer.pictures import PixelImage, Pixels


@dataclass(frozen=True)
class Ink:
    """What a colour is printed with: cyan, magenta, yellow and black from 0 to 1, or a tint of a spot colour.

    Of a spot colour `cmyk` is what stands in for its full tint where it cannot be printed.
    """

    cmyk: Cmyk
    spot: str = ""
    tint: float = 1.0

    @property
    def is_black(self) -> bool:
        """Whether this is full black and nothing else."""
        return not self.spot and self.cmyk == (0, 0, 0, 1)

    @property
    def process(self) -> Cmyk:
        """The colour without spot colours."""
        c, m, y, k = (amount * self.tint for amount in self.cmyk)
        return c, m, y, k


@dataclass
class PrintPainting:
    """How to paint for print: the ink of an sRGB colour (components 0 to 1), and pixels of pictures that the style
    sheets bring along. Collects the spot colours that were used."""

    ink: Callable[[float, float, float], Ink]
    pixels: Callable[[bytes], Pixels]
    spots: dict[str, Cmyk] = field(default_factory=dict)
    mixed: dict[tuple[str, ...], pydyf.Array] = field(default_factory=dict)

    def ink_of(self, components: Sequence[float | None]) -> Ink:
        """The ink of an sRGB colour as CSS gives it: what lies outside the gamut is brought to its edge."""
        red, green, blue = (min(1.0, max(0.0, value or 0.0)) for value in components)
        return self.ink(red, green, blue)

    def spot_name(self, ink: Ink) -> str:
        """The name of a spot colour's space among the PDF's resources."""
        self.spots.setdefault(ink.spot, ink.cmyk)
        return f"spot{list(self.spots).index(ink.spot)}"

    def mixture(self, inks: tuple[str, ...]) -> pydyf.Array:
        """The space of several inks side by side; its tint transform is filled in when the PDF is finished."""
        if inks not in self.mixed:
            self.mixed[inks] = device_n(inks, self.spots, b"null")
        return self.mixed[inks]


_PAINTING: ContextVar[PrintPainting | None] = ContextVar("print_painting", default=None)


@contextmanager
def painting_in_inks(painting: PrintPainting) -> Iterator[None]:
    """Inside the block, PDFs are painted in inks."""
    token = _PAINTING.set(painting)
    try:
        yield
    finally:
        _PAINTING.reset(token)


def stream(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's content stream, or one that paints in inks."""

    def make(*args: Any, **kwargs: Any) -> Any:
        painting = _PAINTING.get()
        return stock(*args, **kwargs) if painting is None else InkStream(*args, painting=painting, **kwargs)

    return make


class InkStream(Stream):  # type: ignore[misc] # WeasyPrint carries no types
    """A content stream whose colours are inks; DeviceCMYK, Separation and DeviceN are its only spaces."""

    def __init__(self, *args: Any, painting: PrintPainting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._painting = painting
        self._overprints = [False]
        self._current_color: Ink | None
        self._current_color_stroke: Ink | None

    def clone(self, **kwargs: Any) -> InkStream:
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
        return InkStream(painting=self._painting, **{**given, **kwargs})

    # --- colours ---------------------------------------------------------------------------------------------------

    @property
    def _default_color_space(self) -> str:
        return "/DeviceCMYK"

    def _ink(self, color: Any) -> Ink:
        if color.space == "device-cmyk":
            c, m, y, k = (min(1.0, max(0.0, value or 0.0)) for value in color.coordinates)
            return Ink((c, m, y, k))
        return self._painting.ink_of(to_srgb(color).coordinates)

    def set_color(self, color: Any, stroke: bool = False) -> None:
        """Set the ink that fills, or strokes."""
        self.set_alpha(color.alpha, stroke)
        ink = self._ink(color)
        if ink == (self._current_color_stroke if stroke else self._current_color):
            return
        if stroke:
            self._current_color_stroke = ink
        else:
            self._current_color = ink
        if ink.spot:
            self.set_color_space(self._painting.spot_name(ink), stroke)
            self.set_color_special(None, stroke, ink.tint)
        else:
            amounts = b" ".join(pydyf._to_bytes(amount) for amount in ink.cmyk)
            self.stream.append(amounts + (b" K" if stroke else b" k"))

    def add_shading(
        self, shading_type: int, domain: Any, coords: Any, extend: Any, function: Any, color_space: str | None = None
    ) -> Any:
        """A gradient: WeasyPrint gives its stops in sRGB, or the opacities of a mask in DeviceGray."""
        shading = super().add_shading(shading_type, domain, coords, extend, function, color_space or "DeviceCMYK")
        if color_space is None:
            parts = function["Functions"]
            ends = {key: [self._painting.ink_of(part[key]) for part in parts] for key in ("C0", "C1")}
            space, amounts = self._space_of([ink for inks in ends.values() for ink in inks])
            if space is not None:
                shading["ColorSpace"] = space
            for key, inks in ends.items():
                for part, ink in zip(parts, inks, strict=True):
                    part[key] = pydyf.Array(amounts(ink))
        return shading

    def _space_of(self, inks: list[Ink]) -> tuple[pydyf.Array | None, Callable[[Ink], tuple[float, ...]]]:
        """The space in which a gradient between inks prints on their plates alone, and an ink's amounts in it.

        None stands for DeviceCMYK, of inks without spot colours.
        """
        spots = {ink.spot: ink.cmyk for ink in inks if ink.spot}
        for ink in inks:
            if ink.spot:
                self._painting.spot_name(ink)
        if not spots:
            return None, lambda ink: ink.process
        used = [max(amounts) > 0 for amounts in zip(*(_plain(ink) for ink in inks), strict=True)]
        plates = (*(name for name, needed in zip(PROCESS, used, strict=True) if needed), *spots)
        if len(plates) == 1:
            return separation(plates[0], spots[plates[0]]), lambda ink: _on_plates(ink, plates)
        return self._painting.mixture(plates), lambda ink: _on_plates(ink, plates)

    # --- transparency ----------------------------------------------------------------------------------------------

    def set_alpha_state(self, x: float, y: float, width: float, height: float, mode: str = "luminosity") -> Any:
        """A soft mask; its luminosity is that of a grey, not of four inks."""
        mask = super().set_alpha_state(x, y, width, height, mode)
        if mode == "luminosity":
            mask.extra["Group"]["CS"] = "/DeviceGray"
        return mask

    # --- overprinting ----------------------------------------------------------------------------------------------

    def push_state(self) -> None:
        """Save the graphics state."""
        super().push_state()
        self._overprints.append(self._overprints[-1])

    def pop_state(self) -> None:
        """Restore the graphics state."""
        super().pop_state()
        self._overprints.pop()

    def _overprint(self, wanted: bool) -> None:
        if self._overprints[-1] == wanted:
            return
        self._overprints[-1] = wanted
        name = "overprint" if wanted else "knockout"
        if name not in self._resources["ExtGState"]:
            word = "true" if wanted else "false"
            self._resources["ExtGState"][name] = pydyf.Dictionary({"OP": "false", "op": word, "OPM": 1})
        pydyf.Stream.set_state(self, name)

    def begin_text(self) -> None:
        """Begin text; full black is laid over what lies below it, so that no paper shows where plates are off."""
        ink, alpha = self._current_color, self._current_alpha
        self._overprint(ink is not None and ink.is_black and alpha in (None, "a1", "a1.0"))
        super().begin_text()

    def rectangle(self, *args: Any) -> None:
        """Begin a path with a rectangle."""
        self._overprint(False)
        super().rectangle(*args)

    def move_to(self, *args: Any) -> None:
        """Begin a path at a point."""
        self._overprint(False)
        super().move_to(*args)

    def draw_x_object(self, reference: str) -> None:
        """Paint a picture or group."""
        self._overprint(False)
        super().draw_x_object(reference)

    def paint_shading(self, name: str) -> None:
        """Paint a gradient."""
        self._overprint(False)
        super().paint_shading(name)

    # --- pictures --------------------------------------------------------------------------------------------------

    def add_image(self, image: Any, interpolate: bool, ratio: float) -> str:
        """A picture among the resources; one that comes with the style sheets is turned into inks first."""
        del interpolate  # a press resolves nothing between pixels
        if isinstance(image, RasterImage):
            image = PixelImage(self._painting.pixels(image.image_data.data))
        name: str = super().add_image(image, False, ratio)
        return name


def _plain(ink: Ink) -> Cmyk:
    """What an ink lays on the process plates; nothing where it is a spot colour."""
    return (0.0, 0.0, 0.0, 0.0) if ink.spot else ink.cmyk


def _on_plates(ink: Ink, plates: tuple[str, ...]) -> tuple[float, ...]:
    """How much of an ink goes on each plate."""
    amounts = {**dict(zip(PROCESS, _plain(ink), strict=True)), ink.spot: ink.tint}
    return tuple(amounts.get(plate, 0.0) for plate in plates)


def finish(painting: PrintPainting, pdf: pydyf.PDF) -> None:
    """Name the spot colours among the PDF's resources, give mixtures of inks their functions, and drop the CIE spaces
    that nothing uses."""
    for item in pdf.objects:
        if isinstance(item, dict) and "lab-d50" in item:
            item.clear()
            for index, (name, cmyk) in enumerate(painting.spots.items()):
                item[f"spot{index}"] = separation(name, cmyk)
    for inks, space in painting.mixed.items():
        function = mixtures(inks, painting.spots)
        pdf.add_object(function)
        space[3] = function.reference
