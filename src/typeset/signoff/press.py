"""After 付印: any change of a source is told, and needs a new pass."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from typeset.problems import Problem, problem
from typeset.signoff.sources import PROOFS, changes_between, source_sums
from typeset.signoff.status import PRESS, read_status
from typeset.workspace import EditionFolder, Workspace, inside, read_source

PROOF_DATA = "proof.json"
"""What a proof froze, in its folder below proofs/."""

_MOST_NAMED = 20
_WORDS = {
    "changed": ("改动了", "was changed"),
    "added": ("是新加的", "was added"),
    "removed": ("删去了", "was removed"),
}


def changed_after_press(
    folder: EditionFolder, workspace: Workspace, layout: Path | None, profile: Path | None = None
) -> Iterator[Problem]:
    """A warning for each source that is not as it was at 付印, if that is the edition's state.

    A new file beside the editions is none: the next one may need it.
    """
    status = read_status(folder, workspace)
    yield from status.problems
    last = status.last
    if last is None or last.state != PRESS:
        return
    frozen = _frozen(folder, last.proof)
    if frozen is None:
        yield problem("press-proof-missing", workspace.place(folder.path / "status.yaml"), proof=last.proof or "—")
        return
    changes = changes_between(frozen, source_sums(folder, workspace, layout, profile=profile))
    own = f"{workspace.name_of(folder.path)}/"
    told = [(name, what) for name, what in changes.items() if what != "added" or _is_read(name, own)]
    for name, what in told[:_MOST_NAMED]:
        zh, en = _WORDS[what]
        place = workspace.place(workspace.root / name) if not name.startswith(("layout:", "font:")) else None
        yield problem("changed-after-press", place, name=name, what_zh=zh, what_en=en, when=last.when)
    if len(told) > _MOST_NAMED:
        yield problem("changed-after-press-more", count=len(told) - _MOST_NAMED, when=last.when)


def _is_read(name: str, own: str) -> bool:
    return name.startswith((own, "layout:", "font:"))


def _frozen(folder: EditionFolder, proof: str) -> dict[str, str] | None:
    path = inside(folder.path / PROOFS, f"{proof}/{PROOF_DATA}") if proof else None
    if path is None or not path.is_file():
        return None
    try:
        sums = json.loads(read_source(path))["sources"]
    except (ValueError, KeyError, TypeError):
        return None
    return {str(name): str(value) for name, value in sums.items()} if isinstance(sums, dict) else None
