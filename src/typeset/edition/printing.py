"""An edition's printing settings: what the imprint says in their place, and the profile's file."""

from __future__ import annotations

from pathlib import Path

from typeset.edition.model import ProfileFile
from typeset.manifest import Issue, Printing
from typeset.problems import Place, Problem, problem
from typeset.workspace import Workspace, inside

_DEFAULT_PROFILE = "ISO Coated v2 300%"


def printing_settings(issue: Issue) -> Printing:
    """The printing settings; printing house and run come from the imprint where they are not said."""
    imprint, printing = issue.publication.imprint, issue.printing
    return printing.model_copy(
        update={"printer": printing.printer or imprint.printer, "run": printing.run or imprint.print_run}
    )


def find_profile(name: str, folder: Path, place: Place, workspace: Workspace) -> ProfileFile | Problem:
    """The profile's file below `folder`, or what is wrong with its name."""
    path = inside(folder, name)
    if path is None or not path.is_file():
        code = "printing-profile-outside" if path is None else "printing-profile-missing"
        where = f"{workspace.name_of(folder)}/"
        return problem(code, place, file=name, folder=where, default=_DEFAULT_PROFILE)
    return ProfileFile(path, name, place)
