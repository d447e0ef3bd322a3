"""Speed of clean-up and checks: the seed's raw text, at 1 to 16 times its length, each copy made different.

Run: python benchmarks/copyedit.py [--times 1 2 4 8 16]. Prints processor seconds for clean-up and for checks, seconds
for 60,000 characters, and how much a doubled text costs: 2.0 is linear growth.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from typeset.copyedit import Kind, SourceText, check, clean

SEED = Path(__file__).parents[1] / "tests" / "seed" / "raw.txt"


def article(number: int) -> str:
    """The seed's text with other numbers and names in it, so that copies are no repetitions of each other."""
    text = SEED.read_text("utf-8").strip()
    shift = 0x4E00 + 331 * number
    return "".join(chr(shift + ord(char) % 4099) if "\u4e00" <= char <= "\u9fff" and number else char for char in text)


def measure(times: int) -> tuple[int, float, float]:
    """Characters, seconds of clean-up, seconds of checks."""
    texts = [SourceText(article(number), Kind.PLAIN, f"{number}.txt", article=number) for number in range(times)]
    begin = time.process_time()
    for text in texts:
        clean(text.text, text.kind)
    middle = time.process_time()
    check(texts)
    return sum(len(text.text) for text in texts), middle - begin, time.process_time() - middle


def long_text(times: int) -> tuple[int, float, float]:
    """The same for one text of that length."""
    text = "\n".join(article(number) for number in range(times))
    begin = time.process_time()
    clean(text, Kind.PLAIN)
    middle = time.process_time()
    check([SourceText(text, Kind.PLAIN)])
    return len(text), middle - begin, time.process_time() - middle


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, nargs="*", default=[1, 2, 4, 8, 16])
    arguments = parser.parse_args()
    measure(1)  # load the tables
    print(f"{'text':>9} {'characters':>10} {'clean s':>8} {'check s':>8} {'s/60,000':>9} {'growth':>7}")
    for name, work in (("articles", measure), ("one text", long_text)):
        before: tuple[int, float] | None = None
        for times in arguments.times:
            size, cleaning, checking = work(times)
            total = cleaning + checking
            growth = total / before[1] / (size / before[0]) * 2 if before else 0
            print(f"{name:>9} {size:>10} {cleaning:>8.2f} {checking:>8.2f} {total / size * 60000:>9.2f} {growth:>7.2f}")
            before = size, total


if __name__ == "__main__":
    main()
