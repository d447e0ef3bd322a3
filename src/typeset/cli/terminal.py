"""The terminal: its language, printing problems with source lines, the progress bar."""

from __future__ import annotations

import contextlib
import locale
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, TextIO

from typeset.problems import Place, Problem, Severity, format_problem, to_json

Language = Literal["zh", "en"]


def language_of_locale() -> Language:
    """Chinese where the environment's locale is Chinese or says nothing, English elsewhere."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith(("zh", "c.", "posix")) or value == "C" else "en"
    try:
        value = locale.getlocale()[0] or ""
    except ValueError:
        value = ""
    return "zh" if not value or value.lower().startswith(("zh", "chinese")) else "en"


_COMMAND = re.compile(
    r"\btypeset (?="
    r"(?:make-issue|check|proof|accept|handover|count|init|new-issue|import|impose|preflight|preview|schema|layouts|fonts|doctor|render)\b)"
)


def program_name() -> str:
    """How the program was called, so that a hint can be typed as it stands.

    bash, zsh and ksh have a builtin command `typeset`, which comes before any program of that name: there our other
    name, `paiban` (排版), is the one to type.
    """
    called = Path(sys.argv[0])
    if called.name not in ("typeset", "paiban"):
        return "python -m typeset" if called.parts[-2:] == ("typeset", "__main__.py") else "typeset"
    with contextlib.suppress(ValueError):
        return called.absolute().relative_to(Path.cwd()).as_posix()
    return "paiban" if os.name == "posix" and shutil.which("paiban") else "typeset"


@dataclass
class Terminal:
    """Where a command prints: results to `out`, problems and progress to `err`."""

    language: Language
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    root: Path = field(default_factory=Path.cwd)
    program: str = field(default_factory=program_name)

    def say(self, zh: str, en: str) -> None:
        """One line of the result."""
        print(self._typable(self.choose(zh, en)), file=self.out)

    def json(self, data: object) -> None:
        """An answer for a program."""
        print(to_json(data).decode(), end="", file=self.out)

    def choose(self, zh: str, en: str) -> str:
        """The words in the terminal's language."""
        return zh if self.language == "zh" else en

    def _typable(self, text: str) -> str:
        """Text in which the commands that it names start with this program's name."""
        return _COMMAND.sub(f"{self.program} ", text)

    def problems(self, items: Iterable[Problem]) -> None:
        """Problems, a blank line after each; with the source line where there is something to mend."""
        for item in items:
            read_line = None if item.severity is Severity.NOTICE else self._source_line
            print(self._typable(format_problem(item, self.language, read_line)), end="\n\n", file=self.err)

    def _source_line(self, place: Place) -> str | None:
        lines = _lines(self.root / place.file)
        return lines[place.line - 1] if 0 < place.line <= len(lines) else None


@lru_cache(maxsize=64)
def _lines(path: Path) -> tuple[str, ...]:
    """The lines of a source as its reader saw them; nothing where it cannot be read."""
    from typeset.manuscript import decode

    try:
        return tuple(decode(path.read_bytes(), Place(path.name)).text.split("\n"))
    except OSError:
        return ()


class ProgressBar:
    """A bar on a terminal once a task has taken a second; silent in a file or pipe."""

    def __init__(self, terminal: Terminal, clock: Callable[[], float] = time.monotonic) -> None:
        self._terminal, self._clock = terminal, clock
        self._start, self._shown = clock(), False
        self._active = terminal.err.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` steps are done."""
        if not self._active or self._clock() - self._start < 1:
            return
        filled = round(24 * done / total) if total else 24
        label = self._terminal.choose("排版", "setting")
        print(
            f"\r{label} {'█' * filled}{'░' * (24 - filled)} {done}/{total}", end="", file=self._terminal.err, flush=True
        )
        self._shown = True

    def close(self) -> None:
        """Take the bar away."""
        if self._shown:
            print("\r" + " " * 60 + "\r", end="", file=self._terminal.err, flush=True)
