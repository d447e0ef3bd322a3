"""核红: two proofs of an edition compared page by page, so that nothing changes that nobody asked for.

Texts are compared by paragraphs over all pages, so that a reflow is no change of text; pages are compared as pictures.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

import numpy as np
from PIL import Image

from typeset.prepress import page_pictures
from typeset.proofs.store import Paragraph, Proof
from typeset.proofs.words import Run, difference

_DPI = 96
_TOLERANCE = 24  # of 255: what drawing the same thing anew may differ by
_LIKE = 0.4
_INITIAL = 2  # characters: a letter, with a quotation mark before it
_MOST_PICTURES = 120

Kind = Literal["changed", "inserted", "deleted", "moved"]


@dataclass(frozen=True)
class TextChange:
    """A paragraph that is not as it was: its pages before and now (0 for none), its words, and where it stands."""

    kind: Kind
    old_page: int
    new_page: int
    what: str
    source: str
    runs: tuple[Run, ...]
    old_parts: tuple[Paragraph, ...] = ()
    new_parts: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class Pictures:
    """A page before, now, and both laid on each other: PNG files, empty where there is none."""

    old: bytes
    new: bytes
    both: bytes


@dataclass(frozen=True)
class PageChange:
    """A page of the new proof (or, where it is gone, of the old one) that is not as it was.

    `reflowed` tells that words of it stand elsewhere than before though they are the same, `came_from` the page that
    it was before if it only moved.
    """

    page: int
    kind: Literal["changed", "added", "removed", "moved"]
    texts: tuple[TextChange, ...] = ()
    margins: tuple[tuple[str, str], ...] = ()
    reflowed: bool = False
    drawn: bool = False
    came_from: int = 0
    pictures: Pictures | None = None


@dataclass(frozen=True)
class Comparison:
    """Two proofs and all that is different; `unchanged` are the pages that are the same in both."""

    old: Proof
    new: Proof
    pages: tuple[PageChange, ...]
    unchanged: tuple[int, ...]
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[TextChange, ...]:
        """All changes of text."""
        return tuple(change for page in self.pages for change in page.texts)


@dataclass(frozen=True)
class _Whole:
    """A paragraph with all its parts."""

    text: str
    parts: tuple[Paragraph, ...]

    @property
    def page(self) -> int:
        return self.parts[0].page

    @property
    def layout(self) -> tuple[object, ...]:
        return tuple((part.page, part.x, part.y, part.lines) for part in self.parts)


def compare(old: Proof, new: Proof, *, pictures: bool = True) -> Comparison:
    """What is different in the new proof; with `pictures` also how changed pages look."""
    from typeset.signoff import changes_between

    before, after = _wholes(old), _wholes(new)
    texts = tuple(_moves_found(list(_text_changes(before, after))))
    reflowed = _reflowed(before, after)
    old_pages, new_pages = _drawn(old), _drawn(new)
    pages: list[PageChange] = []
    unchanged: list[int] = []
    for page in sorted(old_pages.keys() | new_pages.keys()):
        own = tuple(change for change in texts if (change.new_page or change.old_page) == page)
        found = _page(
            page, old, new, old_pages, new_pages, own, page in reflowed, pictures and len(pages) < _MOST_PICTURES
        )
        if found is None:
            unchanged.append(page)
        else:
            pages.append(found)
    return Comparison(old, new, tuple(pages), tuple(unchanged), changes_between(old.sources, new.sources))


def _wholes(proof: Proof) -> list[_Whole]:
    parts: dict[int, list[Paragraph]] = {}
    initial: Paragraph | None = None
    for paragraph in proof.paragraphs:
        if initial and initial.source == paragraph.source and initial.page == paragraph.page:
            parts.setdefault(paragraph.key, parts.pop(initial.key)).append(paragraph)
        else:
            parts.setdefault(paragraph.key, []).append(paragraph)
        first = len(parts[paragraph.key]) == 1
        initial = paragraph if first and paragraph.source and _is_initial(paragraph) else None
    return [_Whole("".join("".join(part.lines) for part in found), tuple(found)) for found in parts.values()]


def _is_initial(paragraph: Paragraph) -> bool:
    """Whether it is a letter that hangs in the lines of its paragraph (首字下沉), which is laid out apart."""
    return len("".join(paragraph.lines).strip()) <= _INITIAL


def _text_changes(before: Sequence[_Whole], after: Sequence[_Whole]) -> Iterator[TextChange]:
    matcher = SequenceMatcher(None, [item.text for item in before], [item.text for item in after], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield from _paired(before[a:b], after[c:d])


def _paired(before: Sequence[_Whole], after: Sequence[_Whole]) -> Iterator[TextChange]:
    """Paragraphs that took each other's place: like ones are one that was changed, in their order."""
    start = 0
    for item in after:
        likes = [(_likeness(other.text, item.text), -n) for n, other in enumerate(before) if n >= start]
        best, at = max(likes, default=(0.0, 0))
        if best < _LIKE:
            yield _change("inserted", None, item)
            continue
        for gone in before[start:-at]:
            yield _change("deleted", gone, None)
        yield _change("changed", before[-at], item)
        start = -at + 1
    for gone in before[start:]:
        yield _change("deleted", gone, None)


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:2000], other[:2000], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _LIKE else 0.0


def _change(kind: Kind, old: _Whole | None, new: _Whole | None) -> TextChange:
    runs = difference(old.text if old else "", new.text if new else "")
    whole = new or old
    assert whole is not None
    parts = old.parts if old else (), new.parts if new else ()
    pages = old.page if old else 0, new.page if new else 0
    return TextChange(kind, *pages, _what(whole), whole.parts[0].source, runs, *parts)


_WHAT = {
    "h1": "标题",
    "h2": "小标题",
    "h3": "小标题",
    "figcaption": "图片说明",
    "li": "列表",
    "td": "表格",
    "th": "表格",
}


def _what(whole: _Whole) -> str:
    part = whole.parts[0]
    return "图片说明" if "caption" in part.kind else _WHAT.get(part.tag, "正文")


def _moves_found(changes: list[TextChange]) -> Iterator[TextChange]:
    """Of what was deleted in one place and inserted in another, one that moved."""
    gone = {_without_end_sign(_words(change)): change for change in changes if change.kind == "deleted"}
    moved: set[int] = set()
    for change in changes:
        if change.kind == "inserted" and (old := gone.pop(_without_end_sign(_words(change)), None)):
            moved |= {id(change), id(old)}
            runs = (Run("same", _words(change)),)
            parts = old.old_parts, change.new_parts
            yield TextChange("moved", old.old_page, change.new_page, change.what, change.source, runs, *parts)
    yield from (change for change in changes if id(change) not in moved)


def _without_end_sign(words: str) -> str:
    """Words without the sign (■) that ends an article, whatever it is: a paragraph that becomes the last gets it."""
    words = words.rstrip()
    while words and unicodedata.category(words[-1]).startswith("S"):
        words = words[:-1].rstrip()
    return words


def _words(change: TextChange) -> str:
    return "".join(run.text for run in change.runs)


def _reflowed(before: Sequence[_Whole], after: Sequence[_Whole]) -> frozenset[int]:
    """The pages on which words stand otherwise than before though they are the same."""
    pages: set[int] = set()
    matcher = SequenceMatcher(None, [item.text for item in before], [item.text for item in after], autojunk=False)
    for a, c, length in matcher.get_matching_blocks():
        for old, new in zip(before[a : a + length], after[c : c + length], strict=True):
            if old.layout != new.layout:
                pages |= {part.page for part in (*old.parts, *new.parts)}
    return frozenset(pages)


def _drawn(proof: Proof) -> dict[int, Image.Image]:
    return dict(zip(proof.folios, page_pictures(proof.pdf, _DPI), strict=False))


def _page(
    page: int,
    old: Proof,
    new: Proof,
    old_pages: Mapping[int, Image.Image],
    new_pages: Mapping[int, Image.Image],
    texts: tuple[TextChange, ...],
    reflowed: bool,
    pictures: bool,
) -> PageChange | None:
    before, after = old_pages.get(page), new_pages.get(page)
    margins = tuple(_margins(old, new, page))
    drawn = before is None or after is None or not _same(before, after)
    if not (texts or margins or drawn or reflowed):
        return None
    shown = _pictures(before, after) if pictures and drawn else None
    if before is None or after is None:
        return PageChange(page, "added" if before is None else "removed", texts, (), reflowed, True, 0, shown)
    came_from = 0 if texts else next((n for n, other in old_pages.items() if n != page and _same(other, after)), 0)
    kind: Literal["moved", "changed"] = "moved" if came_from else "changed"
    return PageChange(page, kind, texts, margins, reflowed, drawn, came_from, shown)


def _margins(old: Proof, new: Proof, page: int) -> Iterator[tuple[str, str]]:
    if page in old.folios and page in new.folios:
        before, after = (proof.margins[proof.folios.index(page)] for proof in (old, new))
        length = max(len(before), len(after))
        for one, other in zip(_filled(before, length), _filled(after, length), strict=True):
            if one != other:
                yield one, other


def _filled(texts: Sequence[str], length: int) -> list[str]:
    return [*texts, *[""] * (length - len(texts))]


def _same(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    distance = np.abs(np.asarray(one, dtype=np.int16) - np.asarray(other, dtype=np.int16))
    return int(distance.max(initial=0)) <= _TOLERANCE


def _pictures(before: Image.Image | None, after: Image.Image | None) -> Pictures:
    both = laid_over(before, after) if before and after else None
    return Pictures(*(_png(picture) if picture else b"" for picture in (before, after, both)))


def laid_over(before: Image.Image, after: Image.Image) -> Image.Image:
    """Both pages pale; what is only in the old one red, what is only in the new one green."""
    if before.size != after.size:
        before = before.resize(after.size)
    old, new = (np.asarray(item.convert("L"), dtype=np.int16) for item in (before, after))
    pale = (255 - (255 - np.minimum(old, new)) // 4).astype(np.uint8)
    made = np.stack([pale] * 3, axis=-1)
    gone, come = (new - old) > _TOLERANCE, (old - new) > _TOLERANCE
    made[gone] = (214, 40, 30)
    made[come] = (20, 140, 70)
    return Image.fromarray(made)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
