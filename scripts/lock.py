#!/usr/bin/env python3
"""Write requirements.lock anew: the versions that pip finds today for everything pyproject.toml asks for.

Run it with the oldest Python that typeset supports, so that every version pinned has a release for it:
`python3.11 scripts/lock.py`. Names and versions only: no address of an index may enter the file.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
OLDEST = (3, 11)
HEADER = """\
# Versions that typeset is tested with (a constraints file: pip install -c requirements.lock …).
# Written by scripts/lock.py.
"""


def wanted() -> list[str]:
    """All requirements: for running, for building, for tests and checks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    build = [*project["build-system"]["requires"], "editables"]
    return [*project["project"]["dependencies"], *(each for extra in extras for each in extra), *build]


def resolved(requirements: list[str]) -> list[str]:
    """What pip installs for them into an empty environment, as `name==version`."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
        frozen = subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True).stdout
    return sorted(frozen.split("\n")[:-1], key=str.lower)


def main() -> int:
    """Write the file; exit code 1 where a line would not be a plain pin."""
    if sys.version_info[:2] != OLDEST:
        print("Run this with Python {}.{}.".format(*OLDEST), file=sys.stderr)
        return 2
    lines = resolved(wanted())
    strange = [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.+!-]+", line)]
    if strange:
        print("Not name==version:", *strange, sep="\n    ", file=sys.stderr)
        return 1
    LOCK.write_text(HEADER + "".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
