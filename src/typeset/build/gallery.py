"""The gallery of layouts (版式样张): each with its options and with an example edition that uses all it has.

An example is a small publication of its own inside the layout's package, `example/issues/…`, so that whoever copies a
layout has something to try it on.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from PIL import Image

from typeset.build.make import Built, build_edition, check_edition
from typeset.build.pagination import Progress
from typeset.build.typesetter import Typesetter
from typeset.layout import Layout
from typeset.prepress import page_pictures
from typeset.problems import Severity
from typeset.workspace import EditionFolder, Workspace, staged

EXAMPLE = "example"
_DPI = 80
_TEMPLATE = "gallery.html"


@dataclass(frozen=True)
class Shown:
    """A layout in the gallery: its example edition set, where it has one. `name` is the edition's."""

    layout: Layout
    built: Built | None
    name: str = ""

    @property
    def spreads(self) -> tuple[tuple[int, ...], ...]:
        """Page numbers as they lie open: the first alone, then two and two."""
        total = self.built.paginated.total if self.built else 0
        pairs = [tuple(number for number in (left, left + 1) if number <= total) for left in range(2, total + 1, 2)]
        return ((1,), *pairs) if total else ()

    @property
    def counts(self) -> tuple[int, int]:
        """Errors and warnings of the example."""
        report = self.built.report if self.built else None
        return (report.count(Severity.ERROR), report.count(Severity.WARNING)) if report else (0, 0)


def example_of(layout: Layout) -> Workspace | None:
    """The publication that a layout brings as its example."""
    folder = layout.folder / EXAMPLE
    return Workspace(folder) if (folder / "issues").is_dir() else None


def write_gallery(layouts: Sequence[Layout], target: Path, progress: Progress) -> tuple[Shown, ...]:
    """Set every layout's example and write index.html, the PDFs and page pictures to `target`, all or nothing."""
    shown: list[Shown] = []
    with staged(target) as fresh:
        for layout in layouts:
            item = _set_example(layout, progress)
            shown.append(item)
            if item.built:
                _write_pages(item, item.built, fresh / layout.name)
        (fresh / "index.html").write_text(gallery_html(shown), "utf-8")
    return tuple(shown)


def gallery_html(shown: Sequence[Shown]) -> str:
    """The gallery's page; pictures and PDFs lie in a folder for each layout beside it."""
    source = resources.files("typeset.build").joinpath(_TEMPLATE).read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source).render(layouts=shown)


def _set_example(layout: Layout, progress: Progress) -> Shown:
    """The layout's first example edition, set in the layout itself from a copy: a package may not be writable."""
    example = example_of(layout)
    editions = example.editions() if example else ()
    if example is None or not editions:
        return Shown(layout, None)
    with tempfile.TemporaryDirectory(prefix="typeset-gallery-") as scratch:
        root = Path(scratch)
        shutil.copytree(example.issues, root / "issues")
        shutil.copytree(
            layout.folder, root / "layouts" / layout.name, ignore=shutil.ignore_patterns(EXAMPLE), dirs_exist_ok=True
        )
        workspace = Workspace(root)
        folder = EditionFolder(root / "issues" / editions[0].name)
        checked = check_edition(folder, workspace)
        typesetter = Typesetter(checked.layout, checked.catalogue)
        built = build_edition(checked, typesetter, workspace, progress, printed=False)
        return Shown(layout, built, folder.name)


def _write_pages(item: Shown, built: Built, folder: Path) -> None:
    folder.mkdir()
    (folder / f"{item.name}.pdf").write_bytes(built.pdf)
    for number, picture in _pages(built):
        picture.save(folder / f"{number:03}.png", "PNG", compress_level=6)


def _pages(built: Built) -> Iterator[tuple[int, Image.Image]]:
    return enumerate(page_pictures(built.pdf, _DPI), start=1)
