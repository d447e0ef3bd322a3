"""An edition read, with the layout and the fonts that it is set with: all that a page needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from typeset.build.kept import Kept
from typeset.edition import Edition, EditionReading, read_edition
from typeset.fonts import Catalogue
from typeset.layout import Layout, Options, Templates, resolve_options
from typeset.problems import Giveup, Problem
from typeset.workspace import EditionFolder, Workspace


@dataclass(frozen=True)
class Checked:
    """An edition read and checked, with the layout and fonts it will be set in."""

    edition: Edition
    layout: Layout
    options: Options
    templates: Templates
    catalogue: Catalogue
    problems: tuple[Problem, ...]


def prepared(folder: EditionFolder, workspace: Workspace, kept: Kept) -> tuple[Checked, EditionReading]:
    """An edition with what was found while it was read; what can be found only by looking closer is not looked for.

    What did not change since it was read with `kept` is not read again. Raises Giveup, with all problems, where no page
    could be made.
    """
    reading = read_edition(folder, workspace, kept.sources)
    edition = reading.edition
    if edition is None or not any(True for _ in edition.articles):
        raise Giveup(*reading.problems)
    try:
        layout = kept.layout(edition.layout, workspace, reading.layout_place)
    except Giveup as giveup:
        raise Giveup(*reading.problems, *giveup.problems) from giveup
    edition = _bound(edition, layout)
    options, option_problems = resolve_options(
        layout, edition.options, reading.options_place, lambda name: reading.place_of("options", name)
    )
    catalogue, font_problems = kept.catalogue(workspace)
    templates = kept.templates(layout, options, edition.printing.bleed)
    problems = (*reading.problems, *option_problems, *font_problems)
    return Checked(edition, layout, options, templates, catalogue, problems), reading


def _bound(edition: Edition, layout: Layout) -> Edition:
    """The edition with the binding of its layout, where the manifest names none."""
    binding = layout.declaration.binding
    if binding is None or "binding" in edition.printing.model_fields_set:
        return edition
    return replace(edition, printing=edition.printing.model_copy(update={"binding": binding}))
