"""Drawing pages of a live edition: small PDFs, made when a page is asked for and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from typeset.build.checked import Checked
from typeset.build.page_pixels import draw_png
from typeset.build.painting import ScreenPainter
from typeset.build.snapshot import PLATE, PROOF, SCREEN, LayerUnknownError, PageGoneError, PrintPage
from typeset.composer.embedding import Subsets, grow
from typeset.composer.page_painting import PaintedPage, paint_page
from typeset.composer.rendering import Rendering
from typeset.pictures import PictureCache

if TYPE_CHECKING:
    from typeset.build.proofing import Proofing

_MOST_PDF_BYTES = 32 * 2**20
_MOST_PAINTED = 16
_MOST_GLYPHS = 12_000


@dataclass(frozen=True)
class PageSource:
    """Where a page is drawn from: its place in a laid-out run, and the edition with which it was set."""

    rendering: Rendering
    index: int
    bleed: float
    checked: Checked


@dataclass
class PageDrawing:
    """Draws pages by their identity; bounded in memory."""

    pictures: PictureCache
    _sources: dict[str, PageSource] = field(default_factory=dict)
    _painted: OrderedDict[str, PaintedPage] = field(default_factory=OrderedDict)
    _pdfs: OrderedDict[tuple[str, str], bytes] = field(default_factory=OrderedDict)
    _subsets: Subsets = field(default_factory=dict)
    _glyphs: dict[str, tuple[Any, dict[int, str]]] = field(default_factory=dict)  # by face: of all pages ever painted
    _checked: Checked | None = None
    _known_proofing: Proofing | None = None

    def show(self, sources: dict[str, PageSource], painted: Iterable[PaintedPage], checked: Checked) -> None:
        """Take over the pages of a new snapshot; those of earlier ones are gone, but for what is made of them."""
        self._sources = sources
        self._checked, self._known_proofing = checked, None
        for page in painted:
            self._painted[page.identity] = page
            for font, glyphs in page.fonts():
                known = self._glyphs.get(font.hash, (font, {}))[1]
                self._glyphs[font.hash] = font, known | glyphs
        _shrink(self._painted, _MOST_PAINTED)
        for gone in self._painted.keys() - sources.keys():
            del self._painted[gone]
        for key in [key for key in self._pdfs if key[0] not in sources]:
            del self._pdfs[key]

    def prepare(self) -> bool:
        """In an idle moment: subset one face for the glyphs of all pages, so that drawing a page finds them there.

        Whether there was one to subset.
        """
        self._bound_subsets()
        wanted = [item for item in self._glyphs.values() if len(item[1]) <= _MOST_GLYPHS]
        return any(grow(font, glyphs, self._subsets) for font, glyphs in wanted)

    def prepare_page(self, identity: str) -> None:
        """Make the PDF of a page that will be asked for."""
        self._pdf(identity, SCREEN)

    def forget_fonts(self) -> None:
        """The fonts have changed."""
        self._subsets.clear()
        self._glyphs.clear()
        self._pdfs.clear()

    def has(self, identity: str) -> bool:
        """Whether a page can be drawn."""
        return identity in self._sources

    @property
    def _proofing(self) -> Proofing | None:
        if self._known_proofing is None and self._checked is not None:
            from typeset.build.proofing import Proofing  # here: the first page on the screen needs nothing of it

            self._known_proofing = Proofing(self._checked, self.pictures)
        return self._known_proofing

    @property
    def layers(self) -> tuple[str, ...]:
        """What pages can be drawn as."""
        inks = self._proofing.inks if self._proofing else ()
        return (SCREEN, PROOF, *(f"{PLATE}{ink}" for ink in inks))

    def draw(self, identity: str, scale: float, layer: str = SCREEN, *, bleed: bool = False) -> bytes:
        """A page as a PNG, `scale` pixels to a mm, its bleed on request.

        Raises PageGoneError, LayerUnknownError (for plates as well: they are made from `print_page`), and ValueError
        for a picture of no pixels or too many.
        """
        if layer not in (SCREEN, PROOF):
            raise LayerUnknownError(layer)
        pdf = self._pdf(identity, layer)
        source = self._sources.get(identity)
        if source is None:
            raise PageGoneError(identity)
        return draw_png(pdf, scale, 0 if bleed else source.bleed)

    def print_page(self, identity: str) -> PrintPage:
        """A page as it goes to press. Raises PageGoneError."""
        source, proofing = self._sources.get(identity), self._proofing
        if source is None or proofing is None:
            raise PageGoneError(identity)
        return proofing.print_page(source.rendering, source.index)

    def _pdf(self, identity: str, layer: str) -> bytes:
        key = (identity, layer)
        if key not in self._pdfs:
            self._pdfs[key] = self._made(identity, layer)
            while len(self._pdfs) > 1 and sum(map(len, self._pdfs.values())) > _MOST_PDF_BYTES:
                self._pdfs.popitem(last=False)
        self._pdfs.move_to_end(key)
        return self._pdfs[key]

    def _made(self, identity: str, layer: str) -> bytes:
        source = self._sources.get(identity)
        if source is None:
            raise PageGoneError(identity)
        self._bound_subsets()
        if layer == PROOF and (proofing := self._proofing) is not None:
            page = paint_page(source.rendering, source.index, seen=proofing.seen)
            return page.pdf(proofing.picture, self._subsets)
        known = self._painted.pop(identity) if identity in self._painted else None
        page = known or paint_page(source.rendering, source.index)
        return page.pdf(ScreenPainter(source.checked.edition.sources, self.pictures), self._subsets)

    def _bound_subsets(self) -> None:
        if sum(len(known) for known, _ in self._subsets.values()) > _MOST_GLYPHS:
            self._subsets.clear()
            self._glyphs.clear()


def _shrink(items: OrderedDict[Any, Any], most: int) -> None:
    while len(items) > most:
        items.popitem(last=False)
