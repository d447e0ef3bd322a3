"""Asking the child process: what qpdf says of the file, and pictures of its pages."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

DPI = 72
_SECONDS, _SECONDS_PER_PAGE, _MOST_SECONDS = 120, 2, 600


@dataclass(frozen=True)
class Drawn:
    """What the child gave: lines of the syntax check (None where it did not end), and a folder of page pictures."""

    syntax: tuple[str, ...] | None
    folder: Path

    def page(self, number: int) -> Image.Image | None:
        """The picture of a page's MediaBox in RGB, None where it was not drawn."""
        try:
            with Image.open(self.folder / f"{number:05}.png", formats=("PNG",)) as picture:
                return picture.convert("RGB")
        except (OSError, ValueError):
            return None


Drawing = Callable[[], Drawn]
"""Waits for the child, and gives what it made."""


@contextmanager
def drawing(data: bytes) -> Iterator[Drawing]:
    """A child process at work on the file, checking and drawing it within bounds of time and memory."""
    with tempfile.TemporaryDirectory(prefix="typeset-") as name:
        folder = Path(name)
        (folder / "file.pdf").write_bytes(data)
        seconds = min(_SECONDS + _SECONDS_PER_PAGE * data.count(b"/Page"), _MOST_SECONDS)
        with started([sys.executable, "-m", "typeset.prepress.preflight.worker", str(folder), str(DPI)]) as ended:

            def drawn() -> Drawn:
                ended(seconds)
                return Drawn(_syntax(folder / "syntax.json"), folder)

            yield drawn


@contextmanager
def started(command: list[str]) -> Iterator[Callable[[float], bool]]:
    """A program at work in silence; what is given waits so many seconds and says whether it ended well in time."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError:
        yield lambda _seconds: False
        return

    def ended(seconds: float) -> bool:
        try:
            return process.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            process.kill()  # what it was at must not go on under the reader's eyes
            process.wait()
            return False

    try:
        yield ended
    finally:
        process.kill()
        process.wait()


def _syntax(file: Path) -> tuple[str, ...] | None:
    try:
        lines = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return tuple(map(str, lines))
