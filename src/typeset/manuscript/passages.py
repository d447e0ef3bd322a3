"""What stands on lines of its own inside a paragraph: pictures, and a bold first line that is a subhead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

from typeset.manuscript.headings import is_bold_title

_BREAKS = ("softbreak", "hardbreak")


@dataclass(frozen=True)
class Passage:
    """A part of a paragraph's tokens."""

    kind: Literal["text", "pictures", "bold-line"]
    tokens: tuple[Token, ...]


def passages(tokens: Sequence[Token], *, bold_lines: bool) -> list[Passage]:
    """The parts of a paragraph, so that each picture on a line of its own stands where the editor put it.

    With `bold_lines` a first line that is wholly bold and reads like a title is a part of its own.
    """
    found: list[Passage] = []
    text: list[Token] = []
    lines = _lines(tokens)
    for number, line in enumerate(lines):
        if _is_pictures(line):
            found += _text_passage(text)
            text = []
            found.append(Passage("pictures", tuple(line)))
        elif bold_lines and number == 0 and len(lines) > 1 and _is_bold_line(line):
            found.append(Passage("bold-line", tuple(line)))
        else:
            text += line
    return found + _text_passage(text)


def verse_lines(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The tokens of each source line, without the breaks between them."""
    lines = (tuple(token for token in line if token.type not in _BREAKS) for line in _lines(tokens))
    return [line for line in lines if line]


def _text_passage(tokens: list[Token]) -> list[Passage]:
    """The tokens as a passage, without the line breaks at its ends."""
    begin, end = 0, len(tokens)
    while begin < end and tokens[begin].type in _BREAKS:
        begin += 1
    while begin < end and tokens[end - 1].type in _BREAKS:
        end -= 1
    return [Passage("text", tuple(tokens[begin:end]))] if begin < end else []


def _lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each source line, the break that ends it with it; breaks inside bold text and links not counted."""
    lines: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += token.nesting
        lines[-1].append(token)
        if token.type in _BREAKS and depth == 0:
            lines.append([])
    return lines


def _is_pictures(line: list[Token]) -> bool:
    return any(token.type == "image" for token in line) and all(
        token.type in ("image", *_BREAKS) or (token.type == "text" and not token.content.strip()) for token in line
    )


def _is_bold_line(line: list[Token]) -> bool:
    inner = line[1:-2] if line[-1].type in _BREAKS else line[1:-1]
    if not inner or line[0].type != "strong_open" or line[len(inner) + 1].type != "strong_close":
        return False
    if any(token.type not in ("text", "text_special", "em_open", "em_close") for token in inner):
        return False
    return is_bold_title("".join(token.content for token in inner))
