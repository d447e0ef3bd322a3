"""Handing over: an edition that is 付印 → a parcel for the printing house and an archive, both or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from typeset.build import Built, Checked, Typesetter, build_edition, check_edition
from typeset.build.printing import keeps_from_press, print_name
from typeset.build.report import report_data
from typeset.handover.archive import archive_files
from typeset.handover.names import readable_name
from typeset.handover.parcel import parcel_files
from typeset.handover.zipping import write_zip
from typeset.problems import Giveup, Problem, problem, to_json
from typeset.proofreading import proofread
from typeset.signoff import read_status
from typeset.signoff.status import PRESS, StatusLine
from typeset.workspace import EditionFolder, Workspace, staged

_CHANGED = frozenset({"changed-after-press", "press-proof-missing"})


@dataclass(frozen=True)
class HandedOver:
    """The two zip files, with the names of what lies in them."""

    printing_house: Path
    archive: Path
    parcel: tuple[str, ...]
    archived: tuple[str, ...]


def ready_for_press(folder: EditionFolder, workspace: Workspace, checked: Checked) -> StatusLine:
    """The line of status.yaml by which the edition is 付印.

    Raises Giveup (exit code 1) where it is not, or where a source is not as it was then.
    """
    status = read_status(folder, workspace)
    last = status.last
    if last is None or last.state != PRESS:
        place = workspace.place(folder.path / "status.yaml") if status.lines else None
        raise Giveup(problem("handover-not-press", place, edition=folder.name, state=status.state))
    changed = [item for item in checked.problems if item.code in _CHANGED]
    if changed:
        raise Giveup(*changed, problem("handover-changed", edition=folder.name, when=last.when))
    return last


def hand_over(
    folder: EditionFolder,
    workspace: Workspace,
    target: Path,
    progress: Callable[[int, int], None],
    date: datetime | None = None,
) -> HandedOver:
    """Set an edition again, see that it is what was signed, and write both zip files into `target`.

    `date` stands for the edition's own (SOURCE_DATE_EPOCH). Raises Giveup where it is not 付印 or not the same
    as then; nothing is written in that case.
    """
    checked = check_edition(folder, workspace)
    line = ready_for_press(folder, workspace, checked)
    checked = replace(checked, problems=(*checked.problems, *proofread(folder, workspace)))
    built = build_edition(checked, Typesetter(checked.layout, checked.catalogue), workspace, progress, date=date)
    _as_signed(built, line, folder)
    outputs = _outputs(built)
    parcel = parcel_files(built)
    archived = archive_files(built, folder, workspace, outputs, date)
    base = readable_name(built.edition)
    names = f"{base}_印刷厂.zip", f"{base}_存档.zip"
    with staged(target) as fresh:
        write_zip(fresh / names[0], parcel)
        write_zip(fresh / names[1], archived)
    return HandedOver(target / names[0], target / names[1], tuple(sorted(parcel)), tuple(sorted(archived)))


def _as_signed(built: Built, line: StatusLine, folder: EditionFolder) -> None:
    """See that what is set now is what was signed: its sources are, but fonts or typeset may be others."""
    open_ones: list[Problem] = [item for item in built.report.problems if keeps_from_press(item)]
    if built.printed is None or built.printed.draft or open_ones:
        raise Giveup(*open_ones, problem("handover-draft", edition=folder.name))
    now = sha256(built.pdf).hexdigest()
    if line.build and not now.startswith(line.build):
        raise Giveup(
            problem("handover-other-build", edition=folder.name, signed=line.build, now=now[: len(line.build)])
        )


def _outputs(built: Built) -> Mapping[str, bytes]:
    """What make-issue writes, by its names there."""
    assert built.printed is not None
    name = built.edition.name
    printed = print_name(name, draft=False)
    return {
        f"{name}.pdf": built.pdf,
        printed: built.printed.pdf,
        "report.json": to_json(report_data(built, printed)),
    }
