"""A child process that does what a damaged or hostile file may take down: qpdf's syntax check and pdfium's drawing.

`python -P worker.py FOLDER DPI`: reads FOLDER/file.pdf, writes FOLDER/syntax.json, then FOLDER/00001.pbm for every page
and 00001.png for the first ones. Its parent ends it when it takes too long, and uses what is there. It is started
as a script, and must import nothing of its package.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

_MOST_MEMORY = 1024**3
_COPIES = 4
"""Of the file itself, which qpdf and pdfium hold besides."""
_MOST_PIXELS = 6_000_000
_MOST_LINES = 50
MOST_THUMBNAILS = 24
_THUMBNAIL_PX = 260
_NAME_OF_THE_FILE = re.compile(r"<[^>]*>(?: \([^)]*\))?(?:: )?")
"""What qpdf calls a file that it has in memory, and where in it."""

_PAPER = 250
_PAPER_IS_WHITE = [255 * (level >= _PAPER) for level in range(256)]


def bound_memory(size: int) -> None:
    """Let the process have so much memory and no more, where the system can do that; `size` is the file's in bytes."""
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        import resource

        most = _MOST_MEMORY + _COPIES * size
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def check_syntax(data: bytes) -> list[str]:
    """What qpdf says of a file's structure: cross references, streams that cannot be decoded. Empty where all is well.

    What is said of recovering is part of it; a file that cannot be opened at all has its reason as the one line.
    """
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            said = [*map(str, pdf.get_warnings()), *map(str, pdf.check_pdf_syntax())]
    except pikepdf.PasswordError:
        return []
    except Exception as error:  # whatever it is, it is the answer
        said = [str(error) or type(error).__name__]
    plain = (_NAME_OF_THE_FILE.sub("", line).split(": ", 1)[-1][:200] for line in said)
    return list(dict.fromkeys(plain))[:_MOST_LINES]


def draw(file: Path, folder: Path, dpi: float) -> None:
    """Every page's MediaBox, unturned, without annotations: what is not paper in black and white, and thumbnails."""
    import pypdfium2
    from PIL import Image, ImageChops

    document = pypdfium2.PdfDocument(file)
    for index in range(len(document)):
        page = document[index]
        page.set_rotation(0)
        left, bottom, right, top = page.get_mediabox()
        page.set_cropbox(left, bottom, right, top)
        area = max((right - left) * (top - bottom), 1)
        scale = min(dpi / 72, (_MOST_PIXELS / area) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False, draw_annots=False)
        picture = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
        red, green, blue = picture.split()
        darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
        _write(darkest.point(_PAPER_IS_WHITE, "1"), folder / f"{index + 1:05}.pbm", "PPM")
        if index < MOST_THUMBNAILS:
            picture.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX * 2), Image.Resampling.HAMMING)
            _write(picture, folder / f"{index + 1:05}.png", "PNG")


def _write(picture: Any, file: Path, kind: str) -> None:
    """A picture that is there wholly or not at all."""
    part = file.with_suffix(".part")
    picture.save(part, kind, compress_level=3)
    part.rename(file)


def main(folder: Path, dpi: float) -> None:
    """Check and draw the file in a folder."""
    file = folder / "file.pdf"
    bound_memory(file.stat().st_size)
    lines = check_syntax(file.read_bytes())
    (folder / "syntax.part").write_text(json.dumps(lines), "utf-8")
    (folder / "syntax.part").rename(folder / "syntax.json")
    draw(file, folder, dpi)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
