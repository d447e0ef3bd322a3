"""Build the preview's page: frontend/ → src/typeset/preview/static/app.js and app.css.

Only those who change frontend/ need this, with Node.js and npm. The packages, whose versions package.json pins, are
installed into a temporary folder outside the repository; the same sources give the same bytes.

    python scripts/build_frontend.py            # checks types (tsc), then builds
    python scripts/build_frontend.py --check    # tells whether the committed bundle equals a rebuild
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "frontend"
STATIC = ROOT / "src" / "typeset" / "preview" / "static"
BUNDLE = ("app.js", "app.css")
_ESBUILD = (
    "--bundle",
    "--minify",
    "--charset=utf8",
    "--format=esm",
    "--target=chrome110,firefox115,safari16.4",
    "--legal-comments=eof",
    "--log-level=warning",
    "--outdir=out",
)
_TIMEOUT = 300


def find_npm() -> str | None:
    """The npm of this machine, if there is one."""
    return shutil.which("npm")


def build(types: bool = True) -> dict[str, bytes]:
    """The bundle's files by name; with `types`, the types are checked first.

    Raises FileNotFoundError where there is no npm, CalledProcessError where a step fails.
    """
    npm = find_npm()
    if npm is None:
        raise FileNotFoundError("npm")
    with tempfile.TemporaryDirectory(prefix="typeset-frontend-") as name:
        folder = Path(name)
        for item in ("package.json", "tsconfig.json"):
            shutil.copy(SOURCES / item, folder / item)
        shutil.copytree(SOURCES / "src", folder / "src")
        _run(folder, npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
        if types:
            _run(folder, npm, "exec", "--", "tsc", "--noEmit")
        _run(folder, npm, "exec", "--", "esbuild", "app=src/main.ts", "app=src/app.css", *_ESBUILD)
        return {item: (folder / "out" / item).read_bytes() for item in BUNDLE}


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True, timeout=_TIMEOUT, env={**os.environ, "CI": "1"})


def main() -> int:
    """Build, or compare; exit code 1 where the committed bundle is another one."""
    parser = argparse.ArgumentParser(description="Build the preview's page from frontend/.")
    parser.add_argument("--check", action="store_true", help="write nothing, compare with what is committed")
    arguments = parser.parse_args()
    if find_npm() is None:
        print("npm is not here: install Node.js (https://nodejs.org/)", file=sys.stderr)
        return 3
    files = build()
    if arguments.check:
        stale = [name for name, data in files.items() if (STATIC / name).read_bytes() != data]
        print(f"not what frontend/ gives: {', '.join(stale)}" if stale else "the bundle is up to date")
        return 1 if stale else 0
    STATIC.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (STATIC / name).write_bytes(data)
        print(f"{name}: {len(data) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
