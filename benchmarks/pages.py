"""What a large edition costs against a small one, copyfitting included: 64 pages with 60 pictures against 16 with 15.

    .venv/bin/python benchmarks/pages.py [--rounds N] [--screen]

Both editions are made of the seed's texts and large photographs, and have wishes: their total, and for every third
article a page less than it takes by itself, so that the layout's whole range is tried. `make-issue` runs as a fresh
process, in turn for both; the figures are medians. The large one may cost five times the small one at the most.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from preview_engine import large_project

from typeset.build import Typesetter, check_edition
from typeset.build.pagination import paginate
from typeset.workspace import Workspace

MOST = 5.0


@dataclass(frozen=True)
class Size:
    """How large an edition is to be."""

    pages: int
    articles: int
    pictures: int


SMALL, LARGE = Size(16, 5, 15), Size(64, 22, 60)


def project(root: Path, size: Size) -> Workspace:
    """An edition with wishes; `articles` are as many as come near its pages."""
    workspace = large_project(root, size.articles, size.pictures)
    path = root / "issues" / "large" / "issue.yaml"
    checked = check_edition(workspace.edition("large"), workspace)
    paginated = paginate(checked.edition, checked.templates, Typesetter(checked.layout, checked.catalogue), _silent)
    lengths = [len(item.rendering.pages) for item in paginated.runs if item.run and item.run.articles]
    text = path.read_text("utf-8")
    for number, length in enumerate(lengths):
        if number % 3 == 0 and length > 1:
            body = f"        正文: articles/{number:02}.md\n"
            text = text.replace(body, f"{body}        页数: {length - 1}\n")
    path.write_text(f"总页数: {size.pages}\n{text}", "utf-8")
    made = sum(len(item.rendering.pages) for item in paginated.runs if item.run)
    print(f"{size.pages} pages wanted, {made} by itself, {size.articles} articles, {size.pictures} pictures")
    return workspace


def _silent(_done: int, _all: int) -> None:
    pass


def measure(root: Path, options: list[str]) -> tuple[float, float, float]:
    """Seconds on the wall, seconds of the processor, and peak MiB of `make-issue`."""
    command = [sys.executable, "-m", "typeset", "make-issue", "large", "--lang", "en", *options]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        errors = process.stderr.read().decode() if process.stderr else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1) or "Traceback" in errors:
        sys.exit(errors)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> int:
    """Measure and tell; 1 where the large edition costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--screen", action="store_true", help="no print PDF and no page pictures")
    arguments = parser.parse_args()
    options = ["--screen", "--pdf-only"] if arguments.screen else []
    results: dict[Size, list[tuple[float, float, float]]] = {SMALL: [], LARGE: []}
    with tempfile.TemporaryDirectory() as name:
        roots = {size: Path(name) / str(size.pages) for size in results}
        for size, root in roots.items():
            project(root, size)
        for _ in range(arguments.rounds):
            for size, root in roots.items():
                results[size].append(measure(root, options))
    medians = {size: [statistics.median(row) for row in zip(*rows, strict=True)] for size, rows in results.items()}
    print(f"{'':10} {'wall s':>8} {'CPU s':>8} {'peak MiB':>9}")
    for size, (wall, cpu, peak) in medians.items():
        print(f"{size.pages:>4} pages {wall:8.2f} {cpu:8.2f} {peak:9.0f}")
    wall, cpu, _ = (large / small for large, small in zip(medians[LARGE], medians[SMALL], strict=True))
    load = f"load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"the large one costs {wall:.2f} × the time, {cpu:.2f} × the processor's; at most {MOST:g} ×; {load}")
    return 0 if cpu <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
