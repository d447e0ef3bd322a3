"""Whole-process time, peak memory and PDF size of `make-issue` against plain WeasyPrint on the same HTML.

    .venv/bin/python benchmarks/make_issue.py [EDITION] [--rounds N]

Both sides run as fresh processes, in turn, in one session, so that the machine's mood meets both; the figures are
medians. Plain WeasyPrint gets the HTML of every run, the layout's style sheets, the same font files by @font-face and
the prepared pictures, and joins the runs as make-issue does; it neither reads YAML and Markdown nor checks anything.
It keeps Python's own garbage collection; make-issue looks for garbage more seldom (cli/main.py), which is part of the
ratio. The print PDF is measured twice: with the preflight of its objects alone, and with all of it, for which
Ghostscript separates and pdfium draws every page.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]

PLAIN = """
import json, sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")
import weasyprint
from weasyprint.text.fonts import FontConfiguration
folder = Path(sys.argv[1])
fonts = FontConfiguration()
names = json.loads((folder / "styles.json").read_text())
styles = [weasyprint.CSS(filename=folder / name, font_config=fonts) for name in names]
runs = sorted(folder.glob("run-*.html"))
documents = [weasyprint.HTML(filename=path).render(font_config=fonts, stylesheets=styles) for path in runs]
pages = [page for document in documents for page in document.pages]
documents[0].copy(pages).write_pdf(folder / "plain.pdf", pdf_variant="pdf/ua-1")
"""


def dump(edition: str, folder: Path) -> None:
    """Write what plain WeasyPrint needs into a folder: HTML of the runs, style sheets, pictures."""
    from typeset.build import Typesetter, check_edition
    from typeset.build.pagination import paginate
    from typeset.build.painting import SCREEN_DPI
    from typeset.build.typesetter import vector_picture
    from typeset.pictures import prepare_screen, target_pixels
    from typeset.workspace import Workspace

    workspace = Workspace.find(ROOT)
    checked = check_edition(workspace.edition(edition), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    paginated = paginate(checked.edition, checked.templates, typesetter, lambda _done, _all: None)
    for number, item in enumerate(paginated.runs):
        html = (
            checked.templates.run_html(item.run, checked.edition, item.start, paginated.pages)
            if item.run
            else checked.templates.filler_html(checked.edition, item.start)
        )
        (folder / f"run-{number:03}.html").write_text(html, "utf-8")
    shutil.copytree(checked.layout.folder, folder / "layout")
    faces = [
        f'@font-face {{ font-family: {role}; src: url("{face.file.as_uri()}"); font-weight: {face.weight} }}'
        for face in checked.catalogue.faces
        for role in checked.catalogue.roles_of(face)
    ]
    (folder / "fonts.css").write_text("\n".join(faces), "utf-8")
    styles = ["fonts.css", *(f"layout/styles/{name}" for name in checked.layout.declaration.styles)]
    (folder / "styles.json").write_text(json.dumps(styles), "utf-8")
    for address, source in checked.edition.sources.items():
        target = folder / address
        target.parent.mkdir(exist_ok=True)
        if (svg := vector_picture(source)) is not None:
            target.write_bytes(svg)
        elif source.facts:
            prepared = prepare_screen(source.facts, source.crop, *target_pixels(163, 163, SCREEN_DPI))
            target.write_bytes(prepared.data)  # type: ignore[union-attr]


WITHOUT_OTHER_PROGRAMS = """
import sys
import typeset.build.printing as printing
from typeset.prepress.preflight import OBJECTS_ONLY
preflighting = printing.preflighting
printing.preflighting = lambda data, wanted: preflighting(data, wanted, OBJECTS_ONLY)
from typeset.cli import main
sys.exit(main(sys.argv[1:]))
"""


def measure(command: list[str]) -> tuple[float, float, float]:
    """Seconds on the wall, seconds of the processor, and peak MiB of a process."""
    import os

    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)
    errors = process.stderr.read().decode() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1) or "Traceback" in errors:
        sys.exit(errors)
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edition", nargs="?", default="2023-01")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dump(arguments.edition, folder)
        make = [sys.executable, "-m", "typeset", "make-issue", arguments.edition, "--pdf-only"]
        sides = {
            "plain WeasyPrint": [sys.executable, "-c", PLAIN, name],
            "make-issue, screen PDF": [*make, "--screen"],
            "make-issue, screen and print": [
                sys.executable, "-c", WITHOUT_OTHER_PROGRAMS, "make-issue", arguments.edition, "--pdf-only",
            ],
            "the same, wholly preflighted": make,
        }  # fmt: skip
        results: dict[str, list[tuple[float, float, float]]] = {side: [] for side in sides}
        for _ in range(arguments.rounds):
            for side, command in sides.items():
                results[side].append(measure(command))
        built = ROOT / "build" / arguments.edition
        sizes = {
            "plain WeasyPrint": folder / "plain.pdf",
            "make-issue, screen PDF": built / f"{arguments.edition}.pdf",
            "make-issue, screen and print": built / f"{arguments.edition}-print.pdf",
            "the same, wholly preflighted": built / f"{arguments.edition}-print.pdf",
        }
        medians = {}
        print(f"{'':32} {'wall s':>8} {'CPU s':>8} {'peak MiB':>9} {'PDF KB':>8}")
        for side, rows in results.items():
            medians[side] = [statistics.median(column) for column in zip(*rows, strict=True)]
            size = sizes[side].stat().st_size / 1024
            wall, cpu, peak = medians[side]
            print(f"{side:32} {wall:8.2f} {cpu:8.2f} {peak:9.0f} {size:8.0f}")
        plain, screen, both, checked = medians.values()
        compared = (
            ("screen to plain", screen, plain),
            ("screen and print to screen", both, screen),
            ("with the whole preflight to screen", checked, screen),
        )
        for what, ours, other in compared:
            wall, cpu, peak = (mine / theirs for mine, theirs in zip(ours, other, strict=True))
            print(f"{what}: {wall:.2f} × the time, {cpu:.2f} × the CPU time, {peak:.2f} × the memory")


if __name__ == "__main__":
    main()
