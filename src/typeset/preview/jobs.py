"""What is asked of a worker process: plain frozen data, and who carries it out.

What a job needs is imported when it comes: proofreading knows nothing of pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from typeset.build.snapshot import PrintPage
from typeset.problems import Problem
from typeset.workspace import EditionFolder, Workspace

NOW = "now"
"""The name of the edition as it is, among its proofs."""


@dataclass(frozen=True)
class ListProofs:
    """Which proofs there are."""


@dataclass(frozen=True)
class FreezeNow:
    """Freeze the edition as it is now, so that it can be compared."""


@dataclass(frozen=True)
class Compare:
    """What is different in `new`."""

    old: str
    new: str


@dataclass(frozen=True)
class DrawProof:
    """A page of a proof (of this `build`, so that no other is drawn in its name), `scale` pixels to a mm.

    With `against`, the page of that proof is laid below: what is gone is red, what came in is green.
    """

    name: str
    build: str
    page: int
    scale: float
    against: str = ""


@dataclass(frozen=True)
class Separate:
    """Draw the plates of a page, `scale` pixels to a mm, that of `ink` whether the page uses it or not."""

    page: PrintPage
    scale: float
    bleed: bool
    ink: str


@dataclass(frozen=True)
class Judge:
    """Which of preflight's findings the manifest lets stand as it is now."""

    findings: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Proofread:
    """What is to be said of the texts."""


@dataclass(frozen=True)
class ListComments:
    """The comments of marked-up proofs."""


@dataclass(frozen=True)
class TickComment:
    """Tick a comment, or take its tick away."""

    id: str
    done: bool


@dataclass(frozen=True)
class ReadComments:
    """Read the comments of a PDF that was called `name`."""

    path: str
    name: str


@dataclass(frozen=True)
class Accept:
    """Enter a problem as accepted in the text of a manifest called `name`; gives the new text.

    `where` and `line_text` say where it is, as an entry does; they are found out of `found` where it is given.
    """

    written: str
    name: str
    code: str
    reason: str
    by: str
    where: str = ""
    line_text: str = ""
    found: Problem | None = None


Job = (
    ListProofs
    | FreezeNow
    | Compare
    | DrawProof
    | Separate
    | Judge
    | Proofread
    | ListComments
    | TickComment
    | ReadComments
    | Accept
)


def carry_out(job: Job, folder: EditionFolder, workspace: Workspace) -> Any:
    """Do a job. Raises Giveup with what is to be said to the editor, Refusal with a status as well."""
    match job:
        case ListProofs() | FreezeNow() | Compare() | DrawProof():
            from typeset.preview.proof_jobs import proof_job

            return proof_job(job, folder, workspace)
        case Separate():
            from typeset.preview.plate_job import plates

            return plates(job)
        case Judge():
            from typeset.preview.judging_job import judged

            return judged(job, folder, workspace)
        case Proofread():
            from typeset.preview.text_jobs import proofread_texts

            return proofread_texts(folder, workspace)
        case ListComments() | TickComment() | ReadComments():
            from typeset.preview.comment_jobs import comment_job

            return comment_job(job, folder, workspace)
        case Accept():
            from typeset.preview.accept_job import accepted_text

            return accepted_text(job, folder, workspace)
