"""Colour spaces of inks in a PDF: a spot colour alone, and several inks side by side (ISO 32000-1, 8.6.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pydyf

Cmyk = tuple[float, float, float, float]
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")


def separation(name: str, cmyk: Cmyk) -> pydyf.Array:
    """A Separation colour space: a spot colour's name and what stands in for it (ISO 32000-1, 8.6.6.4)."""
    function = pydyf.Dictionary(
        {"FunctionType": 2, "Domain": pydyf.Array((0, 1)), "C0": pydyf.Array((0, 0, 0, 0)), "N": 1}
    )
    function["C1"] = pydyf.Array(cmyk)
    return pydyf.Array(("/Separation", "/" + pdf_name(name), "/DeviceCMYK", function))


def device_n(inks: Sequence[str], spots: Mapping[str, Cmyk], tint_transform: bytes) -> pydyf.Array:
    """A DeviceN colour space of process inks and spot colours (8.6.6.5); the spots are described among its attributes.

    `tint_transform` is the reference of the function that mixtures() writes.
    """
    names = pydyf.Array("/" + pdf_name(ink) for ink in inks)
    colorants = pydyf.Dictionary({pdf_name(ink): separation(ink, spots[ink]) for ink in inks if ink in spots})
    attributes = pydyf.Dictionary({"Colorants": colorants})
    return pydyf.Array(("/DeviceN", names, "/DeviceCMYK", tint_transform, attributes))


def mixtures(inks: Sequence[str], spots: Mapping[str, Cmyk]) -> pydyf.Stream:
    """The tint transform of a DeviceN space: what stands in for the inks is added up (7.10.5, Type 4).

    What is beyond full ink is cut off by the function's range.
    """
    parts = [spots[ink] if ink in spots else tuple(float(ink == own) for own in PROCESS) for ink in inks]
    count, code = len(inks), []
    for made, channel in enumerate(zip(*parts, strict=True)):
        # Each sum lies on the stack above the inks, and the next one reaches below it.
        code.append("0")
        for at, share in enumerate(channel):
            if share:
                code.append(f"{count + made - at} index {share:g} mul add")
    code.append(f"{count + 4} 4 roll" + " pop" * count)
    extra = {
        "FunctionType": 4,
        "Domain": pydyf.Array((0, 1) * count),
        "Range": pydyf.Array((0, 1) * 4),
    }
    return pydyf.Stream([f"{{ {' '.join(code)} }}".encode()], extra=extra)


def pdf_name(text: str) -> str:
    """Text as a PDF name without its slash: UTF-8, with what is not plain written #xx (ISO 32000-1, 7.3.5)."""
    plain = b"!\"$&'*+,-.:;=?@\\^_`|~"
    return "".join(
        chr(byte) if chr(byte).isascii() and (chr(byte).isalnum() or byte in plain) else f"#{byte:02x}"
        for byte in text.encode()
    )
