"""The raw seed and its reviewed reading → the text that the first edition must have, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Piece:
    """A piece of the edition in reading order: its kind (heading, title, paragraph …) and its text."""

    kind: str
    text: str


@cache
def raw_seed() -> str:
    """The seed as it was received."""
    return (FOLDER / "raw.txt").read_bytes().decode("utf-8")


@cache
def edits() -> Any:
    """The reviewed reading."""
    return yaml.safe_load((FOLDER / "edits.yaml").read_text("utf-8"))


def replaced(raw: str, replacements: Any) -> str:
    """The raw text with its marks replaced; every replacement must meet the character it expects."""
    characters = list(raw)
    for group in replacements:
        for offset, around in group["at"]:
            assert raw[offset] == group["old"], (offset, raw[offset])
            assert around == raw[offset - 4 : offset + 5].replace("\n", " "), offset
            characters[offset] = group["new"]
    return "".join(characters)


def rebuild(raw: str, reading: Any) -> tuple[Piece, ...]:
    """The edition's pieces in order, cut paragraphs joined."""
    mended = replaced(raw, reading["replacements"])
    pieces: list[Piece] = []
    for item in reading["order"]:
        if "added" in item:
            pieces.append(Piece(item["kind"], item["added"]))
            continue
        text = raw[item["at"] : item["at"] + item["length"]]
        assert text.startswith(item["opens"]), item
        assert text.endswith(item["closes"]), item
        text = mended[item["at"] : item["at"] + item["length"]]
        if "joins" in item:
            pieces[-1] = Piece(pieces[-1].kind, pieces[-1].text + text)
        else:
            pieces.append(Piece(item["kind"], text))
    return tuple(pieces)


def expected_pieces() -> tuple[Piece, ...]:
    """The edition's text as the reviewed reading makes it from the raw seed."""
    return rebuild(raw_seed(), edits())
