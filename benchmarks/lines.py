"""Speed of composed lines against plain WeasyPrint: the same HTML, at 1, 10 and 50 times the seed text.

Run: python benchmarks/lines.py [--times 1 10 50] [--font FILE]. Prints processor seconds for layout and for writing,
the ratio to plain WeasyPrint in the same run, and seconds a thousand lines, which must not grow with the text.
"""

from __future__ import annotations

import argparse
import html
import logging
import time
import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import weasyprint

from typeset.composer import CSS, HTML, FontFile, FontSet

ROOT = Path(__file__).parents[1]
STYLE = """@page { size: 210mm 285mm; margin: 28mm } html { font: 10.5pt/18pt song } body { margin: 0 }
main { columns: 2; column-gap: 12pt; width: 432pt; text-align: justify; column-fill: auto }
p { margin: 0; text-indent: 2em; orphans: 1; widows: 1 }"""


def document(times: int) -> str:
    """The seed's paragraphs, so many times."""
    text = (ROOT / "tests" / "seed" / "raw.txt").read_text("utf-8")
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    return f"<html lang=zh-CN><main>{body * times}</main>"


def measure(engine: type, sheet: type, source: str, font: Path) -> tuple[float, float, int]:
    """Processor seconds of layout and of writing, and the number of lines."""
    fonts = FontSet([FontFile(font, ("song",))])
    style = sheet(string=STYLE, font_config=fonts)
    begin = time.process_time()
    laid_out = engine(string=source).render(stylesheets=[style], font_config=fonts)
    middle = time.process_time()
    laid_out.write_pdf()
    end = time.process_time()
    lines = sum(type(box).__name__ == "LineBox" for page in laid_out.pages for box in page._page_box.descendants())
    return middle - begin, end - middle, lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, nargs="*", default=[1, 10, 50])
    parser.add_argument("--font", type=Path, default=ROOT / "fonts" / "noto-serif-sc" / "NotoSerifSC_400Regular.ttf")
    arguments = parser.parse_args()
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    measure(HTML, CSS, document(1), arguments.font)  # warm caches of both engines
    print(f"{'text':>5} {'engine':>9} {'layout s':>9} {'write s':>8} {'lines':>6} {'s/1000 lines':>13} {'ratio':>6}")
    for times in arguments.times:
        source = document(times)
        plain = measure(weasyprint.HTML, weasyprint.CSS, source, arguments.font)
        ours = measure(HTML, CSS, source, arguments.font)
        for name, (layout, write, lines) in (("plain", plain), ("composed", ours)):
            total = layout + write
            ratio = f"{total / sum(plain[:2]):.2f}"
            print(f"{times:>4}× {name:>9} {layout:9.2f} {write:8.2f} {lines:6} {1000 * total / lines:13.3f} {ratio:>6}")


if __name__ == "__main__":
    main()
