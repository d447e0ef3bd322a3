"""What a build needs beside the edition, kept between builds: layout, templates and fonts, until their files change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typeset.edition import KeptSources, Memory, folder_stamp
from typeset.fonts import Catalogue, load_catalogue
from typeset.layout import Layout, Options, Templates, load_layout, style_problems
from typeset.layout.package import find_layouts
from typeset.problems import Place, Problem
from typeset.workspace import Workspace


class Kept:
    """Sources, layout and fonts of one edition, read again where their files changed. One `turn` for every check."""

    def __init__(self) -> None:
        self.sources = KeptSources()
        self._memory = Memory()
        self._templates: tuple[tuple[Any, ...], Templates] | None = None

    def turn(self) -> None:
        """A new check begins."""
        self._memory.turn()

    def layout(self, name: str, workspace: Workspace, place: Place | None) -> Layout:
        """The layout package called `name`. Raises Giveup as `load_layout` does."""
        folder = find_layouts(workspace.layouts).get(name)
        if folder is None:
            return load_layout(name, workspace.layouts, place)
        key = ("layout", folder, folder_stamp(folder))
        made: Layout = self._memory.get(key, lambda: load_layout(name, workspace.layouts, place))
        return made

    def unprintable(self, layout: Layout) -> tuple[Problem, ...]:
        """What in a layout's style sheets cannot be printed."""
        key = ("styles", layout.folder, folder_stamp(layout.folder))
        made: tuple[Problem, ...] = self._memory.get(key, lambda: tuple(style_problems(layout)))
        return made

    def catalogue(self, workspace: Workspace) -> tuple[Catalogue, tuple[Problem, ...]]:
        """The fonts of the project, and what is wrong with them."""
        key = ("fonts", *((folder, folder_stamp(folder)) for folder in workspace.fonts))
        made: tuple[Catalogue, tuple[Problem, ...]] = self._memory.get(key, lambda: _catalogue(workspace))
        return made

    def templates(self, layout: Layout, options: Options, bleed: float) -> Templates:
        """The layout's templates, compiled once."""
        known = (id(layout), options, bleed)
        if self._templates is None or self._templates[0] != known:
            self._templates = known, Templates(layout, options, bleed)
        return self._templates[1]


def _catalogue(workspace: Workspace) -> tuple[Catalogue, tuple[Problem, ...]]:
    folders: tuple[Path, ...] = workspace.fonts
    return load_catalogue(folders, cache=workspace.cache / "fonts.json", name_of=workspace.name_of)
