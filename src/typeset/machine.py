"""What a build needs of the machine: Python, packages, and the text libraries that WeasyPrint loads."""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import io
import os
import platform
import re
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from typeset.problems import Giveup, Problem, problem

LEAST_PYTHON = (3, 11)
WEASYPRINT = 70


@dataclass(frozen=True)
class Library:
    """A shared library: the names that WeasyPrint tries for it, and the C function that tells its version, if any."""

    name: str
    names: tuple[str, ...]
    version_function: str = ""
    least: tuple[int, ...] = ()


SUBSETTER = Library(
    "HarfBuzz-Subset",
    (
        "libharfbuzz-subset-0",
        "harfbuzz-subset",
        "harfbuzz-subset-0.0",
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
)
LIBRARIES = (
    Library(
        "Pango",
        (
            "libpango-1.0-0",
            "pango-1.0-0",
            "pango-1.0",
            "libpango-1.0.so.0",
            "libpango-1.0.dylib",
            "libpango-1.0-0.dll",
        ),
        "pango_version_string",
        (1, 44),
    ),
    Library(
        "PangoFT2",
        (
            "libpangoft2-1.0-0",
            "pangoft2-1.0-0",
            "pangoft2-1.0",
            "libpangoft2-1.0.so.0",
            "libpangoft2-1.0.dylib",
            "libpangoft2-1.0-0.dll",
        ),
    ),
    Library(
        "HarfBuzz",
        (
            "libharfbuzz-0",
            "harfbuzz",
            "harfbuzz-0.0",
            "libharfbuzz.so.0",
            "libharfbuzz.0.dylib",
            "libharfbuzz-0.dll",
        ),
        "hb_version_string",
        (4, 1),  # WeasyPrint subsets with nothing older
    ),
    SUBSETTER,
    Library(
        "Fontconfig",
        (
            "libfontconfig-1",
            "fontconfig-1",
            "fontconfig",
            "libfontconfig.so.1",
            "libfontconfig.1.dylib",
            "libfontconfig-1.dll",
        ),
    ),
    Library(
        "GObject",
        (
            "libgobject-2.0-0",
            "gobject-2.0-0",
            "gobject-2.0",
            "libgobject-2.0.so.0",
            "libgobject-2.0.0.dylib",
            "libgobject-2.0-0.dll",
        ),
    ),
)
"""The libraries without which there is no page, and the names by which WeasyPrint 70 (text/ffi.py) opens them."""

PACKAGES = {
    "fonttools": "fontTools.ttLib",
    "pypdfium2": "pypdfium2",
    "budoux": "budoux",
    "pillow": "PIL.Image",
    "pikepdf": "pikepdf",
    "numpy": "numpy",
    "jinja2": "jinja2",
    "pydantic": "pydantic",
    "markdown-it-py": "markdown_it",
    "mdit-py-plugins": "mdit_py_plugins",
    "mdit-py-cjk-friendly": "mdit_py_cjk_friendly",
}
"""Packages besides WeasyPrint and the module that shows whether one works."""


GHOSTSCRIPT = ("gs", "gswin64c", "gswin32c")
"""Names of Ghostscript's program."""

OFFICE = ("soffice", "libreoffice", "soffice.com")
"""Names of LibreOffice's program."""

_OFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
"""Where LibreOffice's program is on systems that do not put it on the path."""


class System(StrEnum):
    """Systems whose command for installing the libraries is known."""

    DEBIAN = "debian"
    FEDORA = "fedora"
    ARCH = "arch"
    MACOS = "macos"
    WINDOWS = "windows"
    OTHER = "other"


_COMMANDS = {
    System.DEBIAN: "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    System.FEDORA: "dnf install pango harfbuzz  # 未试过 / untried",
    System.ARCH: "pacman -S pango harfbuzz  # 未试过 / untried",
    System.MACOS: "brew install pango  # 未试过 / untried",
    System.WINDOWS: "pacman -S mingw-w64-ucrt-x86_64-pango  # MSYS2; 未试过 / untried",
    System.OTHER: "Pango ≥ 1.44, PangoFT2, HarfBuzz ≥ 4.1 (libharfbuzz, libharfbuzz-subset), Fontconfig",
}
_WITH_RIGHTS = {System.DEBIAN, System.FEDORA, System.ARCH}


@dataclass(frozen=True)
class Machine:
    """The machine as the checks see it.

    `open_library` gives a library's version, its file's name where it tells none, or None where there is no such
    library. `import_module` raises what importing raises. `installed` gives a distribution's version or None.
    """

    system: System
    administrator: bool
    python: tuple[int, int, int]
    interpreter: str
    open_library: Callable[[Library], str | None]
    import_module: Callable[[str], object]
    installed: Callable[[str], str | None]
    requirement: Callable[[str], str]
    find_program: Callable[[str], str | None] = shutil.which


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what was found (empty for nothing), and the problem, if it will not do.

    What is `optional` is used where it is there; without it something is left out. `use` says what it is for, in
    Chinese and English.
    """

    name: str
    found: str
    problem: Problem | None = None
    optional: bool = False
    use: tuple[str, str] = ("", "")

    @property
    def ok(self) -> bool:
        """Whether it will do."""
        return self.problem is None


def check_machine(machine: Machine | None = None) -> tuple[Check, ...]:
    """Everything a build needs, each looked at; nothing is raised."""
    machine = machine or this_machine()
    libraries = tuple(_check_library(machine, library) for library in LIBRARIES)
    return (
        _check_python(machine),
        *libraries,
        _check_weasyprint(machine, libraries_ok=all(check.ok for check in libraries)),
        *(_check_package(machine, package, module) for package, module in PACKAGES.items()),
        _check_ghostscript(machine),
        _check_office(machine),
    )


def require_machine(machine: Machine | None = None) -> None:
    """Raises Giveup (exit code 3) with everything that is missing on this machine, if anything is."""
    problems = [check.problem for check in check_machine(machine) if check.problem]
    if problems:
        raise Giveup(*problems, exit_code=3)


def _check_python(machine: Machine) -> Check:
    found = ".".join(map(str, machine.python))
    if machine.python[:2] < LEAST_PYTHON:
        return Check("Python", found, problem("machine-python-old", found=found, least="3.11"))
    return Check("Python", found)


def _check_library(machine: Machine, library: Library) -> Check:
    found = machine.open_library(library)
    command = library_command(machine)
    if found is None:
        code = "machine-subsetter-missing" if library is SUBSETTER else "machine-library-missing"
        return Check(library.name, "", problem(code, library=library.name, command=command))
    if library.least and _numbers(found) < library.least:
        least = ".".join(map(str, library.least))
        old = problem("machine-library-old", library=library.name, found=found, least=least, command=command)
        return Check(library.name, found, old)
    return Check(library.name, found)


def _check_weasyprint(machine: Machine, *, libraries_ok: bool) -> Check:
    """WeasyPrint's version, and whether it loads; not tried without its libraries, whose own problem says enough."""
    check = _check_package(machine, "weasyprint", "weasyprint" if libraries_ok else "")
    if check.found and _numbers(check.found)[:1] != (WEASYPRINT,):
        command = _pip_command(machine, "weasyprint")
        wrong = problem("machine-weasyprint-version", found=check.found, needed=WEASYPRINT, command=command)
        return Check(check.name, check.found, wrong)
    return check


def _check_ghostscript(machine: Machine) -> Check:
    """Ghostscript separates pages for preflight's sums of ink; without it they are "not checked"."""
    found = next((path for name in GHOSTSCRIPT if (path := machine.find_program(name))), "")
    return Check("Ghostscript", found, optional=True, use=("印前检查用它算墨量", "preflight sums up ink with it"))


def _check_office(machine: Machine) -> Check:
    """LibreOffice turns .doc, .wps, .odt and .rtf files into what `import` reads; .docx needs it not."""
    found = find_office(machine.find_program) or ""
    use = ("导入 .doc、.wps、.odt、.rtf 文件要用它", "import reads .doc, .wps, .odt and .rtf with it")
    return Check("LibreOffice", found, optional=True, use=use)


def find_office(find_program: Callable[[str], str | None] = shutil.which) -> str | None:
    """LibreOffice's program on this machine, or None."""
    on_path = next((path for name in OFFICE if (path := find_program(name))), None)
    return on_path or next((path for path in _OFFICE_PLACES if Path(path).is_file()), None)


def _check_package(machine: Machine, package: str, module: str) -> Check:
    name = "WeasyPrint" if package == "weasyprint" else package
    found = machine.installed(package)
    command = _pip_command(machine, package)
    if found is None:
        return Check(name, "", problem("machine-package-missing", package=name, command=command))
    try:
        if module:
            machine.import_module(module)
    except Exception as error:  # a package that does not load may raise anything
        why = " ".join(str(error).split())[:300] or type(error).__name__
        return Check(name, found, problem("machine-package-broken", package=name, why=why, command=command))
    return Check(name, found)


def library_command(machine: Machine) -> str:
    """The command that installs the text libraries on this system; elsewhere what to look for."""
    rights = "" if machine.administrator or machine.system not in _WITH_RIGHTS else "sudo "
    return rights + _COMMANDS[machine.system]


def _pip_command(machine: Machine, package: str) -> str:
    return f'"{machine.interpreter}" -m pip install --force-reinstall "{machine.requirement(package)}"'


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:3]))


# --- this machine --------------------------------------------------------------------------------------------------


def this_machine() -> Machine:
    """The machine that typeset runs on."""
    return Machine(
        system=_system(),
        administrator=getattr(os, "geteuid", lambda: 1)() == 0,
        python=sys.version_info[:3],
        interpreter=sys.executable,
        open_library=_open_library,
        import_module=_import_quietly,
        installed=_installed,
        requirement=_requirement,
    )


def _system() -> System:
    if sys.platform in {"darwin", "win32"}:
        return System.MACOS if sys.platform == "darwin" else System.WINDOWS
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return System.OTHER
    names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    known = {"debian": System.DEBIAN, "ubuntu": System.DEBIAN, "fedora": System.FEDORA, "arch": System.ARCH}
    return next((known[name] for name in names if name in known), System.OTHER)


def _open_library(library: Library) -> str | None:
    try:
        import cffi
    except ImportError:
        return None
    ffi = cffi.FFI()
    if library.version_function:
        ffi.cdef(f"const char *{library.version_function}(void);")
    with _library_folders():
        for name in library.names:
            with contextlib.suppress(OSError):
                opened = ffi.dlopen(name, _search_flags(ffi))
                if not library.version_function:
                    return name
                return str(ffi.string(getattr(opened, library.version_function)()).decode())
    return None


def _search_flags(ffi: object) -> int:
    search_default_folders = 0x1000  # LOAD_LIBRARY_SEARCH_DEFAULT_DIRS, Windows
    return search_default_folders if os.name == "nt" else int(getattr(ffi, "RTLD_NOW"))  # noqa: B009 - untyped


@contextlib.contextmanager
def _library_folders() -> Iterator[None]:
    """On Windows the folders that WeasyPrint looks into: WEASYPRINT_DLL_DIRECTORIES, or those of MSYS2 and GTK."""
    usual = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"
    with contextlib.ExitStack() as stack:
        if sys.platform == "win32":
            for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", usual).split(";"):
                with contextlib.suppress(OSError):
                    stack.enter_context(os.add_dll_directory(folder))
        yield


def _import_quietly(module: str) -> object:
    """Import a module; WeasyPrint prints a text of its own and warns where a library is missing."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(module)


def _installed(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _requirement(package: str) -> str:
    """The package as typeset requires it, such as `weasyprint==70.*`."""
    try:
        wanted = importlib.metadata.requires("typeset") or []
    except importlib.metadata.PackageNotFoundError:
        wanted = []
    pattern = re.compile(rf"{re.escape(package)}(?![\w-])([^;]*)$", re.IGNORECASE)
    return next((match[0].strip() for line in wanted if (match := pattern.match(line))), package)
