"""What a change costs in the preview's engine: processor time by stage, memory through many rebuilds.

    .venv/bin/python benchmarks/preview_engine.py [--large] [--changes N] [--rebuilds N]

Without `--large` the seed edition; with it an edition of 64 pages and 60 pictures of 3000 × 2000 pixels, its text made
of the seed's. Both are copied to a temporary folder. A change is one character of a manuscript, in turn through the
articles; its cost is that of `update` and of drawing the pages that changed, two at the most, at 4 pixels to the mm.
Times are of this process's processor: what else the machine does is left out. A full plain build of the same edition
(check, set all, screen PDF) is timed in the same run. Each is done in a fresh process.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from typeset.build import Typesetter, build_edition, check_edition
from typeset.build.live import LiveEdition
from typeset.build.opening import OpenEdition
from typeset.build.snapshot import Snapshot
from typeset.workspace import EditionFolder, Workspace

ROOT = Path(__file__).parents[1]
SEED = "2023-01"
SCALE = 4.0
ARTICLES, PICTURES = 21, 60


def seed_project(root: Path) -> Workspace:
    shutil.copytree(ROOT / "issues", root / "issues")
    return Workspace(root)


def large_project(root: Path, articles: int = ARTICLES, pictures: int = PICTURES) -> Workspace:
    """An edition of the seed's texts, long and short ones by turns, with pictures among their paragraphs."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "issues" / SEED / "articles").glob("*.md"))]
    folder = root / "issues" / "large"
    for name in ("articles", "photos"):
        (folder / name).mkdir(parents=True)
    shutil.copy(ROOT / "issues" / "publication.yaml", root / "issues" / "publication.yaml")
    for number in range(pictures):
        photo(folder / "photos" / f"{number:02}.jpg", number)
    lines = ["刊物:", "  期号: 2", "  日期: 2023-04", "栏目:"]
    left = list(range(pictures))
    for number in range(articles):
        if number % 4 == 0:
            lines += [f"  - 栏目: 第{number // 4 + 1}栏", "    文章:"]
        text = "\n\n".join(texts[(number + step) % 4] for step in range(1 + number % 2))
        (folder / "articles" / f"{number:02}.md").write_text(text, "utf-8")
        lines += [
            f"      - 标题: 第{number + 1}篇 大刊的一篇文章",
            f"        正文: articles/{number:02}.md",
            "        照片:",
        ]
        for _ in range(-(-len(left) // (articles - number))):
            lines += [f"          - 文件: photos/{left[0]:02}.jpg", f"            说明: 第{left.pop(0) + 1}张图片"]
    (folder / "issue.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return Workspace(root)


def photo(path: Path, number: int) -> None:
    """A picture with soft shapes and grain, as large as one from a camera."""
    source = np.random.default_rng(number)
    soft = Image.fromarray(source.integers(0, 256, (20, 30, 3), np.uint8)).resize(
        (3000, 2000), Image.Resampling.BICUBIC
    )
    grain = source.integers(-6, 7, (2000, 3000, 1), np.int16)
    pixels = np.clip(np.asarray(soft, np.int16) + grain, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(path, quality=85)


class Clock:
    """Processor milliseconds by stage."""

    def __init__(self) -> None:
        self.stages: dict[str, list[float]] = {}

    def time(self, stage: str, work):  # type: ignore[no-untyped-def]
        start = time.process_time()
        result = work()
        self.stages.setdefault(stage, []).append(1000 * (time.process_time() - start))
        return result

    def show(self) -> None:
        for stage, values in self.stages.items():
            spread = (
                f"median {statistics.median(values):7.1f}   most {max(values):7.1f}"
                if values[1:]
                else f"{values[0]:14.1f}"
            )
            print(f"  {stage:40} {spread} ms")


def change(path: Path, number: int) -> None:
    """Replace one Han character in the middle of a manuscript's paragraph by another."""
    text = path.read_text("utf-8")
    places = [found.start() for found in re.finditer("[\u4e00-\u9fff](?=[\u4e00-\u9fff])", text)]
    at = places[len(places) * (3 + number % 5) // 8]
    other = random.Random(number).choice(
        [char for char in set(text) if "\u4e00" <= char <= "\u9fff" and char != text[at]]
    )
    path.write_text(text[:at] + other + text[at + 1 :], "utf-8")


def draw_changed(live: LiveEdition, before: Snapshot, after: Snapshot) -> None:
    known = {page.id for page in before.pages}
    for page in [page for page in after.pages if page.id not in known][:2]:
        live.pages.draw(page.id, SCALE)


def resident() -> float:
    """MiB of memory that this process has now."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmRSS:\s+(\d+)", status.read_text())[0]) / 1024
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # the most so far, where now cannot be had
    return size / (2**20 if sys.platform == "darwin" else 1024)


def measure(workspace: Workspace, changes: int, rebuilds: int) -> None:
    gc.set_threshold(100_000)  # as the renderer does
    folder = workspace.editions()[0]
    clock = Clock()
    opened = OpenEdition(folder, workspace)
    live = LiveEdition(folder, workspace, opened)
    clock.time("opening: first page", lambda: draw_changed(live, live.snapshot, opened.first_pages() or live.snapshot))
    snapshot = clock.time("first update", live.update)
    clock.time("first draw of all pages", lambda: [live.pages.draw(page.id, SCALE) for page in snapshot.pages])
    clock.time("update without a change", live.update)
    clock.time("update without a change", live.update)
    manuscripts = sorted((folder.path / "articles").glob("*.md"))
    for number in range(changes):
        change(manuscripts[number % len(manuscripts)], number)
        start = time.process_time()
        after = clock.time("change: update", live.update)
        clock.time("change: draw what changed", lambda after=after, before=snapshot: draw_changed(live, before, after))
        clock.stages.setdefault("change in all", []).append(1000 * (time.process_time() - start))
        snapshot = after
        clock.time("tidying (while nobody waits)", gc.collect)
    print(f"{folder.name}: {len(snapshot.pages)} pages, {len(manuscripts)} manuscripts")
    clock.show()
    sizes = [resident()]
    for number in range(rebuilds):
        change(manuscripts[number % len(manuscripts)], changes + number)
        after = live.update()
        draw_changed(live, snapshot, after)
        snapshot = after
        gc.collect()
        if number % 20 == 19:
            sizes.append(resident())
    print("  memory, MiB, every 20 rebuilds:", " ".join(f"{size:.0f}" for size in sizes))


def measure_plain(workspace: Workspace) -> None:
    gc.set_threshold(100_000)
    folder = workspace.editions()[0]
    clock = Clock()
    clock.time("plain build, pictures to be made", lambda: full_build(folder, workspace))
    clock.time("plain build, pictures known", lambda: full_build(folder, workspace))
    clock.show()


def alone(work: Callable[..., None], *arguments: object) -> None:
    """Do the work in a process of its own, whose memory nothing else has touched."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def full_build(folder: EditionFolder, workspace: Workspace) -> None:
    checked = check_edition(folder, workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true", help="64 pages with 60 pictures")
    parser.add_argument("--changes", type=int, default=15)
    parser.add_argument("--rebuilds", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        workspace = large_project(root) if arguments.large else seed_project(root)
        known = ROOT / "build" / ".cache" / "fonts.json"
        if known.exists():
            workspace.cache.mkdir(parents=True)
            shutil.copy(known, workspace.cache)
        alone(measure_plain, workspace)
        alone(measure, workspace, arguments.changes, arguments.rebuilds)


if __name__ == "__main__":
    main()
