"""typeset preview from the outside: its address, its messages, its end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from typeset.cli import main
from typeset.cli.preview_commands import goto_fragment
from typeset.preview.server import Serving
from typeset.workspace import Workspace

from .serving import FakeRenderer, write_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TYPESET_EDITOR", raising=False)
    monkeypatch.setattr("typeset.preview.renderer.Renderer", lambda *_, **__: FakeRenderer())
    monkeypatch.setattr("typeset.preview.engine_start.start_engine", lambda *_, **__: None)
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses opened in a browser, with a server that is interrupted once it is ready."""
    found: list[str] = []

    def run(self: Serving, sockets: list[socket.socket]) -> None:
        assert sockets[0].getsockname()[0] == "127.0.0.1"
        self._ready()
        raise KeyboardInterrupt

    class Now:
        def __init__(self, target: Callable[..., Any], args: tuple[Any, ...], **_: object) -> None:
            self.start = lambda: target(*args)

    monkeypatch.setattr(Serving, "run", run)
    monkeypatch.setattr("typeset.cli.preview_commands.webbrowser.open", found.append)
    monkeypatch.setattr("typeset.cli.preview_commands.threading.Thread", Now)
    return found


@pytest.mark.usefixtures("project")
def test_the_address_is_printed_and_opened_and_ctrl_c_ends_well(
    opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", "2026-01", "--lang", "zh"]) == 0

    out = capsys.readouterr().out.splitlines()
    address = re.fullmatch(r"预览《2026-01》：(http://127\.0\.0\.1:\d+/\?token=[\w-]{43})", out[0])
    assert address is not None
    assert out[1:] == ["改动保存后，页面自动更新。按 Ctrl-C 结束。", "预览已结束。"]
    assert opened == [address[1]]


@pytest.mark.usefixtures("project")
def test_no_browser_is_opened_where_none_is_wanted(opened: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", "2026-01", "--no-browser", "--goto", "articles/01.md:3", "--lang", "en"]) == 0

    out = capsys.readouterr().out
    assert re.match(r"Preview of 2026-01: http://127\.0\.0\.1:\d+/\?token=\S+\n", out)
    assert "#goto=issues/2026-01/articles/01.md:3\n" in out
    assert out.endswith("Pages follow whatever is saved. Press Ctrl-C to end.\nThe preview has ended.\n")
    assert opened == []


@pytest.mark.usefixtures("project")
def test_every_preview_has_its_own_token(opened: list[str]) -> None:
    main(["preview", "2026-01"])
    main(["preview", "2026-01"])

    assert len({address.partition("token=")[2] for address in opened}) == 2


@pytest.mark.usefixtures("project")
def test_an_edition_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", "2099-01", "--lang", "zh"]) == 2

    assert "没有名为“2099-01”的期次" in capsys.readouterr().err


@pytest.mark.usefixtures("project")
def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert main(["preview", "2026-01", "--port", str(port), "--lang", "en"]) == 2

    err = capsys.readouterr().err
    assert f"Port {port} cannot be used: " in err
    assert "Choose another --port, or leave it out for a free one." in err


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--goto", "01.md"], "--goto 要写成 文件:行号，不能是“01.md”。"),
        (["--goto", ":3"], "--goto 要写成 文件:行号，不能是“:3”。"),
        (["--goto", "01.md:0"], "--goto 要写成 文件:行号，不能是“01.md:0”。"),
        (["--editor", "code '"], "--editor 的命令写得不对：code '"),
    ],
)
def test_arguments_that_cannot_be_understood_are_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["preview", "2026-01", *arguments, "--lang", "zh"]) == 2

    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("articles/01.md:12", "issues/2026-01/articles/01.md:12"),
        ("issues/2026-01/articles/01.md:12:3", "issues/2026-01/articles/01.md:12"),
        ("issue.yaml:1", "issues/2026-01/issue.yaml:1"),
        ("articles/没有 的.md:1", "articles/%E6%B2%A1%E6%9C%89%20%E7%9A%84.md:1"),
    ],
)
def test_a_line_to_turn_to_is_named_as_places_are(project: Path, written: str, place: str) -> None:
    workspace = Workspace.find(project)

    assert goto_fragment(written, workspace, workspace.edition("2026-01")) == f"#goto={place}"


@pytest.mark.edition
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a signal of POSIX here")
def test_a_real_preview_serves_and_ends_by_ctrl_c(tmp_path: Path) -> None:
    write_project(tmp_path)
    command = [sys.executable, "-m", "typeset", "preview", "2026-01", "--no-browser", "--lang", "en"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip().partition(": ")[2]
            assert httpx.get(address).status_code == 303
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the renderer's process too
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()

    assert out.endswith("The preview has ended.\n")
    assert err == ""
    assert process.returncode == 0
