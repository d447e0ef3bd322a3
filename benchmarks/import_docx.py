"""Import of a Word file of 20 pages with 12 photos, held against the time that mammoth takes for the same file.

    python benchmarks/import_docx.py [--rounds 5]

Both read the file to text and pictures; import also finds title, byline, captions and subheads, cleans up, and counts
everything apart. The goal is at most twice mammoth's time.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import mammoth
import numpy as np
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from PIL import Image

from typeset.copyedit import Settings
from typeset.importing import Naming, import_file

SENTENCE = (
    "全市各级工会坚持以职工为中心，紧扣高质量发展主题，深入企业、车间、班组，把服务送到职工身边，"
    "2025年共服务职工12000余人次。"
)
PAGES, PHOTOS = 20, 12


def photo(seed: int) -> io.BytesIO:
    """A picture of 3000 × 2000 pixels with some grain, as a phone takes it."""
    grain = np.random.default_rng(seed).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(grain).resize((3000, 2000)).save(stream, "JPEG", quality=85)
    stream.seek(0)
    return stream


def manuscript(path: Path) -> None:
    """Write the file: about 900 characters a page, in runs as Word splits them."""
    document = Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("把服务送到职工身边")
    run.bold, run.font.size = True, Pt(22)
    document.add_paragraph("江城市总工会副主席 李红").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for page in range(PAGES):
        document.add_paragraph().add_run(f"第{page + 1}部分 主要做法").bold = True
        for _ in range(5):
            paragraph = document.add_paragraph()
            paragraph.add_run("服务有温度。").bold = True
            for _ in range(3):
                for start in range(0, len(SENTENCE), 12):
                    paragraph.add_run(SENTENCE[start : start + 12])
        if page < PHOTOS:
            document.add_picture(photo(page), width=Mm(120))
            document.add_paragraph(f"▲活动现场之{page + 1} 张三 摄").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.save(str(path))


def by_mammoth(path: Path) -> None:
    """mammoth's own conversion, pictures read but not written into the HTML."""

    def read(image: object) -> dict[str, str]:
        with image.open() as stream:  # type: ignore[attr-defined]
            return {"src": str(len(stream.read()))}

    with path.open("rb") as file:
        mammoth.convert_to_html(file, convert_image=mammoth.images.img_element(read))


def by_import(path: Path) -> None:
    """Everything that import does but writing the files."""
    delivery = import_file(path, path.name, Naming(lambda _: False, 1), Settings())
    assert delivery.account.balanced
    assert len(delivery.pictures) == PHOTOS


def median(work: Callable[[Path], None], path: Path, rounds: int) -> float:
    """The median time in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work(path)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "manuscript.docx"
        manuscript(path)
        print(f"{PAGES} pages, {PHOTOS} photos, {path.stat().st_size / 2**20:.1f} MB")
        by_import(path)  # modules are loaded once
        peer, ours = median(by_mammoth, path, rounds), median(by_import, path, rounds)
        print(f"mammoth {peer * 1000:.0f} ms, import {ours * 1000:.0f} ms: {ours / peer:.2f} ×")


if __name__ == "__main__":
    main()
