"""Accepted problems: the manifest's entries laid on what was found.

A place is known by its text, not by its number alone: lines above may come and go, but when the line itself is changed
the problem comes back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from typeset.edition import Accepted
from typeset.manuscript import decode
from typeset.problems import Acceptance, Place, Problem, problem
from typeset.workspace import Workspace, read_source

_SHORT, _START = 40, 20
_HASH = re.compile(r"#([0-9a-f]{12})$")
_QUOTED = re.compile(r"[“「\"](.+)[”」\"]\s*$")
_PAGE = re.compile(r"(?:第\s*(\d+)\s*页|(?:p\.|page)\s*(\d+))", re.IGNORECASE)
_FILE = re.compile(r"(?P<file>.*?[^\s:])(?::(?P<line>\d+))?(?::(?P<column>\d+))?")
_MOST_LINES = 200_000
_OF_TEXTS = ("copy-", "manuscript-", "manifest-", "permit-")
"""Codes of what is found before any page is made."""
OF_PAGES = ("page-", "pages-", "copyfit-")
"""Codes of what is found when all pages are laid out, be it for the screen alone."""
OF_PREFLIGHT = ("preflight-",)
"""Codes of what is found in the print PDF."""


@dataclass(frozen=True)
class _Where:
    """What an entry's `where` says."""

    file: str = ""
    line: int = 0
    column: int = 0
    page: int = 0
    quote: str = ""


def _parsed(where: str) -> _Where:
    where = where.strip()
    quoted = _QUOTED.search(where)
    rest = where[: quoted.start()].strip() if quoted else where
    quote = quoted[1].strip() if quoted else ""
    if not rest:
        return _Where(quote=quote)
    if page := _PAGE.fullmatch(rest):
        return _Where(page=int(page[1] or page[2]), quote=quote)
    found = _FILE.fullmatch(rest)
    if found is None or not (found["line"] or "." in rest or "/" in rest):
        return _Where(quote=quote or rest)
    return _Where(found["file"].replace("\\", "/"), int(found["line"] or 0), int(found["column"] or 0), 0, quote)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def fingerprint(item: Problem, line: str) -> str:
    """What `text` says of a problem's place: its line, a long one as its beginning and a check sum.

    A problem that stands in no line of text is known by what its message names.
    """
    line = line.strip()
    if line:
        return line if len(line) <= _SHORT and not _HASH.search(line) else f"{line[:_START]}…#{_digest(line)}"
    told = [item.place.file if item.place else "", *(f"{key}={value}" for key, value in sorted(item.arguments.items()))]
    return f"#{_digest(_final(chr(10).join(told)))}"


def where_of(item: Problem, manifest: Place) -> str:
    """A problem's place as an entry of `accepted` says it: from the edition's folder, or a page."""
    place = item.place
    if place is None:
        return ""
    folder = Path(manifest.file).parent.as_posix()
    name = _final(place.file).removeprefix(f"{folder}/")
    if place.line:
        return f"{name}:{place.line}"
    return f"第{place.page}页" if place.page else name


def _final(name: str) -> str:
    """A print PDF has another name while it is a draft."""
    return name.replace("-print-draft.pdf", "-print.pdf")


@dataclass
class Acceptances:
    """The entries of an edition; `used` are those that some problem matched since it was made."""

    entries: Sequence[Accepted]
    workspace: Workspace
    used: set[Accepted] = field(default_factory=set)
    _files: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def applied(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems, those that an entry lets stand marked; and a warning for entries that do not name a text."""
        found = list(problems)
        for entry in self.entries:
            for index in self._matching(entry, found):
                if found[index].accepted is None:
                    found[index] = replace(found[index], accepted=Acceptance(entry.reason, entry.by))
                self.used.add(entry)
        return [*found, *self._unpinned(found)]

    def unused(self, *, checked_only: bool = False) -> Iterator[Problem]:
        """A notice for each entry that matched nothing.

        With `checked_only` no pages were made: only those that no page could bring back, because their text is gone
        or their kind of problem is found in the texts alone.
        """
        for entry in self.entries:
            if entry not in self.used and (not checked_only or self._is_stale(entry)):
                yield problem("accepted-unused", entry.place, code=entry.code, where=entry.where or "—", by=entry.by)

    def unused_among(self, codes: tuple[str, ...]) -> Iterator[Problem]:
        """A notice for each entry that matched nothing and whose code begins with one of `codes`.

        But for those that `unused(checked_only=True)` tells. For who has looked for all that these codes are found by.
        """
        for entry in self.entries:
            if entry not in self.used and entry.code.startswith(codes) and not self._is_stale(entry):
                yield problem("accepted-unused", entry.place, code=entry.code, where=entry.where or "—", by=entry.by)

    def _is_stale(self, entry: Accepted) -> bool:
        if entry.code.startswith(_OF_TEXTS):
            return True
        where = _parsed(entry.where)
        if not where.file or not (text := entry.text.strip() or where.quote) or text.startswith("#"):
            return False
        folder = Path(entry.place.file).parent.as_posix()
        lines = [*self._lines(where.file), *self._lines(f"{folder}/{where.file}")]
        return bool(lines) and not any(_is_on(text, line) for line in lines)

    def line_of(self, place: Place | None) -> str:
        """The line of text at a place; empty where there is none."""
        if place is None or not place.line:
            return ""
        lines = self._lines(place.file)
        return lines[place.line - 1] if place.line <= len(lines) else ""

    def _lines(self, file: str) -> tuple[str, ...]:
        if file not in self._files:
            path = self.workspace.root / file
            try:
                text = decode(read_source(path), Place(file)).text if path.is_file() else ""
            except (OSError, ValueError):
                text = ""
            self._files[file] = tuple(text.split("\n")[:_MOST_LINES])
        return self._files[file]

    def _matching(self, entry: Accepted, problems: Sequence[Problem]) -> list[int]:
        where = _parsed(entry.where)
        if where == _Where() and not entry.text:  # all problems of a code at once is not a place
            return []
        fits = [n for n, item in enumerate(problems) if item.code == entry.code and self._fits(entry, where, item)]
        if not where.line or not fits:
            return fits
        # The same words may stand in several lines: the nearest one is meant.
        distances = {n: abs(_line(problems[n]) - where.line) for n in fits}
        nearest = min(distances.values())
        return [n for n in fits if distances[n] == nearest]

    def _fits(self, entry: Accepted, where: _Where, item: Problem) -> bool:
        place = item.place or Place("")
        line = self.line_of(item.place)
        if where.page and place.page != where.page:
            return False
        if where.file and not _is_file(place.file, where.file, entry.place.file):
            return False
        if where.quote and where.quote not in line:
            return False
        if where.column and place.column and where.column != place.column:
            return False
        if entry.text:
            return _is_text(entry.text.strip(), item, line)
        return not where.line or where.line == place.line

    def _unpinned(self, problems: Sequence[Problem]) -> Iterator[Problem]:
        for entry in self.entries:
            if entry.text or _parsed(entry.where).quote:
                continue
            matched = self._matching(entry, problems)
            if matched:
                item = problems[matched[0]]
                text = fingerprint(item, self.line_of(item.place))
                yield problem("accepted-unpinned", entry.place, code=entry.code, text=text)


def _line(item: Problem) -> int:
    return item.place.line if item.place else 0


def _is_file(found: str, wanted: str, manifest: str) -> bool:
    """Whether a file is the one that an entry names, from the edition's folder or from the project."""
    folder = Path(manifest).parent.as_posix()
    return _final(found) in (wanted, f"{folder}/{wanted}")


def _is_text(text: str, item: Problem, line: str) -> bool:
    return fingerprint(item, line) == text if _HASH.search(text) else _is_on(text, line)


def _is_on(text: str, line: str) -> bool:
    line = line.strip()
    if _HASH.search(text):
        return text == f"{line[:_START]}…#{_digest(line)}"
    return bool(line) and text in line
