"""The pipeline of one edition, top to bottom: folder → Edition → runs → pages → screen PDF and print PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from typeset.build.checked import Checked, prepared
from typeset.build.copyfitting import Copyfit, paginate_fitted, report_problems
from typeset.build.findings import engine_problems, overset_problems, page_size_problems
from typeset.build.kept import Kept
from typeset.build.pagination import Paginated, Progress
from typeset.build.painting import ScreenPainter, resolution_problems
from typeset.build.typesetter import Typesetter
from typeset.color import load_condition
from typeset.composer.embedding import shared_subsets
from typeset.composer.rendering import trimmed, write_pdf
from typeset.edition import Edition, EditionReading, missing_character_problems
from typeset.fonts import missing_characters
from typeset.layout import edition_problems, transparency_problems
from typeset.manifest import without_consequences
from typeset.permit import RULES, particulars_problems, rules_for, unknown_rules, wording_problems
from typeset.pictures import PictureCache
from typeset.problems import Giveup, Problem, Report, problem
from typeset.signoff import Acceptances, changed_after_press
from typeset.workspace import EditionFolder, Workspace

if TYPE_CHECKING:
    from typeset.build.printing import Printed, PrintSettings


@dataclass(frozen=True)
class Built:
    """An edition set: its PDF, and what was found on the way."""

    checked: Checked
    paginated: Paginated
    pdf: bytes
    report: Report
    printed: Printed | None = None
    copyfit: Copyfit | None = None

    @property
    def edition(self) -> Edition:
        """The edition that was set."""
        return self.checked.edition


def check_edition(folder: EditionFolder, workspace: Workspace, kept: Kept | None = None) -> Checked:
    """Everything but the pages. Raises Giveup, with all problems, where no page could be made.

    With `kept`, what did not change since it was checked with it is not read again. What a slip in a manifest has
    brought about elsewhere is not told beside it.
    """
    try:
        checked = _checked(folder, workspace, kept or Kept())
    except Giveup as giveup:
        raise Giveup(*without_consequences(giveup.problems), exit_code=giveup.exit_code) from giveup
    return replace(checked, problems=without_consequences(checked.problems))


def _checked(folder: EditionFolder, workspace: Workspace, kept: Kept) -> Checked:
    found, reading = prepared(folder, workspace, kept)
    edition, layout, catalogue = found.edition, found.layout, found.catalogue
    if unprintable := kept.unprintable(layout):
        raise Giveup(*reading.problems, *unprintable)
    missing = missing_character_problems(edition, lambda text: missing_characters(text, catalogue.faces))
    problems = (
        *found.problems,
        *_profile_problems(edition),
        *catalogue.role_problems(layout.declaration.roles),
        *missing,
        *edition_problems(edition, layout, found.options.palette, reading.place_of),
        *(transparency_problems(layout) if edition.printing.standard == "pdf/x-1a" else ()),
        *_permit_problems(reading, edition),
        *changed_after_press(folder, workspace, layout.folder, edition.profile.path if edition.profile else None),
    )
    problems = tuple(Acceptances(edition.accepted, workspace).applied(problems))
    kept.turn()
    return replace(found, problems=problems)


def _profile_problems(edition: Edition) -> Iterator[Problem]:
    """What is wrong inside the printing house's own profile: no CMYK press, cut off, no profile at all."""
    if (named := edition.profile) is not None:
        found = load_condition(named.path, edition.printing.ink_limit, named.place, named.name)
        if isinstance(found, Problem):
            yield found


def _permit_problems(reading: EditionReading, edition: Edition) -> Iterator[Problem]:
    if reading.lost("publication", "category"):
        return  # which measures bind the publication is not known
    off = edition.publication.unchecked
    known = "、".join(rule.chinese for rule in RULES)
    for name in unknown_rules(off):
        place = reading.place_of("publication", "unchecked", off.index(name))
        yield problem("permit-rule-unknown", place, name=name, known=known)
    rules = rules_for(edition.publication.category, off)
    yield from particulars_problems(edition.publication, rules, reading.place_of)
    yield from wording_problems(edition, rules)


def build_edition(
    checked: Checked,
    typesetter: Typesetter,
    workspace: Workspace,
    progress: Progress,
    *,
    printed: bool = True,
    date: datetime | None = None,
) -> Built:
    """Set the pages and write the screen PDF and, where it is wanted, the print PDF into memory.

    `date` stands for the edition's own in the print PDF (SOURCE_DATE_EPOCH).
    """
    from typeset.build.printing import printing_edition  # here: to check and preview, nothing of it is needed

    paginated, fitted = paginate_fitted(checked.edition, checked.templates, typesetter, progress)
    document = paginated.document
    cache = PictureCache(workspace.cache / "pictures")
    painter = ScreenPainter(checked.edition.sources, cache)
    with ExitStack() as stack:
        stack.enter_context(shared_subsets({}))
        printing = (
            stack.enter_context(printing_edition(document, _print_settings(checked, date), cache)) if printed else None
        )
        # The screen PDF is painted while other programs look at the print PDF.
        pdf, messages = write_pdf(trimmed(document), painter, pdf_variant="pdf/ua-1")
        acceptances = Acceptances(checked.edition.accepted, workspace)
        found: list[Problem] = [
            *checked.problems,
            *typesetter.problems,
            *typesetter.refused(),
            *paginated.problems,
            *fitted.problems,
            *report_problems(paginated),
            *painter.problems,
            *resolution_problems(painter.placed, checked.edition.sources),
            *chain.from_iterable(item.rendering.problems() for item in paginated.runs),
            *chain.from_iterable(overset_problems(item.rendering, item.start) for item in paginated.runs),
            *page_size_problems(paginated.document, checked.layout),
            *engine_problems((*document.messages, *messages), checked.problems),
        ]
        found = acceptances.applied(found)
        if printing is None:
            return Built(checked, paginated, pdf, Report.of(found), None, fitted)
        for_print = printing(found, acceptances.applied)
    told = [*found, *for_print.problems, *acceptances.unused()]
    return Built(checked, paginated, pdf, Report.of(told), for_print, fitted)


def _print_settings(checked: Checked, date: datetime | None) -> PrintSettings:
    from typeset.build.printing import PrintSettings

    return PrintSettings(checked.edition, checked.layout, checked.options, checked.catalogue, date)
