"""`typeset accept`: a problem that is there is entered in the manifest, with the text of its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from typeset.edition import Accepted
from typeset.manifest.editing import Document, NotEditable, insert_item
from typeset.manifest.names import is_chinese
from typeset.problems import Giveup, Problem, problem
from typeset.signoff import Acceptances, fingerprint, where_of
from typeset.workspace import EditionFolder, Workspace, read_source, write_atomically

_MOST_NAMED = 5


class Entered(NamedTuple):
    """What was accepted, and its place as the manifest says it."""

    problem: Problem
    where: str


@dataclass(frozen=True)
class Request:
    """Which problem is accepted, why and by whom; `where` may be empty where the code is found once."""

    code: str
    where: str
    reason: str
    by: str


def accept(request: Request, problems: Sequence[Problem], folder: EditionFolder, workspace: Workspace) -> Entered:
    """Enter an accepted problem in issue.yaml, its comments kept.

    Raises Giveup where no problem of this code is at the place, or several are, or the manifest cannot be edited.
    """
    manifest = workspace.place(folder.manifest)
    asked = Accepted(request.code, request.where, request.reason, request.by, "", manifest)
    lookup = Acceptances((asked,), workspace)
    open_ones = [item for item in problems if item.code == request.code and item.accepted is None]
    if request.where:
        open_ones = [item for item in lookup.applied(open_ones) if item.accepted]
    found: dict[tuple[str, str], Problem] = {}
    for item in open_ones:
        found.setdefault((where_of(item, manifest), fingerprint(item, lookup.line_of(item.place))), item)
    if not found:
        raise Giveup(problem("accepted-not-found", code=request.code, where=request.where or "—"), exit_code=2)
    if len(found) > 1:
        places = "、".join(where or "—" for where, _ in list(found)[:_MOST_NAMED])
        told = {"code": request.code, "where": request.where or "—", "count": len(found), "places": places}
        raise Giveup(problem("accepted-many", **told), exit_code=2)
    (where, text), item = next(iter(found.items()))
    _enter(request, where, text, folder)
    return Entered(item, where)


def _enter(request: Request, where: str, text: str, folder: EditionFolder) -> None:
    raw = read_source(folder.manifest)
    line_end = "\r\n" if b"\r\n" in raw else "\n"
    written = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    made = with_acceptance(written, request, where, text, folder.manifest.name)
    bom = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    write_atomically(folder.manifest, bom + made.replace("\n", line_end).encode())


def with_acceptance(written: str, request: Request, where: str, text: str, name: str) -> str:
    """A manifest's text with one more accepted problem, at `where`, whose line says `text`; nothing else is touched.

    Raises Giveup where the manifest cannot be edited like this.
    """
    try:
        document = Document(written, name)
        keys = [str(key.value) for key, _ in document.root.value]
        lines = _lines(request, where, text, chinese=2 * sum(map(is_chinese, keys)) >= len(keys))
        entry = document.entry(document.top, "accepted")[1]
        count = sum(1 for _ in document.items(entry)) if entry else 0
        return insert_item(document, ("accepted", count), lines, 0).text
    except NotEditable as refused:
        raise Giveup(refused.problem) from refused


def _lines(request: Request, where: str, text: str, *, chinese: bool) -> list[str]:
    names = ("代码", "位置", "理由", "签字人", "原文") if chinese else ("code", "where", "reason", "by", "text")
    values = (request.code, where, request.reason, request.by, text)
    pairs = [
        f"{name}: {value if value == request.code else json.dumps(value, ensure_ascii=False)}"
        for name, value in zip(names, values, strict=True)
        if value
    ]
    return [f"- {pairs[0]}", *(f"  {pair}" for pair in pairs[1:])]
