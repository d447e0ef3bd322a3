#!/usr/bin/env python3
"""Set docs/hard-cases/hard-cases.html with the composer and draw it as hard-cases.png, pages one below the other.

`--scale` is pixels a point (2: 144 to the inch); `--pdf` keeps the PDF, too.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from typeset.composer import HTML, FontFile, FontSet
from typeset.composer.composed import composition_problems

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "hard-cases"
FACES = {
    "song": ("fonts/noto-serif-sc/NotoSerifSC_400Regular.ttf", "fonts/noto-serif-sc/NotoSerifSC_700Bold.ttf"),
    "hei": ("fonts/noto-sans-sc/NotoSansSC_400Regular.ttf", "fonts/noto-sans-sc/NotoSansSC_700Bold.ttf"),
    "kai": ("fonts/lxgw-wenkai/LXGWWenKai-Regular.ttf",),
    "ming": ("tests/composer/fonts/NotoSerifTC-subset.ttf",),
    "mincho": ("tests/composer/fonts/NotoSerifJP-subset.ttf",),
}


def set_page() -> tuple[bytes, list[str]]:
    """The PDF of the page of hard cases, and what the composer reports of it."""
    fonts = FontSet([FontFile(ROOT / file, (role,)) for role, files in FACES.items() for file in files])
    document = HTML(FOLDER / "hard-cases.html").render(font_config=fonts)
    return document.write_pdf(), [problem.message("en") for problem in composition_problems(document)]


def draw(pdf: bytes, scale: float) -> Image.Image:
    """All pages as one picture with a palette, small enough to be kept beside the text."""
    pages = [page.render(scale=scale).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    sheet = Image.new("RGB", (max(page.width for page in pages), sum(page.height for page in pages)), "white")
    top = 0
    for page in pages:
        sheet.paste(page, (0, top))
        top += page.height
    return sheet.quantize(16)


def main() -> int:
    """Write the picture; 1 where a line fell back to the stock path."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--scale", type=float, default=2)
    arguments.add_argument("--pdf", type=Path)
    options = arguments.parse_args()
    pdf, messages = set_page()
    if options.pdf:
        options.pdf.write_bytes(pdf)
    picture = BytesIO()
    draw(pdf, options.scale).save(picture, "PNG", optimize=True)
    (FOLDER / "hard-cases.png").write_bytes(picture.getvalue())
    print(f"{FOLDER / 'hard-cases.png'}: {len(picture.getvalue()) // 1024} KB")
    for message in messages:
        print(message)
    return 1 if any("not composed" in message for message in messages) else 0


if __name__ == "__main__":
    sys.exit(main())
