"""status.yaml of an edition: states and signatures, one line each, which a person can read and git can merge.

Lines are only ever added. The last line of an article, or of the edition, tells its state.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from typeset.problems import Problem, problem
from typeset.signoff.sources import STATUS
from typeset.workspace import EditionFolder, Workspace, read_source, write_atomically

PASSES = ("毛校", "一校", "二校", "三校", "通读", "付印")
"""The proofs of 三校一读, in order; 付印 is the one for the press."""

STATES = ("组稿", "编辑", *PASSES)
ROLES = ("责任编辑", "校对", "审核", "签发")

PRESS = "付印"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEAD = (
    "# 审校记录：一行一条，只往后加。 Record of proofs and signatures: one line each, added at the end.\n"
    "# 由 typeset proof 写入；合并时两边的行都留下。 Written by `typeset proof`; in a merge keep the lines of both.\n"
)
_MOST_LINES = 5_000
_KEYS = {
    "时间": "when",
    "状态": "state",
    "文章": "article",
    "角色": "role",
    "签字": "by",
    "校样": "proof",
    "版本": "build",
}
_NAMES = {name: key for key, name in _KEYS.items()}
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


@dataclass(frozen=True)
class StatusLine:
    """A line: the state that an edition (or, with `article`, an article) came to, or a signature in a `role`.

    `when` is written as YYYY-MM-DD HH:MM; `proof` is the folder of the proof below proofs/, `build` its build id.
    """

    when: str
    state: str
    by: str = ""
    article: str = ""
    role: str = ""
    proof: str = ""
    build: str = ""


@dataclass(frozen=True)
class Status:
    """All lines of an edition."""

    lines: tuple[StatusLine, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def state(self) -> str:
        """The edition's state; 组稿 where nothing was said yet."""
        return next((line.state for line in reversed(self.lines) if not line.article and not line.role), STATES[0])

    def state_of(self, article: str) -> str:
        """The state of an article: its own last line, or the edition's if that is later."""
        own = (line.state for line in reversed(self.lines) if line.article in ("", article) and not line.role)
        return next(own, STATES[0])

    @property
    def last(self) -> StatusLine | None:
        """The last line that gave the whole edition a state."""
        return next((line for line in reversed(self.lines) if not line.article and not line.role), None)

    def signed(self, proof: str) -> dict[str, StatusLine]:
        """The signatures on a proof by role, the last of each."""
        return {line.role: line for line in self.lines if line.role and line.proof == proof}


def read_status(folder: EditionFolder, workspace: Workspace) -> Status:
    """The status of an edition; none where there is no file. What cannot be read becomes a problem."""
    path = folder.path / STATUS
    if not path.is_file():
        return Status()
    text = read_source(path).decode("utf-8", "replace")
    lines: list[StatusLine] = []
    problems: list[Problem] = []
    for number, raw in enumerate(text.splitlines()[:_MOST_LINES], 1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        place = workspace.place(path, number)
        if raw.startswith(_CONFLICT):
            problems.append(problem("status-conflict", place))
        elif (line := _line(raw)) is not None:
            lines.append(line)
        else:
            problems.append(problem("status-line-unreadable", place))
    return Status(tuple(lines), tuple(problems))


def _line(raw: str) -> StatusLine | None:
    try:
        data = yaml.load(raw, _LOADER)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if not isinstance(data, list) or len(data) != 1 or not isinstance(data[0], dict):
        return None
    found: dict[str, str] = {}
    for key, value in data[0].items():
        name = _KEYS.get(str(key), str(key))
        if name in _NAMES and isinstance(value, str | int | datetime):
            found[name] = str(value)
    if found.get("state") not in STATES or "when" not in found:
        return None
    return StatusLine(**found)


def append_lines(folder: EditionFolder, lines: Iterable[StatusLine]) -> Path:
    """Add lines to an edition's status file, whole or not at all."""
    path = folder.path / STATUS
    old = read_source(path).decode("utf-8", "replace") if path.is_file() else _HEAD
    if not old.endswith("\n"):
        old += "\n"
    write_atomically(path, (old + "".join(_written(line) for line in lines)).encode())
    return path


def _written(line: StatusLine) -> str:
    pairs = ", ".join(f"{key}: {_scalar(value)}" for key, value in _pairs(line))
    return f"- {{{pairs}}}\n"


def _pairs(line: StatusLine) -> Iterator[tuple[str, Any]]:
    for name, key in _NAMES.items():
        if value := getattr(line, name):
            yield key, value


def _scalar(text: str) -> str:
    """Plain where YAML reads it back as the same text, else in double quotes."""
    plain = text.replace("-", "").replace("_", "")
    if plain.isalpha() and yaml.load(f"[{text}]", _LOADER) == [text]:
        return text
    return json.dumps(text, ensure_ascii=False)
