"""A publication in a temporary folder, and commands run in it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from typeset.cli import main, project_commands
from typeset.manifest import Issue, read_issue
from typeset.workspace import Workspace

TODAY = datetime.date(2026, 1, 15)


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    class Date(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:
            return TODAY

    monkeypatch.setattr(project_commands, "date", Date)

    def run(*words: str, lang: str = "zh") -> Ran:
        capsys.readouterr()
        code = main(["--lang", lang, *words])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@dataclass(frozen=True)
class Project:
    """A publication's project."""

    root: Path

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def issue(self, name: str) -> Issue:
        workspace = Workspace(self.root)
        issue = read_issue(workspace.edition(name), workspace).issue
        assert issue is not None
        return issue

    def files(self, folder: str = "") -> dict[str, bytes]:
        top = self.root / folder
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    found = Project(tmp_path.resolve())
    found.write("issues/publication.yaml", "刊物:\n  刊名: 工友通讯\n  出版物类别: 其他\n")
    monkeypatch.chdir(found.root)
    return found
