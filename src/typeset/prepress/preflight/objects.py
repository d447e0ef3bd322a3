"""Reading PDF objects that may be anything: every reader has an answer for a wrong type, and none follows a loop."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from math import isfinite
from typing import Any

import pikepdf

BROKEN = (
    pikepdf.PdfError,
    pikepdf.PikepdfError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    AssertionError,
    EOFError,
    MemoryError,
    OSError,
)
"""What reading a damaged file may raise: pikepdf's own errors, and Python's where an object has an unforeseen shape."""

MOST_DECODED = 64 * 1024 * 1024
_MOST_OTHER = 256 * 1024
"""Bytes of a stream in a filter that cannot be decoded piecemeal: LZW grows by 1400 at worst."""


class TooLargeError(ValueError):
    """A stream that grows beyond the bound when it is decoded."""


@contextmanager
def tolerant() -> Iterator[None]:
    """A block in which a damaged object ends the block and nothing more."""
    try:
        yield
    except BROKEN:
        return


def get(holder: Any, key: str, default: Any = None) -> Any:
    """An entry of a dictionary or of a stream's dictionary; `default` where there is none or `holder` is neither."""
    if isinstance(holder, pikepdf.Object) and holder._type_code in _DICTIONARIES:
        with tolerant():
            found = holder.get(key)
            return default if found is None else found
    return default


_DICTIONARIES = (pikepdf.ObjectType.dictionary, pikepdf.ObjectType.stream)


def is_stream(item: Any) -> bool:
    """Whether an object is a stream."""
    return isinstance(item, pikepdf.Stream)


def is_dictionary(item: Any) -> bool:
    """Whether an object is a dictionary; a stream is none."""
    return isinstance(item, pikepdf.Dictionary)


def entries(holder: Any) -> dict[str, Any]:
    """The entries of a dictionary or of a stream's dictionary."""
    if not isinstance(holder, pikepdf.Object) or holder._type_code not in _DICTIONARIES:
        return {}
    with tolerant():
        return {key: holder.get(key) for key in holder.keys()}  # noqa: SIM118 - not a mapping
    return {}


def items(holder: Any, most: int = 100_000) -> list[Any]:
    """The elements of an array; nothing for anything else."""
    if isinstance(holder, pikepdf.Array):
        with tolerant():
            return [holder[index] for index in range(min(len(holder), most))]
    return []


def number(item: Any, default: float = 0.0) -> float:
    """A number, or `default` for anything else."""
    if isinstance(item, bool) or not isinstance(item, int | float | Decimal):
        return default
    value = float(item)
    return value if isfinite(value) and abs(value) < 1e12 else default


def whole(item: Any, default: int = 0) -> int:
    """A whole number, or `default`."""
    return int(number(item, default))


def numbers(holder: Any) -> list[float]:
    """The elements of an array as numbers, empty where one is none."""
    found = items(holder, 100_000)
    if any(isinstance(item, bool) or not isinstance(item, int | float | Decimal) for item in found):
        return []
    return [number(item) for item in found]


def name(item: Any) -> str:
    """A name without its slash, or empty."""
    return str(item)[1:] if isinstance(item, pikepdf.Name) else ""


def text(item: Any) -> str:
    """A text string with control characters taken out, or empty."""
    if not isinstance(item, pikepdf.String):
        return ""
    with tolerant():
        return "".join(char for char in str(item) if char.isprintable())[:500]
    return ""


def names(item: Any) -> tuple[str, ...]:
    """One name or an array of names."""
    single = name(item)
    return (single,) if single else tuple(filter(None, map(name, items(item, 100))))


def identity(item: Any) -> object:
    """What tells an indirect object from others; None for a direct one."""
    if isinstance(item, pikepdf.Object) and item.is_indirect:
        return item.objgen
    return None


def filters(stream: Any) -> tuple[str, ...]:
    """The names of a stream's filters, abbreviations written out."""
    return filter_names(get(stream, "/Filter"))


def filter_names(item: Any) -> tuple[str, ...]:
    """Names of filters, the abbreviations of inline images written out."""
    return tuple(_ABBREVIATED.get(said, said) for said in names(item))


_ABBREVIATED = {
    "Fl": "FlateDecode",
    "LZW": "LZWDecode",
    "A85": "ASCII85Decode",
    "AHx": "ASCIIHexDecode",
    "RL": "RunLengthDecode",
    "CCF": "CCITTFaxDecode",
    "DCT": "DCTDecode",
}


def decoded(stream: Any, most: int = MOST_DECODED) -> bytes:
    """A stream's data, decoded piecemeal so that a small file cannot fill the memory.

    Raises TooLargeError beyond `most` bytes, one of BROKEN where the data is damaged.
    """
    data = bytes(stream.read_raw_bytes())
    chain = filters(stream)
    plain = not any(whole(get(parms, "/Predictor"), 1) > 1 for parms in _parameters(stream))
    if plain and set(chain) <= set(_PIECEMEAL):
        for item in chain:
            data = _PIECEMEAL[item](data, most)
        if len(data) > most:
            raise TooLargeError
        return data
    if len(data) > _MOST_OTHER and not (set(chain) <= {"FlateDecode"} and len(chain) == 1):
        raise TooLargeError
    if chain == ("FlateDecode",):
        _inflate(data, most)  # for its bound
    data = bytes(stream.read_bytes())
    if len(data) > most:
        raise TooLargeError
    return data


def _parameters(stream: Any) -> list[Any]:
    parms = get(stream, "/DecodeParms", get(stream, "/DP"))
    return items(parms, 100) or [parms]


def _inflate(data: bytes, most: int) -> bytes:
    """Flate with whatever can be had of a damaged end, as viewers do."""
    machine = zlib.decompressobj()
    try:
        found = machine.decompress(data, most + 1)
    except zlib.error:
        machine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            found = machine.decompress(data[2:], most + 1)
        except zlib.error as error:
            raise ValueError("damaged Flate data") from error
    if len(found) > most:
        raise TooLargeError
    return found


def _ascii85(data: bytes, _most: int) -> bytes:
    body = b"".join(data.split()).removeprefix(b"<~").partition(b"~>")[0]
    return base64.a85decode(body)


def _ascii_hex(data: bytes, _most: int) -> bytes:
    body = b"".join(data.partition(b">")[0].split())
    try:
        return bytes.fromhex((body + b"0" * (len(body) % 2)).decode("ascii"))
    except (UnicodeDecodeError, binascii.Error) as error:
        raise ValueError("damaged hexadecimal data") from error


_PIECEMEAL = {"FlateDecode": _inflate, "ASCII85Decode": _ascii85, "ASCIIHexDecode": _ascii_hex}
