"""Asking the child process: what qpdf says of the file, and pictures of its pages."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

DPI = 96
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


@contextmanager
def drawn(data: bytes) -> Iterator[Drawn]:
    """The file checked and drawn by a child process within bounds of time and memory."""
    with tempfile.TemporaryDirectory(prefix="typeset-") as name:
        folder = Path(name)
        (folder / "file.pdf").write_bytes(data)
        seconds = min(_SECONDS + _SECONDS_PER_PAGE * data.count(b"/Page"), _MOST_SECONDS)
        run([sys.executable, "-m", "typeset.prepress.preflight.worker", str(folder), str(DPI)], seconds)
        yield Drawn(_syntax(folder / "syntax.json"), folder)


def run(command: list[str], seconds: float) -> bool:
    """Run a program silently; whether it ended well in time."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _syntax(file: Path) -> tuple[str, ...] | None:
    try:
        lines = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return tuple(map(str, lines))
