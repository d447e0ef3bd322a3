"""Break plans remembered: a paragraph that is what it was is not broken again, whatever document it stands in.

A preview sets an edition after every change, copyfitting sets articles at several settings: nearly all paragraphs come
back as they were. What the choice of breaks depends on goes into a fingerprint; nothing else is asked.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b

from typeset.composer.layout import Layout

_MOST = 8192
_SHORTEST = 12  # units from which looking up is cheaper than breaking
_known: OrderedDict[bytes, array[int]] = OrderedDict()


def remembered(
    layout: Layout, start: int, widths: Sequence[float], mode: str, choose: Callable[[], list[int]]
) -> list[int]:
    """The line ends that `choose` finds for a paragraph from a unit on, at these widths.

    What `choose` changes of the paragraph itself (hyphenation points, runs cut in emergency) is not remembered: such
    paragraphs are broken anew.
    """
    if len(layout.paragraph) - start < _SHORTEST or layout.paragraph.clones or layout.emergencies:
        return choose()
    key = _fingerprint(layout, start, widths, mode)
    found = _known.get(key)
    if found is not None:
        _known.move_to_end(key)
        return found.tolist()
    hyphenated = len(layout.breaks.hyphenated)
    ends = choose()
    if len(layout.breaks.hyphenated) == hyphenated and not layout.emergencies:
        _known[key] = array("l", ends)
        if len(_known) > _MOST:
            _known.popitem(last=False)
    return ends


def known() -> int:
    """How many paragraphs are remembered."""
    return len(_known)


def forget() -> None:
    """Begin anew, as a fresh process does."""
    _known.clear()


def _fingerprint(layout: Layout, start: int, widths: Sequence[float], mode: str) -> bytes:
    """All that the costs of a paragraph's lines depend on."""
    paragraph, gaps, breaks = layout.paragraph, layout.gaps, layout.breaks
    styles = {id(style): style for style in paragraph.style}
    numbers = {name: number for number, name in enumerate(styles)}
    told = (
        start,
        mode,
        paragraph.em,
        [(style.trim, style.lang, sorted(style.style["hanging_punctuation"])) for style in styles.values()],
        [
            (end, paragraph.style[layout.last_visible[end] - 1].shaper.hyphen(text))
            for end, text in breaks.hyphenated.items()
        ],
        sorted(layout.unkerned.items()),
        breaks.addresses,
        breaks.hyphenate,
        "\0".join(paragraph.char),
    )
    made = blake2b(repr(told).encode(), digest_size=20)
    made.update(array("l", [numbers[id(style)] for style in paragraph.style]))
    made.update(array("l", [cls.value for cls in paragraph.cls]))
    made.update(array("l", layout.first_visible))
    made.update(array("l", layout.last_visible))
    for lengths in (
        widths, paragraph.advance, paragraph.lead, paragraph.tail, paragraph.opens, paragraph.closes,
        gaps.natural, gaps.soft, gaps.hard, gaps.word, gaps.latin, gaps.weight, gaps.firm, gaps.letter,
        breaks.penalty,
    ):  # fmt: skip
        made.update(array("d", lengths))
    return made.digest()
