"""How much ink lies on a picture (total area coverage), and how it is kept within what the paper bears.

Full ink is 255. Pictures are gone through in bands of rows, so that a large one needs little more memory than its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROWS = 128
_FULL = 255


def bands(image: Image.Image) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """The rows of an image with several channels, some at a time: the number of the first, and copies of them.

    Arrays of rows, columns, channels.
    """
    import numpy as np  # here: a tenth of a second that pages on a screen do without

    for top in range(0, image.height, _ROWS):
        rows = image.crop((0, top, image.width, min(top + _ROWS, image.height)))
        yield top, np.frombuffer(rows.tobytes(), np.uint8).reshape(rows.height, rows.width, -1)


def coverage(image: Image.Image) -> float:
    """The most ink on one pixel of a CMYK image, or of an L image printed in black, in per cent."""
    if image.mode == "L":
        lowest, _ = image.getextrema()
        return (_FULL - int(lowest)) * 100 / _FULL  # type: ignore[arg-type]
    return max(int(_sums(pixels).max()) for _, pixels in bands(image)) * 100 / _FULL


def limited(image: Image.Image, limit: float) -> Image.Image:
    """A CMYK image with no more ink than `limit` per cent on any pixel; the image itself where it has no more.

    Where there is more, cyan, magenta and yellow shrink in proportion, so that the hue stays; black, which carries the
    drawing, stays as it is. Raises ValueError for a limit below 100 %, which black alone reaches.
    """
    if limit < 100:
        raise ValueError(f"an ink limit of {limit} %")
    most = int(limit * _FULL / 100)
    result = image
    for top, pixels in bands(image):
        over = _sums(pixels) > most
        if over.any():
            result = image.copy() if result is image else result
            changed = pixels.copy()
            changed[over] = _shrunk(changed[over], most)
            result.paste(Image.frombytes("CMYK", (image.width, len(pixels)), changed.tobytes()), (0, top))
    return result


def _sums(pixels: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """The sum of the four inks of every pixel, two channels at a time within a 32-bit word."""
    words = pixels.view("uint32")[..., 0]
    pairs = (words & 0x00FF00FF) + (words >> 8 & 0x00FF00FF)
    return ((pairs & 0xFFFF) + (pairs >> 16)).astype("uint16")


def _shrunk(pixels: NDArray[np.uint8], most: int) -> NDArray[np.uint8]:
    coloured = pixels[:, :3].astype("float64")
    share = (most - pixels[:, 3].astype("float64")) / coloured.sum(axis=1)
    pixels[:, :3] = (coloured * share[:, None]).astype("uint8")
    return pixels


def is_neutral(image: Image.Image) -> bool:
    """Whether red, green and blue are the same in every pixel of an RGB image."""
    return all(
        bool((pixels[..., 0] == pixels[..., 1]).all() and (pixels[..., 1] == pixels[..., 2]).all())
        for _, pixels in bands(image)
    )


def neutral_mask(image: Image.Image) -> Image.Image:
    """Mode L: 255 where red, green and blue of an RGB image are the same."""
    mask = Image.new("L", image.size)
    for top, pixels in bands(image):
        same = (pixels[..., 0] == pixels[..., 1]) & (pixels[..., 1] == pixels[..., 2])
        rows = (same.astype("uint8") * _FULL).astype("uint8")
        mask.paste(Image.frombytes("L", (image.width, len(pixels)), rows.tobytes()), (0, top))
    return mask


def black_only_mask(image: Image.Image) -> Image.Image:
    """Mode L: 255 where a CMYK image has no cyan, magenta and yellow."""
    cyan, magenta, yellow, _ = image.split()
    coloured = ImageChops.lighter(ImageChops.lighter(cyan, magenta), yellow)
    return coloured.point([_FULL] + [0] * _FULL)


def black_ink(grey: Image.Image) -> Image.Image:
    """A grey image (L, 255 is paper) as CMYK in black ink alone."""
    none = Image.new("L", grey.size)
    return Image.merge("CMYK", (none, none, none, ImageChops.invert(grey)))
