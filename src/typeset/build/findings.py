"""What is found on laid-out pages and in the engine's messages, as problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from typeset.composer.facts import overset
from typeset.composer.rendering import Rendering
from typeset.composer.sources import source_place
from typeset.layout import Layout
from typeset.problems import Problem, problem

_UNDRAWN = re.compile(r"\.notdef glyph rendered for Unicode string .*\((U\+[0-9A-F]+)\)")
_MM_PER_PX = 25.4 / 96
_TOLERANCE_MM = 0.1


_SHOWN = 300  # characters of an engine's message: it may quote a whole picture


def engine_problems(messages: Iterable[str], known: Iterable[Problem]) -> Iterator[Problem]:
    """What the engine said; a missing glyph is an error unless its character was found in the sources already."""
    told = {item.arguments["code"] for item in known if item.code == "character-missing"}
    for line in dict.fromkeys(messages):
        undrawn = _UNDRAWN.match(line)
        if undrawn is None:
            yield problem("engine-message", message=line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…")
        elif undrawn[1] not in told:
            yield problem("glyph-missing", code=undrawn[1])


def page_size_problems(rendering: Rendering, layout: Layout, first: int = 1) -> Iterator[Problem]:
    """Pages that are not of the trimmed size that the layout declares: a printing house cannot bind them.

    `first` is the number of the first page.
    """
    wanted = layout.declaration.page
    for number, page in enumerate(rendering.pages, start=first):
        width, height = page.width * _MM_PER_PX, page.height * _MM_PER_PX
        if abs(width - wanted.width) > _TOLERANCE_MM or abs(height - wanted.height) > _TOLERANCE_MM:
            yield problem(
                "layout-page-size",
                layout=layout.name,
                page=number,
                found=f"{width:.1f} × {height:.1f}",
                wanted=f"{wanted.width:g} × {wanted.height:g}",
            )


def overset_problems(rendering: Rendering, first: int = 1) -> Iterator[Problem]:
    """Text that runs off its page. `first` is the number of the first page."""
    for item in overset(rendering):
        page = item.page + first
        yield problem(
            "page-overset", source_place(item.source, page) if item.source else None, page=page, text=item.text[:20]
        )
