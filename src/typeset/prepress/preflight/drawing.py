"""Asking the child process: what qpdf says of the file, and pictures of its pages."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from typeset.prepress.preflight import worker
from typeset.prepress.preflight.children import Ending, started

DPI = 72
_SECONDS, _SECONDS_PER_PAGE, _MOST_SECONDS = 120, 2, 600


@dataclass(frozen=True)
class Drawn:
    """What the child gave: lines of the syntax check (None where it did not end), and a folder of page pictures."""

    syntax: tuple[str, ...] | None
    folder: Path
    ending: Ending

    def page(self, number: int) -> Image.Image | None:
        """The picture of a page's MediaBox, black where it is not paper; None where it was not drawn."""
        try:
            with Image.open(self.folder / f"{number:05}.pbm", formats=("PPM",)) as picture:
                return picture.convert("1")
        except (OSError, ValueError):
            return None

    def thumbnail(self, number: int) -> bytes:
        """A small picture of one of the first pages, a PNG in colour; empty where there is none."""
        try:
            return (self.folder / f"{number:05}.png").read_bytes()
        except OSError:
            return b""


Drawing = Callable[[bool], Drawn]
"""Waits for the child, and gives what it made; told False, it waits for the syntax check alone."""


@contextmanager
def drawing(data: bytes) -> Iterator[Drawing]:
    """A child process at work on the file, checking and drawing it within bounds of time and memory."""
    with tempfile.TemporaryDirectory(prefix="typeset-") as name:
        folder = Path(name)
        (folder / "file.pdf").write_bytes(data)
        seconds = min(_SECONDS + _SECONDS_PER_PAGE * data.count(b"/Page"), _MOST_SECONDS)
        # As a script it starts without the package, in half the time; -P keeps its neighbours from being imported.
        with started([sys.executable, "-P", str(worker.__file__), str(folder), str(DPI)]) as ended:

            def drawn(pages: bool) -> Drawn:
                if not pages:
                    ended(_SECONDS, until=(folder / "syntax.json").exists)
                    return Drawn(_syntax(folder / "syntax.json"), folder / "none", Ending.REFUSED)
                ending = ended(seconds)
                return Drawn(_syntax(folder / "syntax.json"), folder, ending)

            yield drawn


def _syntax(file: Path) -> tuple[str, ...] | None:
    try:
        lines = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return tuple(map(str, lines))
