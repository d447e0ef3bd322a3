"""What an editor waits for in `typeset preview`, measured in real Chromium.

    .venv/bin/python benchmarks/preview.py [seed] [large] [--changes N] [--openings N] [--rebuilds N] [--plain N]

Both editions of preview_engine.py, the seed and one of 64 pages with 60 pictures, are copied to a temporary folder.

* Opening: from the start of the command until the first spread is painted; where nothing was ever built in the
  project, where this edition was never previewed, and again. The browser's window is open already, as an editor's is.
* Save to pixels: one character of a manuscript is replaced on disk, and the clock runs until the page that it stands on
  has been painted anew: its picture decoded and two animation frames gone by. In turn through the manuscripts, with
  pauses in which an editor would read.
* Plain build: a fresh process that checks and sets the whole edition and writes its screen PDF, in the same run.
* Memory: resident memory of the server and all its processes, through many rebuilds.

Times are wall-clock, medians and the longest. The load of the machine stands beside them, and the processor time that
server and renderer took for a change; the limits hold for two cores with nothing else to do.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from preview_engine import alone, full_build, large_project, seed_project

from typeset.workspace import EditionFolder, Workspace

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PAUSE = 1.2  # seconds between two saves: longer than the renderer needs to tidy up
OPENING_LIMIT, MEMORY_LIMIT = 2.0, 500

FIRST_SPREAD = """() => new Promise((done, fail) => {
  setTimeout(() => fail(new Error("no page within a minute")), 60_000);
  const painted = () => {
    const image = document.querySelector(".sheet img.paper");
    if (!image?.complete || !image.naturalWidth) return setTimeout(painted, 2);
    image.decode().then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now()))));
  };
  painted();
})"""

NEXT_PICTURE = """(number) => {
  const sheet = document.querySelector(`.sheet[data-number='${number}']`);
  const before = sheet.querySelector("img.paper").dataset.id;
  window.nextPicture = new Promise((done, fail) => {
    setTimeout(() => fail(new Error("no new picture within a minute")), 60_000);
    const look = async () => {
      const image = document.querySelector(`.sheet[data-number='${number}'] img.paper`);
      if (!image || image.dataset.id === before) return;
      watching.disconnect();
      await image.decode();
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.timeOrigin + performance.now())));
    };
    const watching = new MutationObserver(() => void look());
    watching.observe(document.querySelector(".desk"), { childList: true, subtree: true, attributes: true });
  });
}"""


@dataclass(frozen=True)
class Edition:
    """An edition that is measured, and how many ms a change may take."""

    name: str
    make: Callable[[Path], Workspace]
    limit: int


EDITIONS = (Edition("seed", seed_project, 300), Edition("large", large_project, 700))


@dataclass
class Preview:
    """A preview that runs."""

    process: subprocess.Popen[str]
    address: str
    started: float
    page: Page


@contextmanager
def previewing(workspace: Workspace, folder: EditionFolder, browser: Browser) -> Iterator[tuple[Preview, float]]:
    """A preview with a window that shows its first spread, and the seconds that this took."""
    command = [sys.executable, "-m", "typeset", "preview", folder.name, "--no-browser"]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.wait_for_timeout(1000 * PAUSE)  # the window is open already; a new one keeps a core busy for half a second
    started = time.time()
    with subprocess.Popen(command, cwd=workspace.root, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout
            address = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
            page.goto(address, wait_until="commit")
            painted = page.evaluate(FIRST_SPREAD) / 1000
            yield Preview(process, address, started, page), painted - started
        finally:
            context.close()
            process.terminate()


def settled(page: Page) -> None:
    """Wait until the edition is set and every picture that is wanted has come."""
    page.locator(".status[data-state=ready]").wait_for(timeout=120_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000 * PAUSE)


def near_start(text: str, number: int) -> int:
    """Where to change a text: near the start of a paragraph, which stands on the page that its line leads to."""
    starts = re.finditer("^[^\n\u4e00-\u9fff#|]*[\u4e00-\u9fff](?=[\u4e00-\u9fff])", text, re.M)
    places = [found.end() for found in starts]
    return places[number % len(places)]


def change(path: Path, number: int) -> tuple[str, int]:
    """The text with one character replaced, and the line of that character."""
    text = path.read_text("utf-8")
    at = near_start(text, number * 7)
    others = sorted({char for char in text if "\u4e00" <= char <= "\u9fff" and char != text[at]})
    return text[:at] + random.Random(number).choice(others) + text[at + 1 :], text.count("\n", 0, at) + 1


def save_to_pixels(preview: Preview, workspace: Workspace, path: Path, number: int) -> tuple[float, float]:
    """Milliseconds from a save to the painted page, and those of the processor in the server and the renderer."""
    page = preview.page
    text, line = change(path, number)
    where = {"file": workspace.name_of(path), "line": line}
    found = page.evaluate(
        "(where) => fetch('/api/where?' + new URLSearchParams(where)).then((answer) => answer.json())", where
    )
    page.locator(".folio-field").fill(f"#{found['number']}")
    page.locator(".folio-field").press("Enter")
    page.locator(f".sheet[data-number='{found['number']}'] img.paper").wait_for()
    settled(page)
    page.evaluate(NEXT_PICTURE, found["number"])
    used, start = worked(preview.process.pid), time.time()
    path.write_text(text, "utf-8")
    painted = float(page.evaluate("() => window.nextPicture"))
    return painted - 1000 * start, worked(preview.process.pid) - used


def family(process: int) -> list[int]:
    """A process and all that it has started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found = [process]
    for item in found:
        found += children.get(item, [])
    return found


def worked(process: int) -> float:
    """Milliseconds of the processor that a process and its children have taken."""
    fields = [Path(f"/proc/{item}/stat").read_text().rpartition(")")[2].split() for item in family(process)]
    return 1000 * sum(int(field[11]) + int(field[12]) for field in fields) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> float:
    """MiB of resident memory; what processes share counts for each."""
    sizes = (re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{item}/status").read_text()) for item in family(process))
    return sum(int(size[0]) for size in sizes if size) / 1024


def rebuild(preview: Preview, path: Path, number: int) -> None:
    """Save a change and wait until it is set."""
    serial = "() => fetch('/api/state').then((answer) => answer.json()).then((state) => [state.serial, state.state])"
    before = preview.page.evaluate(serial)[0]
    path.write_text(change(path, number)[0], "utf-8")
    for _ in range(1200):
        now, state = preview.page.evaluate(serial)
        if now > before and state == "ready":
            return
        time.sleep(0.05)
    raise TimeoutError("not set within a minute")


def memory(preview: Preview, manuscripts: list[Path], rebuilds: int) -> list[float]:
    """MiB at the start and every twenty rebuilds."""
    sizes = [resident(preview.process.pid)]
    for number in range(rebuilds):
        rebuild(preview, manuscripts[number % len(manuscripts)], 1000 + number)
        if number % 20 == 19:
            sizes.append(resident(preview.process.pid))
    return sizes


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


def tell(what: str, values: list[float], unit: str, limit: float, digits: int = 0) -> None:
    middle = statistics.median(values)
    verdict = "" if not limit else f"   limit {limit:g}: {'kept' if middle <= limit else 'MISSED'}"
    print(
        f"  {what:38} median {middle:7.{digits}f}   most {max(values):7.{digits}f} {unit}   "
        f"({len(values)} times, {load()}){verdict}",
        flush=True,
    )


def plain(workspace: Workspace) -> None:
    full_build(workspace.editions()[0], workspace)


def timed_plain(workspace: Workspace) -> float:
    start = time.perf_counter()
    alone(plain, workspace)
    return time.perf_counter() - start


def measure(edition: Edition, browser: Browser, arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as name:
        workspace = edition.make(Path(name))
        folder = workspace.editions()[0]
        manuscripts = sorted((folder.path / "articles").glob("*.md"))
        print(f"{edition.name}: {len(manuscripts)} manuscripts, {os.cpu_count()} cores, {load()}", flush=True)
        for kind, gone in (("for the first time", "build"), ("new edition", "build/.cache/preview"), ("again", "")):
            times = []
            for _ in range(arguments.openings):
                if gone:
                    shutil.rmtree(workspace.root / gone, ignore_errors=True)
                with previewing(workspace, folder, browser) as (preview, seconds):
                    times.append(seconds)
                    settled(preview.page)
            tell(f"opening, {kind}", times, "s ", OPENING_LIMIT, 2)
        tell("plain build, pictures known", [timed_plain(workspace) for _ in range(arguments.plain)], "s ", 0, 2)
        with previewing(workspace, folder, browser) as (preview, _):
            settled(preview.page)
            turns = range(arguments.changes)
            times = [save_to_pixels(preview, workspace, manuscripts[turn % len(manuscripts)], turn) for turn in turns]
            tell("save to pixels", [wall for wall, _ in times], "ms", edition.limit)
            tell("  of that, processor time", [busy for _, busy in times], "ms", 0)
            print("    each:", " ".join(f"{wall:.0f}" for wall, _ in times))
            sizes = memory(preview, manuscripts, arguments.rebuilds)
            verdict = "kept" if max(sizes) <= MEMORY_LIMIT else "MISSED"
            each = " ".join(f"{size:.0f}" for size in sizes)
            print(f"  memory every 20 rebuilds: {each} MiB   limit {MEMORY_LIMIT}: {verdict}", flush=True)
        tell("plain build again", [timed_plain(workspace) for _ in range(arguments.plain)], "s ", 0, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("editions", nargs="*", metavar="EDITION", help="seed, large, or both")
    parser.add_argument("--changes", type=int, default=21)
    parser.add_argument("--openings", type=int, default=5)
    parser.add_argument("--rebuilds", type=int, default=200)
    parser.add_argument("--plain", type=int, default=3, help="plain builds, before and after")
    arguments = parser.parse_args()
    if unknown := set(arguments.editions) - {edition.name for edition in EDITIONS}:
        parser.error(f"no such edition: {', '.join(unknown)}")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit("Chromium is not on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for edition in EDITIONS:
            if not arguments.editions or edition.name in arguments.editions:
                measure(edition, browser, arguments)


if __name__ == "__main__":
    main()
