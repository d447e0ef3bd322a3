"""Embedding fonts without copying them: CJK faces have 10 to 20 MB each, of which a magazine uses a hundredth.

WeasyPrint copies every font file into memory when a face is first drawn, and subsets it through HarfBuzz, which
reads the mapped file anyway. Here the file's content is read only where somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from weasyprint.pdf import fonts as engine

_LEAN: ContextVar[bool] = ContextVar("lean_embedding", default=False)
Subsets = dict[str, tuple[dict[int, str], bytes]]
"""By a face's hash: the glyphs of its last subset with their text, and that subset."""

_SUBSETS: ContextVar[Subsets | None] = ContextVar("shared_subsets", default=None)
_STARTING: ContextVar[bool] = ContextVar("font_starting", default=False)


@contextmanager
def lean_embedding() -> Iterator[None]:
    """Inside the block, fonts are embedded without copies of their files."""
    token = _LEAN.set(True)
    try:
        yield
    finally:
        _LEAN.reset(token)


@contextmanager
def shared_subsets(subsets: Subsets) -> Iterator[None]:
    """Inside the block, a face is subset anew only where a document needs glyphs that its last subset lacks.

    Subsets grow: they are for documents that are looked at and thrown away.
    """
    token = _SUBSETS.set(subsets)
    try:
        yield
    finally:
        _SUBSETS.reset(token)


def grow(font: Any, glyphs: dict[int, str], subsets: Subsets) -> bool:
    """Have these glyphs in a face's shared subset, before a document asks for them; whether they were not."""
    if font.missing or not glyphs or glyphs.keys() <= subsets.get(font.hash, ({}, b""))[0].keys():
        return False
    with shared_subsets(subsets):
        font.clean(glyphs, True)
    return True


class LeanFont(engine.Font):  # type: ignore[misc] # WeasyPrint carries no types
    """A font whose file stays mapped: its content is read when asked for, and kept only once it is a subset."""

    _content: bytes | None = None

    def __init__(self, *args: Any) -> None:
        token = _STARTING.set(True)
        try:
            super().__init__(*args)
        finally:
            _STARTING.reset(token)

    @property
    def file_content(self) -> bytes:
        """The whole file, or its subset after `clean`."""
        if self._content is not None:
            return self._content
        content: bytes = engine.get_hb_object_data(self.hb_face)
        return content

    @file_content.setter
    def file_content(self, content: bytes) -> None:
        self._content = None if _STARTING.get() else content

    def clean(self, to_unicode: dict[int, str], hinting: bool) -> None:
        """Reduce the font to the glyphs in `to_unicode`, or to more where subsets are shared."""
        subsets = _SUBSETS.get()
        if subsets is None or self.missing or not to_unicode:
            super().clean(to_unicode, hinting)
            return
        known, content = subsets.get(self.hash, ({}, b""))
        if not to_unicode.keys() <= known.keys():
            known = {**known, **to_unicode}
            super().clean(known, hinting)
            content = self.file_content
            subsets[self.hash] = known, content
        self._content = content

    @property
    def type(self) -> str:
        """`otf` for CFF outlines, `ttf` for TrueType ones."""
        return "otf" if {"CFF ", "CFF2"} & set(self.tables) else "ttf"


def font(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's Font, lean where asked for."""

    def make(*args: Any) -> Any:
        return LeanFont(*args) if _LEAN.get() else stock(*args)

    return make


def hb_object_data(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's copy of a face's data, left out while a lean font starts."""

    def data(*args: Any, **named: Any) -> Any:
        return b"" if _STARTING.get() else stock(*args, **named)

    return data
