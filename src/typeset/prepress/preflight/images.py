"""Image XObjects and inline images (ISO 32000-1, 8.9): pixels, space, filters, and where they are placed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from typeset.prepress.preflight.geometry import Matrix, lengths, transformed
from typeset.prepress.preflight.marks import PlacedImage
from typeset.prepress.preflight.objects import filter_names, filters, get, is_stream, tolerant, whole
from typeset.prepress.preflight.spaces import CMYK, GRAY, RGB, UNKNOWN, Space

_JPX_SPACES = {12: CMYK, 16: RGB, 17: GRAY, 18: RGB}
_UNIT = (0.0, 0.0, 1.0, 1.0)


def placed_image(
    item: Any, said: str, page: int, ctm: Matrix, space_of: Callable[[Any], Space], *, soft: bool
) -> PlacedImage:
    """An image drawn on the unit square under a matrix. `space_of` reads a colour space with the page's resources."""
    inline = said == "inline"

    def entry(key: str, short: str) -> Any:
        found = get(item, key)
        return get(item, short) if found is None and inline else found

    stencil = entry("/ImageMask", "/IM") is True
    chain = filters(item) or _inline_filters(item)
    said_space = entry("/ColorSpace", "/CS")
    if stencil:
        space = GRAY
    elif said_space is not None:
        space = space_of(said_space)
    else:
        space = _jpx_space(item) if "JPXDecode" in chain else UNKNOWN
    return PlacedImage(
        page=page,
        box=transformed(ctm, _UNIT),
        name=said[:40],
        pixels=(whole(entry("/Width", "/W")), whole(entry("/Height", "/H"))),
        placed=lengths(ctm),
        bits=1 if stencil else whole(entry("/BitsPerComponent", "/BPC"), 8),
        space=space,
        filters=chain,
        stencil=stencil,
        interpolate=entry("/Interpolate", "/I") is True,
        soft_mask=is_stream(get(item, "/SMask")) or whole(get(item, "/SMaskInData")) > 0,
        alternates=get(item, "/Alternates") is not None,
        opi=get(item, "/OPI") is not None,
        inline=inline,
        soft=soft,
    )


def _inline_filters(item: Any) -> tuple[str, ...]:
    return filter_names(get(item, "/F"))


def _jpx_space(item: Any) -> Space:
    """The enumerated space in a JPEG 2000 file (ISO/IEC 15444-1, I.5.3.3); UNKNOWN where it is told otherwise."""
    with tolerant():
        head = bytes(item.read_raw_bytes()[:65536])
        at = head.find(b"colr")
        if at > 0 and head[at + 4 : at + 5] == b"\x01":
            return _JPX_SPACES.get(int.from_bytes(head[at + 7 : at + 11], "big"), UNKNOWN)
    return UNKNOWN
