"""Reading manuscripts: from a file, or from text in place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from typeset.manuscript.decoding import decode
from typeset.manuscript.markdown import read_markdown
from typeset.manuscript.model import Body, Reading
from typeset.manuscript.plain import read_plain
from typeset.manuscript.source import MOST_BYTES
from typeset.problems import Place, problem

_READERS: dict[str, Callable[[str, Place, str | None], Reading]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain,
}
_WORD_PROCESSORS = frozenset({".doc", ".docx", ".docm", ".wps", ".rtf", ".odt", ".pages", ".pdf"})
_BLANK_LINES = re.compile(r"(?:[ \t\u3000]*+\r?\n)+")
_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"{\\rtf")


def read_manuscript(path: Path, name: str, title: str | None = None) -> Reading:
    """Read a manuscript file: Markdown (.md, .markdown) or plain text (.txt), in any of the usual encodings.

    `name` is the file's name in places (see `Workspace.name_of`), `title` the article's title, which a manuscript
    often repeats. Raises OSError where the file cannot be read; what is wrong with its content is among the problems.
    """
    whole = Place(name)
    kind = path.suffix.lower()
    if kind in _WORD_PROCESSORS:
        return _unread("manuscript-not-text", whole, name=path.name)
    if kind not in _READERS:
        return _unread("manuscript-kind-unknown", whole, name=path.name, kind=kind or "—")
    if path.stat().st_size > MOST_BYTES:
        return _unread("manuscript-too-long", whole)
    data = path.read_bytes()
    if data.startswith(_SIGNATURES):
        return _unread("manuscript-not-text", whole, name=path.name)
    decoded = decode(data, whole)
    if not decoded.encoding:
        return Reading(Body(), decoded.problems)
    reading = _READERS[kind](decoded.text, Place(name, 1, 1), title)
    reading = replace(reading, problems=(*decoded.problems, *reading.problems))
    return _not_empty(reading, whole)


def read_text(text: str, place: Place, title: str | None = None) -> Reading:
    """Read a body that is written in place, in the manifest, by the rules of Markdown.

    `place` is where its first line stands that is not blank. The places found have lines but no columns: how much the
    manifest indents the text is not known here.
    """
    start = replace(place, column=0, length=1)
    return _not_empty(read_markdown(_without_blank_lines(text), start, title), start)


def _without_blank_lines(text: str) -> str:
    """The text from its first line that is not blank."""
    match = _BLANK_LINES.match(text)
    return text[match.end() :] if match else text


def _unread(code: str, place: Place, **arguments: object) -> Reading:
    return Reading(Body(), (problem(code, place, None, **arguments),))


def _not_empty(reading: Reading, place: Place) -> Reading:
    if reading.body.blocks or any(item.code == "manuscript-too-long" for item in reading.problems):
        return reading
    return replace(reading, problems=(*reading.problems, problem("empty-manuscript", place)))
