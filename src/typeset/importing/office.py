"""Word processors' older and other files, turned into .docx by LibreOffice where it is installed.

It runs in a folder of its own with a profile of its own: macros off, links not updated, no network by a proxy that
leads nowhere, a limit of time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from typeset.importing.archive import MOST_FILE_BYTES
from typeset.importing.model import Unreadable
from typeset.machine import find_office
from typeset.problems import problem

_SECONDS = 120
_CLOSED = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
)
_NO_NETWORK = (
    ("ooInetProxyType", "2"),
    ("ooInetHTTPProxyName", "127.0.0.1"),
    ("ooInetHTTPProxyPort", "9"),
    ("ooInetHTTPSProxyName", "127.0.0.1"),
    ("ooInetHTTPSProxyPort", "9"),
)


@contextmanager
def converted(path: Path, name: str, suffix: str) -> Iterator[Path]:
    """The file as .docx, in a temporary folder that goes at the end; `suffix` is what its content says it is.

    Raises Unreadable where LibreOffice is not there, takes too long, or makes nothing of it.
    """
    program = find_office()
    if program is None:
        raise Unreadable(problem("import-office-missing", None, name=name, suffix=suffix))
    if path.stat().st_size > MOST_FILE_BYTES:
        raise Unreadable(problem("import-too-large", None, name=name, limit=MOST_FILE_BYTES // 2**20))
    with tempfile.TemporaryDirectory(prefix="typeset-import-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        profile = work / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_settings(), "utf-8")
        source = work / f"source{suffix}"
        shutil.copyfile(path, source)
        _run(program, profile, source, work / "out", name)
        result = work / "out" / "source.docx"
        if not result.is_file():
            raise Unreadable(problem("import-office-failed", None, name=name))
        yield result


def _settings() -> str:
    """The settings of the profile, as LibreOffice keeps them."""
    items = [(f"org.openoffice.Office.{path}", name, value) for path, name, value in _CLOSED]
    items += [("org.openoffice.Inet/Settings", name, value) for name, value in _NO_NETWORK]
    lines = [
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in items
    ]
    return '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n' + (
        "\n".join(lines) + "\n</oor:items>\n"
    )


def _run(program: str, profile: Path, source: Path, out: Path, name: str) -> None:
    nowhere = "http://127.0.0.1:9"
    environment = {**os.environ, "http_proxy": nowhere, "https_proxy": nowhere, "all_proxy": nowhere}
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nofirststartwizard",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(out),
        str(source),
    ]
    try:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise Unreadable(problem("import-office-failed", None, name=name)) from error
    try:
        process.wait(_SECONDS)
    except BaseException as error:
        _kill(process)
        if isinstance(error, subprocess.TimeoutExpired):
            raise Unreadable(problem("import-office-slow", None, name=name, seconds=_SECONDS)) from error
        raise


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the program with the processes that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
