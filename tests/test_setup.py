"""scripts/setup.py: what a newcomer's first `make` does and says."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

from typeset.machine import System, library_command, this_machine

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "scripts" / "setup.py"


@pytest.fixture
def setup() -> ModuleType:
    specification = importlib.util.spec_from_file_location("setup_script", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout with the files that set-up reads, and a .venv with `typeset` in it."""
    for name in setup.INPUTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "STAMP", tmp_path / ".venv" / "stamp.json")
    setup.program("typeset").parent.mkdir(parents=True)
    setup.program("typeset").write_text("", "utf-8")
    return tmp_path


def test_an_old_python_can_read_the_script() -> None:
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))


def test_the_packages_are_those_that_doctor_names(setup: ModuleType) -> None:
    machine = replace(this_machine(), system=System.DEBIAN, administrator=True)
    assert library_command(machine) == "apt-get install " + " ".join(setup.LIBRARIES)


def test_too_old_a_python_is_told_what_to_do(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "LEAST", (99, 0))
    monkeypatch.setattr(setup, "NEWER", ())
    with pytest.raises(setup.Missing) as missing:
        setup.find_python()
    found = "{}.{}".format(*sys.version_info)
    assert missing.value.args == (
        f"这里的 Python 是 {found}，typeset 要 3.11 或更新的版本。Debian 12、Ubuntu 24.04 自带的就够新；"
        "别的系统请先安装新版本的 Python，再运行一次。",
        f"Python is {found} here; typeset needs 3.11 or later. That of Debian 12 and Ubuntu 24.04 will do; "
        "elsewhere install a newer Python, then run this again.",
    )


def test_a_later_python_on_the_path_is_taken(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "LEAST", (99, 0))
    monkeypatch.setattr(setup, "NEWER", ("python3.99", "python3.98"))
    monkeypatch.setattr(setup.shutil, "which", lambda name: sys.executable if name == "python3.98" else None)
    assert setup.find_python() == sys.executable


# --- doing it only once --------------------------------------------------------------------------------------------


def test_what_was_set_up_is_ready_until_its_inputs_change(setup: ModuleType, checkout: Path) -> None:
    assert not setup.is_ready(sys.executable, False)
    setup.write_stamp(sys.executable, False)
    assert setup.is_ready(sys.executable, False)
    for name in setup.INPUTS:
        before = (checkout / name).read_bytes()
        (checkout / name).write_bytes(before + b"#")
        assert not setup.is_ready(sys.executable, False), name
        (checkout / name).write_bytes(before)
    assert setup.is_ready(sys.executable, False)


def test_development_tools_are_set_up_when_first_wanted(setup: ModuleType, checkout: Path) -> None:
    setup.write_stamp(sys.executable, False)
    assert not setup.is_ready(sys.executable, True)
    setup.write_stamp(sys.executable, True)
    assert setup.is_ready(sys.executable, True)
    assert setup.is_ready(sys.executable, False)
    assert (checkout / ".venv" / "stamp.json").is_file()


def test_a_moved_environment_is_made_anew(setup: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setup.write_stamp(sys.executable, False)
    monkeypatch.setattr(setup, "succeeds", lambda *_: True)
    assert setup.environment_works()
    monkeypatch.setattr(setup, "ROOT", checkout / "elsewhere")
    assert not setup.environment_works()


@pytest.mark.usefixtures("checkout")
def test_an_environment_without_the_program_is_not_ready(setup: ModuleType) -> None:
    setup.write_stamp(sys.executable, False)
    setup.program("typeset").unlink()
    assert not setup.is_ready(sys.executable, False)


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"made-from": 3}'])
def test_a_damaged_stamp_means_doing_it_again(setup: ModuleType, checkout: Path, damage: str) -> None:
    (checkout / ".venv" / "stamp.json").write_text(damage, "utf-8")
    assert not setup.is_ready(sys.executable, False)


# --- system packages -----------------------------------------------------------------------------------------------


def test_without_rights_the_command_is_named_and_the_exit_code_is_3(
    setup: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "missing_packages", lambda *_: ["libpango-1.0-0", "python3-venv"])
    monkeypatch.setattr(setup, "administrator", lambda: None)
    assert setup.main([]) == 3
    assert capsys.readouterr().err == (
        "缺少系统软件包，请运行下面的命令，再重来一次：\n    sudo apt-get install libpango-1.0-0 python3-venv\n"
        "System packages are missing; run this command, then try again:\n"
        "    sudo apt-get install libpango-1.0-0 python3-venv\n"
    )
    assert not (checkout / ".venv" / "stamp.json").exists()


class _Apt:
    """Notes the commands; the first `failures` fail."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.commands: list[str] = []

    def __call__(self, command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        self.commands.append(" ".join(command))
        return subprocess.CompletedProcess(command, int(len(self.commands) <= self.failures), b"E: no such package\n")


_INSTALL = "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libx"
_UPDATE = "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get update"


@pytest.mark.parametrize(("failures", "commands"), [(0, [_INSTALL]), (1, [_INSTALL, _UPDATE, _INSTALL])])
def test_packages_are_installed_and_lists_updated_only_when_needed(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, failures: int, commands: list[str]
) -> None:
    apt = _Apt(failures)
    monkeypatch.setattr(setup, "administrator", lambda: ["sudo", "-n"])
    monkeypatch.setattr(setup.subprocess, "run", apt)
    setup.install_system_packages(["libx"])
    assert apt.commands == commands


def test_packages_that_cannot_be_installed_are_named(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "administrator", list)
    monkeypatch.setattr(setup.subprocess, "run", _Apt(9))
    with pytest.raises(setup.Missing) as missing:
        setup.install_system_packages(["libx"])
    assert missing.value.args == (
        "系统软件包没有装上。检查网络和软件源，或自己运行：\n    sudo apt-get install libx",
        "The system packages could not be installed. Check network and sources, or run yourself:\n"
        "    sudo apt-get install libx",
    )


def test_missing_libraries_and_test_programs_become_packages(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup.sys, "platform", "linux")
    monkeypatch.setattr(setup.shutil, "which", {"apt-get": "/usr/bin/apt-get"}.get)
    monkeypatch.setattr(setup, "loads", lambda library: "subset" not in library)
    monkeypatch.setattr(setup, "succeeds", lambda *_: True)
    assert setup.missing_packages(sys.executable, False) == ["libharfbuzz-subset0"]
    wanted = ["libharfbuzz-subset0", "poppler-utils", "ghostscript", "qpdf", "chromium"]
    assert setup.missing_packages(sys.executable, True) == wanted
    monkeypatch.setattr(setup.shutil, "which", lambda *_: None)
    assert setup.missing_packages(sys.executable, True) == []


def test_a_python_without_venv_gets_its_package(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.sys, "platform", "linux")
    monkeypatch.setattr(setup.shutil, "which", lambda name: name)
    monkeypatch.setattr(setup, "loads", lambda *_: True)
    monkeypatch.setattr(setup, "succeeds", lambda *_: False)
    assert setup.missing_packages("/usr/bin/python3", False) == ["python3-venv"]
    monkeypatch.setattr(setup.os.path, "realpath", lambda path: path)
    version = "python{}.{}-venv".format(*sys.version_info)
    assert setup.missing_packages(sys.executable, False) == [version]


def test_when_pip_fails_the_likely_reason_and_the_command_are_told(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup.subprocess, "run", _Apt(1))
    with pytest.raises(setup.Missing) as missing:
        setup.pip("install", "-e", ".[dev]")
    zh, en = missing.value.args
    command = f"{setup.program('python')} -m pip --quiet --disable-pip-version-check --no-input install -e '.[dev]'"
    assert zh == (
        "Python 软件包没有装上（原因见上）。多半是连不上软件包网站：检查网络、代理或 pip 的镜像设置，再运行一次。"
        f"命令是：\n    {command}"
    )
    assert en == (
        "The Python packages could not be installed (see above), mostly because the package index cannot be reached: "
        f"check network, proxy or pip's mirror setting, then run this again. The command was:\n    {command}"
    )


# --- the pinned versions -------------------------------------------------------------------------------------------


def _pins() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!-]+", line) for line in pins)
    return {name.lower().replace("_", "-"): version for name, version in (line.split("==") for line in pins)}


def test_every_requirement_is_pinned_to_a_version_that_it_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]["dev"]
    wanted = [*project["project"]["dependencies"], *extras, *project["build-system"]["requires"]]
    pins = _pins()
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pins[requirement.name.lower()]), requirement


def test_build_tools_are_pinned(setup: ModuleType) -> None:
    assert _pins().keys() >= set(setup.BUILD_TOOLS)


def test_the_lock_holds_no_address() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text("utf-8")


# --- what the installed program says of the machine ----------------------------------------------------------------


def test_a_machine_that_has_everything_passes(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "VENV", Path(sys.prefix))
    assert setup.program("typeset").exists()
    setup.check_machine()


@pytest.mark.usefixtures("checkout")
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_what_a_machine_lacks_is_told_in_both_languages(setup: ModuleType) -> None:
    program = setup.program("typeset")
    program.write_text('#!/bin/sh\necho "$@: Pango"; exit 3\n', "utf-8")
    program.chmod(0o755)
    with pytest.raises(setup.Missing) as missing:
        setup.check_machine()
    assert missing.value.args == ("--lang zh doctor: Pango\n", "--lang en doctor: Pango\n")
