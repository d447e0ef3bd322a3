"""Starting a layout of one's own from one that is there."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from typeset.layout.package import LAYOUT_FILE, Layout
from typeset.problems import Giveup, problem

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*", "*~", "Thumbs.db", "gallery")


def start_layout(name: str, source: Layout, folder: Path) -> Path:
    """Copy a layout package to `folder`/`name` and return where it lies; the copy says what it was started from.

    All or nothing: an interrupted copy leaves no half package. Raises Giveup where the name cannot be a layout's
    (lower-case letters, digits, hyphens) or is taken in `folder`.
    """
    target = folder / name
    if not _NAME.fullmatch(name):
        raise Giveup(problem("layout-new-name", name=name), exit_code=2)
    if target.exists():
        raise Giveup(problem("layout-new-taken", name=name), exit_code=2)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=folder) as scratch:
        fresh = Path(scratch) / name
        shutil.copytree(source.folder, fresh, ignore=_LEFT_OUT)
        declaration = fresh / LAYOUT_FILE
        text = declaration.read_text("utf-8")
        declaration.write_text(f"# Started from the layout {source.name}.\n{text}", "utf-8")
        fresh.rename(target)
    return target
