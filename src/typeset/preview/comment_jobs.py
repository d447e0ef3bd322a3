"""Comments of marked-up proofs for the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from typeset.preview.jobs import ListComments, ReadComments, TickComment
from typeset.preview.preflight_process import problem_data
from typeset.preview.refusal import Refusal
from typeset.proofs.comments_file import comment_entries, is_done, tick_comment
from typeset.workspace import EditionFolder, Workspace

_TEXTS = ("kind", "text", "comment", "by", "when", "from", "proof")


def comment_job(job: ListComments | TickComment | ReadComments, folder: EditionFolder, workspace: Workspace) -> Any:
    """Do what is asked, and tell what is listed then. Raises Giveup, Refusal."""
    said: list[dict[str, Any]] = []
    count = None
    match job:
        case TickComment():
            if not tick_comment(folder, workspace, job.id, done=job.done):
                raise Refusal(404, "preview-comment-unknown")
        case ReadComments():
            from typeset.proofs.reading_comments import enter_comments

            pdf = Path(job.path).read_bytes()
            found, _, problems = enter_comments(pdf, job.name, folder, workspace, lambda _done, _all: None)
            said, count = [problem_data(item) for item in problems], len(found)
    entries = comment_entries(folder, workspace)
    return {"comments": list(map(_comment, entries)), "problems": said, "read": count}


def _comment(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as the page takes it; a person may have written anything into it."""
    file, line = _where(str(entry.get("where") or ""))
    page = entry.get("page")
    return {
        "id": str(entry.get("id", "")),
        "page": page if isinstance(page, int) and page > 0 else None,
        "file": file or None,
        "line": line or None,
        **{key: str(entry.get(key) or "") for key in _TEXTS},
        "replies": list(_replies(entry.get("replies"))),
        "done": is_done(entry),
    }


def _where(where: str) -> tuple[str, int]:
    file, _, line = where.rpartition(":")
    return (file, int(line)) if file and line.isascii() and line.isdigit() else (where, 0)


def _replies(replies: object) -> Iterator[str]:
    if isinstance(replies, list):
        yield from map(str, replies)
