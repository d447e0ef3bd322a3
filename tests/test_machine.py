from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from typeset.machine import (
    LIBRARIES,
    PACKAGES,
    Check,
    Library,
    Machine,
    System,
    check_machine,
    library_command,
    require_machine,
    this_machine,
)
from typeset.problems import Giveup, Severity

_VERSIONS = {"Pango": "1.50.12", "HarfBuzz": "6.0.0"}
_INSTALLED = {"weasyprint": "70.0", **dict.fromkeys(PACKAGES, "1.0")}


def _machine(
    *,
    libraries: Mapping[str, str | None] | None = None,
    installed: Mapping[str, str | None] | None = None,
    broken: Mapping[str, BaseException] | None = None,
    python: tuple[int, int, int] = (3, 11, 2),
    system: System = System.DEBIAN,
    administrator: bool = False,
) -> Machine:
    """A machine that has everything but what is said."""
    found: dict[str, str | None] = {library.name: "lib" for library in LIBRARIES}
    found |= _VERSIONS | dict(libraries or {})
    packages: dict[str, str | None] = {**_INSTALLED, **(installed or {})}
    failing = broken or {}

    def import_module(name: str) -> None:
        if name in failing:
            raise failing[name]

    def open_library(library: Library) -> str | None:
        return found[library.name]

    return Machine(
        system=system,
        administrator=administrator,
        python=python,
        interpreter="/venv/bin/python",
        open_library=open_library,
        import_module=import_module,
        installed=packages.get,
        requirement=lambda package: {"weasyprint": "weasyprint==70.*"}.get(package, f"{package}>=1"),
    )


def _failed(machine: Machine) -> list[Check]:
    return [check for check in check_machine(machine) if not check.ok]


def _words(check: Check) -> tuple[str, str, str, str]:
    item = check.problem
    assert item is not None
    assert item.severity is Severity.ERROR
    return item.message("zh"), item.hint("zh"), item.message("en"), item.hint("en")


_APT = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def test_a_machine_with_everything_is_fine() -> None:
    checks = check_machine(_machine())
    assert all(check.ok for check in checks)
    assert [(check.name, check.found) for check in checks[:3]] == [
        ("Python", "3.11.2"),
        ("Pango", "1.50.12"),
        ("PangoFT2", "lib"),
    ]
    assert {check.name for check in checks} == {
        "Python",
        "WeasyPrint",
        *PACKAGES,
        *(library.name for library in LIBRARIES),
        "Ghostscript",
        "LibreOffice",
    }
    require_machine(_machine())


@pytest.mark.parametrize("name", ["Ghostscript", "LibreOffice"])
def test_what_is_optional_is_named_and_not_needed(name: str) -> None:
    found = next(check for check in check_machine(_machine()) if check.name == name)
    checks = check_machine(replace(_machine(), find_program=lambda _: None))
    absent = next(check for check in checks if check.name == name)
    assert found.optional
    assert all(found.use)
    assert (absent.found, absent.ok) == ("", True)
    require_machine(replace(_machine(), find_program=lambda _: None))


def test_an_old_python() -> None:
    (check,) = _failed(_machine(python=(3, 10, 13)))
    assert (check.name, check.found) == ("Python", "3.10.13")
    assert _words(check) == (
        "这里的 Python 是 3.10.13，要 3.11 或更新的版本。",
        "安装新版本的 Python，再重新安装 typeset。",
        "Python is 3.10.13 here; 3.11 or later is needed.",
        "Install a newer Python, then install typeset again with it.",
    )


def test_pango_missing() -> None:
    (check,) = _failed(_machine(libraries={"Pango": None}))
    assert (check.name, check.found) == ("Pango", "")
    assert _words(check) == (
        "找不到 Pango，排不了版。",
        f"安装：sudo {_APT}",
        "Pango is not found; without it no page can be set.",
        f"Install: sudo {_APT}",
    )


def test_the_subsetter_is_required() -> None:
    (check,) = _failed(_machine(libraries={"HarfBuzz-Subset": None}, administrator=True))
    assert _words(check) == (
        "找不到 HarfBuzz-Subset：没有它，往 PDF 里嵌入中文字体要慢几十倍。",
        f"安装：{_APT}",
        "HarfBuzz-Subset is not found: without it, embedding Chinese fonts takes many times as long.",
        f"Install: {_APT}",
    )


@pytest.mark.parametrize(
    ("library", "found", "least"),
    [("Pango", "1.43.9", "1.44"), ("Pango", "0.99", "1.44"), ("HarfBuzz", "4.0.1", "4.1")],
)
def test_libraries_that_are_too_old(library: str, found: str, least: str) -> None:
    (check,) = _failed(_machine(libraries={library: found}))
    assert check.found == found
    assert _words(check) == (
        f"{library} 是 {found}，要 {least} 或更新的版本。",
        f"升级系统，或安装新版本：sudo {_APT}",
        f"{library} is {found}; {least} or later is needed.",
        f"Upgrade the system, or install a later version: sudo {_APT}",
    )


@pytest.mark.parametrize(("library", "found"), [("Pango", "1.44.0"), ("Pango", "1.100"), ("HarfBuzz", "10.0.1")])
def test_libraries_that_are_new_enough(library: str, found: str) -> None:
    assert _failed(_machine(libraries={library: found})) == []


@pytest.mark.parametrize("found", ["69.0", "71.0", "7.0"])
def test_another_weasyprint(found: str) -> None:
    (check,) = _failed(_machine(installed={"weasyprint": found}))
    command = '"/venv/bin/python" -m pip install --force-reinstall "weasyprint==70.*"'
    assert _words(check) == (
        f"WeasyPrint 是 {found}，typeset 只能用 70 版：中文排版的一部分直接接在它的内部。",
        f"运行：{command}",
        f"WeasyPrint is {found}, typeset needs 70, "
        "because its Chinese line composition reaches into WeasyPrint's inside.",
        f"Run: {command}",
    )


def test_a_missing_package() -> None:
    (check,) = _failed(_machine(installed={"pypdfium2": None}))
    command = '"/venv/bin/python" -m pip install --force-reinstall "pypdfium2>=1"'
    assert _words(check) == (
        "没有安装 Python 包 pypdfium2。",
        f"运行：{command}",
        "The Python package pypdfium2 is not installed.",
        f"Run: {command}",
    )


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ImportError("DLL load failed\nwhile importing"), "DLL load failed while importing"),
        (OSError(), "OSError"),
        (RuntimeError("x" * 500), "x" * 300),
    ],
)
def test_a_package_that_does_not_load(error: BaseException, why: str) -> None:
    (check,) = _failed(_machine(broken={"pypdfium2": error}))
    command = '"/venv/bin/python" -m pip install --force-reinstall "pypdfium2>=1"'
    assert check.found == "1.0"
    assert _words(check) == (
        f"Python 包 pypdfium2 装了却用不了：{why}",
        f"重新安装：{command}",
        f"The Python package pypdfium2 is installed but does not load: {why}",
        f"Install it again: {command}",
    )


def test_weasyprint_that_does_not_load_is_reported_only_where_its_libraries_are_there() -> None:
    broken = {"weasyprint": OSError("cannot load library 'libpango-1.0-0'")}
    assert [check.name for check in _failed(_machine(broken=broken))] == ["WeasyPrint"]
    assert [check.name for check in _failed(_machine(broken=broken, libraries={"Pango": None}))] == ["Pango"]


@pytest.mark.parametrize(
    ("system", "command"),
    [
        (System.DEBIAN, f"sudo {_APT}"),
        (System.FEDORA, "sudo dnf install pango harfbuzz  # 未试过 / untried"),
        (System.ARCH, "sudo pacman -S pango harfbuzz  # 未试过 / untried"),
        (System.MACOS, "brew install pango  # 未试过 / untried"),
        (System.WINDOWS, "pacman -S mingw-w64-ucrt-x86_64-pango  # MSYS2; 未试过 / untried"),
        (System.OTHER, "Pango ≥ 1.44, PangoFT2, HarfBuzz ≥ 4.1 (libharfbuzz, libharfbuzz-subset), Fontconfig"),
    ],
)
def test_every_system_has_its_command(system: System, command: str) -> None:
    assert library_command(_machine(system=system)) == command


def test_everything_missing_is_told_at_once_with_exit_code_3() -> None:
    machine = _machine(libraries={"Pango": None, "HarfBuzz-Subset": None}, installed={"pillow": None})
    with pytest.raises(Giveup) as giveup:
        require_machine(machine)
    assert giveup.value.exit_code == 3
    assert [item.code for item in giveup.value.problems] == [
        "machine-library-missing",
        "machine-subsetter-missing",
        "machine-package-missing",
    ]


# --- this machine --------------------------------------------------------------------------------------------------


def test_this_machine_can_build() -> None:
    assert [check.problem for check in check_machine() if not check.ok] == []


def test_a_library_that_does_not_exist_is_not_found() -> None:
    assert this_machine().open_library(Library("None", ("no-such-library-anywhere",))) is None


def test_what_is_not_installed_has_no_version_and_its_name_as_requirement() -> None:
    machine = this_machine()
    assert machine.installed("no-such-distribution-anywhere") is None
    assert machine.requirement("no-such-distribution-anywhere") == "no-such-distribution-anywhere"
    assert machine.requirement("weasyprint") == "weasyprint==70.*"
    assert machine.requirement("mdit-py-plugins").startswith("mdit-py-plugins>=")


@pytest.mark.parametrize(
    ("platform_name", "release", "system"),
    [
        ("linux", {"ID": "debian"}, System.DEBIAN),
        ("linux", {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, System.DEBIAN),
        ("linux", {"ID": "centos", "ID_LIKE": "rhel fedora"}, System.FEDORA),
        ("linux", {"ID": "manjaro", "ID_LIKE": "arch"}, System.ARCH),
        ("linux", {"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, System.OTHER),
        ("linux", None, System.OTHER),
        ("darwin", None, System.MACOS),
        ("win32", None, System.WINDOWS),
    ],
)
def test_the_system_is_known_by_its_release_file(
    monkeypatch: pytest.MonkeyPatch, platform_name: str, release: dict[str, str] | None, system: System
) -> None:
    def os_release() -> dict[str, str]:
        if release is None:
            raise OSError("no os-release")
        return release

    monkeypatch.setattr("typeset.machine.platform.freedesktop_os_release", os_release)
    monkeypatch.setattr("typeset.machine.sys.platform", platform_name)
    assert this_machine().system is system


def test_the_names_of_libraries_are_those_of_weasyprint() -> None:
    """Contract: WeasyPrint's _dlopen calls list the same names in the same order."""
    from weasyprint.text import ffi

    opened: set[tuple[Any, ...]] = set()
    for node in ast.walk(ast.parse(inspect.getsource(ffi))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_dlopen":
            opened.add(tuple(each.value for each in node.args[1:] if isinstance(each, ast.Constant)))
    optional = {names for names in opened if "libharfbuzz-vector-0" in names}  # draws colour glyphs
    assert {library.names for library in LIBRARIES} == opened - optional
