"""From a marked-up PDF to an edition's list of comments: reading the file, and what it is held against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from typeset.build import Typesetter, build_edition, check_edition
from typeset.build.pagination import Progress
from typeset.build.source_map import page_spots
from typeset.manuscript import decode
from typeset.problems import Giveup, Place, Problem, problem
from typeset.proofs.comments import Comment, Desk, SetPages, Spotted, place_comments
from typeset.proofs.comments_file import keep_comments
from typeset.proofs.comments_pdf import MOST_COMMENTS, read_marked
from typeset.proofs.store import load_proof, proofs_of
from typeset.workspace import EditionFolder, Workspace, inside

MOST_BYTES = 512 * 1024 * 1024
"""Of a PDF that is read for its comments."""


def enter_comments(
    pdf: bytes, name: str, folder: EditionFolder, workspace: Workspace, progress: Progress
) -> tuple[tuple[Comment, ...], list[dict[str, Any]], tuple[Problem, ...]]:
    """Read the comments of a PDF and enter them in comments.yaml.

    Gives the comments of this file, all entries that are listed now, and what is to be said of them. Raises Giveup for
    what is no PDF and where the list cannot be understood.
    """
    try:
        marked = read_marked(pdf)
    except ValueError as error:
        raise Giveup(problem("comments-file-unreadable", file=name), exit_code=2) from error
    proofs = sorted((load_proof(folder, proof) for proof in proofs_of(folder)), key=lambda item: item.when)
    desk = Desk(proofs, _current(folder, workspace, progress), _lines(workspace))
    found, problems = place_comments(pdf, marked, desk, name)
    if marked.cut:
        problems += (problem("comments-many", limit=MOST_COMMENTS),)
    return found, keep_comments(folder, workspace, found, name) if found else [], problems


def _current(folder: EditionFolder, workspace: Workspace, progress: Progress) -> Callable[[], SetPages | None]:
    """Sets the edition as it is now; None where that cannot be."""

    def current() -> SetPages | None:
        try:
            checked = check_edition(folder, workspace)
            typesetter = Typesetter(checked.layout, checked.catalogue)
            built = build_edition(checked, typesetter, workspace, progress, printed=False)
        except Giveup:
            return None
        spots = {
            number: tuple(Spotted(*spot.box, spot.source) for spot in page_spots(page))
            for number, page in enumerate(built.paginated.document.pages, 1)
        }
        return SetPages("", built.pdf, tuple(spots), spots)

    return current


def _lines(workspace: Workspace) -> Callable[[str], Sequence[str]]:
    """The lines of a source as its reader sees them."""

    def lines(name: str) -> Sequence[str]:
        path = inside(workspace.root, name)
        try:
            return decode(path.read_bytes(), Place(name)).text.split("\n") if path and path.is_file() else ()
        except OSError:
            return ()

    return lines
