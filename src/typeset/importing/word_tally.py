"""What a Word file holds, counted on its raw XML by events, apart from the reader whose work it is held against."""

from __future__ import annotations

import xml.parsers.expat
from collections import Counter
from collections.abc import Sequence

from typeset.importing.model import Tally

_LEFT_OUT = {"delText", "instrText", "Fallback", "del", "moveFrom", "rt", "oMath"}
_PICTURES = {"blip", "imagedata"}


class _Counter:
    """Counts elements by local names; text counts to the paragraph in which it stands."""

    def __init__(self, note: str = "") -> None:
        self.note, self.passages, self.counts = note, [], Counter[str]()  # type: tuple[str, list[tuple[int, str]], Counter[str]]
        self.silent, self.in_text, self.skipped = 0, False, False
        self.open: list[tuple[int, list[str]]] = []
        self.number = 0
        self.hidden = self.hides = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local in _LEFT_OUT:
            self.silent += 1
        elif self.silent:
            return
        elif local == "p" and "wordprocessingml" in name:
            self.number += 1
            self.open.append((self.number, []))
        elif local == "r":
            self.hidden = False
        elif local == "vanish":
            self.hidden = not any(value in ("0", "false") for value in attributes.values())
        elif local == "t" and "wordprocessingml" in name:
            self.in_text = True
        elif local in _PICTURES:
            self.counts[local] += any(key.endswith((" embed", " id")) for key in attributes)
        elif local in ("tbl", "txbxContent", "footnoteReference", "endnoteReference"):
            self.counts[local] += 1

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local in _LEFT_OUT:
            self.silent -= 1
        elif self.silent:
            return
        elif local == "t":
            self.in_text = False
        elif local == "p" and "wordprocessingml" in name and self.open:
            number, texts = self.open.pop()
            if text := "".join(texts).strip():
                self.passages.append((number, text))

    def text(self, data: str) -> None:
        if self.in_text and not self.silent and not self.hidden and self.open:
            self.open[-1][1].append(data)


def tally_word(body: str, notes: Sequence[str]) -> Tally:
    """Count the paragraphs, pictures, notes, tables and text boxes of a document's parts.

    The texts are well-formed and have no document type declaration: the reader has read them before.
    """
    main = _count(body)
    passages = list(main.passages)
    for part in notes:
        passages += [(0, text) for _, text in _count(part).passages]
    counts = main.counts
    return Tally(
        tuple(passages),
        pictures=counts["blip"] + counts["imagedata"],
        notes=counts["footnoteReference"] + counts["endnoteReference"],
        tables=counts["tbl"],
        boxes=counts["txbxContent"],
    )


def _count(text: str) -> _Counter:
    counter = _Counter()
    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    parser.CharacterDataHandler = counter.text
    parser.Parse(text.encode(), True)
    return counter
