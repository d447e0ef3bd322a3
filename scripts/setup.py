#!/usr/bin/env python3
"""Set up typeset in a checkout: system libraries, a virtual environment in .venv, and the package in it.

Needs nothing but Python's standard library; written so that an old Python, too, can say what it lacks.
`--dev` adds what tests and checks need. Doing it again costs nothing until pyproject.toml or requirements.lock change.
Exit code 3: something is missing on this machine, and what was printed says what.
"""

import ctypes
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "typeset-setup.json"
INPUTS = ("pyproject.toml", "requirements.lock", "scripts/setup.py")
LEAST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
TEST_PROGRAMS = {"poppler-utils": "pdftotext", "ghostscript": "gs", "qpdf": "qpdf", "chromium": "chromium"}
TEST_LIBRARIES = {"libatomic1": "libatomic.so.1"}  # of the program through which tests drive the browser
BUILD_TOOLS = ("hatchling", "editables")


class Missing(Exception):  # noqa: N818 - not an error of the program
    """Something that set-up needs and cannot get by itself: a text in Chinese and one in English."""


def main(words):
    """Set up, unless it has been done; return the exit code."""
    dev = "--dev" in words
    try:
        python = find_python()
        if is_ready(python, dev):
            return 0
        install_system_packages(missing_packages(python, dev))
        make_environment(python)
        install_package(dev)
        check_machine()
    except Missing as missing:
        print("\n".join(missing.args), file=sys.stderr)
        return 3
    write_stamp(python, dev)
    say("准备好了。", "Ready.")
    return 0


def say(zh, en):
    """Tell in both languages; on stderr, which never fails for a terminal's encoding."""
    print(f"{zh} / {en}", file=sys.stderr, flush=True)


def find_python():
    """This Python, or a later one on the path where this one is too old."""
    if sys.version_info >= LEAST:
        return sys.executable
    for name in NEWER:
        path = shutil.which(name)
        if path and succeeds([path, "-c", "pass"]):
            return path
    found = "{}.{}".format(*sys.version_info)
    raise Missing(
        f"这里的 Python 是 {found}，typeset 要 3.11 或更新的版本。Debian 12、Ubuntu 24.04 自带的就够新；"
        "别的系统请先安装新版本的 Python，再运行一次。",
        f"Python is {found} here; typeset needs 3.11 or later. That of Debian 12 and Ubuntu 24.04 will do; "
        "elsewhere install a newer Python, then run this again.",
    )


def succeeds(command):
    """Whether a command runs and ends well."""
    try:
        return (
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0
        )
    except OSError:
        return False


# --- the stamp -----------------------------------------------------------------------------------------------------


def fingerprint(python):
    """What the environment was made from: a change of any of it means doing it again."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes())
    digest.update(repr((str(ROOT), os.path.realpath(python))).encode())
    return digest.hexdigest()


def read_stamp():
    """What the last set-up noted, or an empty dict."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_ready(python, dev):
    """Whether .venv was made from the present inputs, with the development tools where they are wanted."""
    stamp = read_stamp()
    return (
        stamp.get("made-from") == fingerprint(python) and (stamp.get("dev") or not dev) and program("typeset").exists()
    )


def write_stamp(python, dev):
    """Note what .venv was made from; development tools, once there, stay."""
    stamp = {"made-from": fingerprint(python), "dev": dev, "root": str(ROOT)}
    STAMP.write_text(json.dumps(stamp) + "\n", "utf-8")


# --- system packages -----------------------------------------------------------------------------------------------


def missing_packages(python, dev):
    """The Debian packages that this machine lacks; on other systems none (`check_machine` speaks for them)."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return []
    packages = [package for package, library in LIBRARIES.items() if not loads(library)]
    if not succeeds([python, "-c", "import ensurepip, venv"]) and not environment_works():
        packages.append(venv_package(python))
    if dev:
        packages += [package for package, name in TEST_PROGRAMS.items() if not shutil.which(name)]
        packages += [package for package, library in TEST_LIBRARIES.items() if not loads(library)]
    return packages


def loads(library):
    """Whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def venv_package(python):
    """The package with the venv module of this Python."""
    if os.path.realpath(python) == os.path.realpath("/usr/bin/python3"):
        return "python3-venv"
    code = "import sys; print('python%d.%d-venv' % sys.version_info[:2])"
    return subprocess.run([python, "-c", code], stdout=subprocess.PIPE, check=True).stdout.decode().strip()


def install_system_packages(packages):
    """Install Debian packages as root or with a sudo that asks no password; else say which command to run."""
    if not packages:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    by_hand = "sudo apt-get install " + " ".join(packages)
    rights = administrator()
    if rights is None:
        raise Missing(
            "缺少系统软件包，请运行下面的命令，再重来一次：\n    " + by_hand,
            "System packages are missing; run this command, then try again:\n    " + by_hand,
        )
    say("正在安装系统软件包：" + " ".join(packages), "installing system packages")
    if not (apt(rights, install) or (apt(rights, ["apt-get", "update"]) and apt(rights, install, show=True))):
        raise Missing(
            "系统软件包没有装上。检查网络和软件源，或自己运行：\n    " + by_hand,
            "The system packages could not be installed. Check network and sources, or run yourself:\n    " + by_hand,
        )


def apt(rights, command, show=False):
    """Run apt-get without questions; whether it ended well."""
    whole = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", *command]
    done = subprocess.run(whole, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if show and done.returncode:
        print(done.stdout.decode("utf-8", "replace"), file=sys.stderr)
    return done.returncode == 0


def administrator():
    """What goes before a command that needs an administrator: nothing, sudo, or None where it cannot be done."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]) else None


# --- the environment -----------------------------------------------------------------------------------------------


def program(name):
    """A program in .venv."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" if os.name == "nt" else ""))


def environment_works():
    """Whether .venv has a Python and a pip that run, and lies where it was made (its scripts name the place)."""
    moved = read_stamp().get("root", str(ROOT)) != str(ROOT)
    return not moved and succeeds([str(program("python")), "-m", "pip", "--version"])


def same_python(python):
    """Whether .venv was made from this Python."""
    code = "import sys; print(sys.version, sys.base_prefix)"
    told = [
        subprocess.run([each, "-c", code], stdout=subprocess.PIPE, check=True).stdout
        for each in (python, str(program("python")))
    ]
    return told[0] == told[1]


def make_environment(python):
    """Make .venv, anew where the one there is cannot be used."""
    if environment_works() and same_python(python):
        return
    say("正在建立 .venv", "making .venv")
    if subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=False).returncode:
        raise Missing(
            "建立 .venv 没有成功（原因见上）。磁盘满了，或者 Python 缺 venv 部分时会这样。",
            "Making .venv failed (see above), as happens with a full disk or a Python without its venv part.",
        )


def install_package(dev):
    """Install typeset with the pinned versions of what it needs, editable, so that a pull takes effect at once."""
    say("正在安装 Python 软件包，第一次约需一分钟", "installing Python packages, about a minute the first time")
    pip("install", "-c", "requirements.lock", *BUILD_TOOLS)
    pip("install", "-c", "requirements.lock", "--no-build-isolation", "-e", ".[dev]" if dev else ".")


def pip(*words):
    """Run pip in .venv."""
    command = [str(program("python")), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", *words]
    if subprocess.run(command, cwd=str(ROOT), check=False).returncode:
        shown = " ".join(map(shlex.quote, command))
        raise Missing(
            "Python 软件包没有装上（原因见上）。多半是连不上软件包网站："
            "检查网络、代理或 pip 的镜像设置，再运行一次。命令是：\n    " + shown,
            "The Python packages could not be installed (see above), mostly because the package index cannot be "
            "reached: check network, proxy or pip's mirror setting, then run this again. The command was:\n    "
            + shown,
        )


def check_machine():
    """Let the installed package look at the machine; it knows the commands of each system."""
    doctor = [str(program("typeset")), "doctor"]
    if not succeeds(doctor):
        told = [[doctor[0], "--lang", language, doctor[1]] for language in ("zh", "en")]
        raise Missing(*(output(command) for command in told))


def output(command):
    """What a command prints, on both its streams."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
