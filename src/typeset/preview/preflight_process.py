"""Preflight for the preview, as a program of its own: `python -m typeset.preview.preflight_process ROOT EDITION`.

It sets the edition once more and needs seconds and memory, of which the renderer keeps clear. Writes JSON: findings
with their words, pages and boxes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from typeset.preview.limits import Limits, limit_memory, limit_processor
from typeset.preview.refusal import Refusal
from typeset.problems import Giveup, Place, Problem, problem
from typeset.workspace import EditionFolder, Workspace

_LONGEST = 300.0  # seconds


class PreflightProcess:
    """Runs the program, one at a time; `close` ends it. For worker threads."""

    def __init__(self, folder: EditionFolder, workspace: Workspace) -> None:
        self._command = [sys.executable, "-m", __name__, str(workspace.root), str(folder.path)]
        self._lock = Lock()
        self._running: subprocess.Popen[bytes] | None = None

    def run(self) -> list[dict[str, Any]]:
        """The findings: code, severity, message, hint, page (0: the whole file) and box. Raises Refusal."""
        with self._lock:
            self._running = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            try:
                out, error = self._running.communicate(timeout=_LONGEST)
                findings: list[dict[str, Any]] = json.loads(out)["findings"]
            except subprocess.TimeoutExpired as late:
                self._running.kill()
                self._running.communicate()
                raise _failed(f"{_LONGEST:g} s") from late
            except (ValueError, KeyError, TypeError) as wrong:
                raise _failed(error.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:300] or "?") from wrong
            finally:
                self._running = None
            return findings

    def close(self) -> None:
        """End what runs."""
        running = self._running
        if running is not None:
            with suppress(OSError):
                running.kill()


def problem_id(item: Problem) -> str:
    """What tells a problem from others, over rebuilds that leave it where it is."""
    place = item.place or Place("")
    told = (item.code, place.file, place.line, place.column, place.page, *sorted(item.arguments.items()))
    return sha256(repr(told).encode()).hexdigest()[:16]


def problem_data(item: Problem, box: tuple[float, ...] | None = None) -> dict[str, Any]:
    """A problem as the page takes it, in both languages."""
    place = item.place or Place("")
    return {
        "id": problem_id(item),
        "code": item.code,
        "severity": item.severity.value,
        "message": {"zh": item.message("zh"), "en": item.message("en")},
        "hint": {"zh": item.hint("zh"), "en": item.hint("en")},
        "file": place.file or None,
        "line": place.line or None,
        "column": place.column or None,
        "length": place.length if place.line else None,
        "page": place.page or None,
        "box": list(box) if box else None,
        "accepted": acceptance_data(item),
    }


def acceptance_data(item: Problem) -> dict[str, str] | None:
    """Why and by whom a problem is let stand, if it is."""
    accepted = item.accepted
    return {"reason": accepted.reason, "by": accepted.by} if accepted else None


def finding_data(item: Problem, page: int, box: tuple[float, ...] | None, manifest: Place) -> dict[str, Any]:
    """A finding of preflight on a page, with all by which an entry of `accepted` knows it."""
    from typeset.signoff import fingerprint, where_of

    place = item.place or Place("")
    return {
        **problem_data(item, box),
        "file": None,
        "page": page,
        "where": where_of(item, manifest),
        "text": fingerprint(item, ""),
        "stands": [place.file, place.line, place.column, place.page],
        "arguments": {key: str(value) for key, value in item.arguments.items()},
    }


def _failed(why: str) -> Refusal:
    return Refusal(500, "preview-preflight-failed", why=why)


def main(root: str, edition: str) -> int:
    """Write the findings of an edition to standard output."""
    limits = Limits()
    limit_memory(limits.memory)
    limit_processor(limits.processor_seconds)
    if hasattr(os, "nice"):
        os.nice(5)  # the page that somebody works on comes first
    from typeset.build.preflight_places import Placed, preflight_edition

    try:
        placed = preflight_edition(EditionFolder(Path(edition)), Workspace(Path(root)))
    except Giveup as giveup:
        why = giveup.problems[0] if giveup.problems else problem("preview-preflight-failed", why="?")
        placed = (Placed(why, 0, None),)
    manifest = Workspace(Path(root)).place(EditionFolder(Path(edition)).manifest)
    findings = [finding_data(item.problem, item.page, item.box, manifest) for item in placed]
    sys.stdout.write(json.dumps({"findings": findings}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
