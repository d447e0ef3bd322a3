"""Edition: an Issue with all its content read and checked; what layouts set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from typeset.edition.texts import body_texts
from typeset.manifest.article import Author, FocalPoint, PullQuote
from typeset.manifest.model import Publication
from typeset.manifest.printing import Printing
from typeset.manuscript import Body, Box, han_count
from typeset.pictures import CropBox, PictureFacts
from typeset.problems import Place

_PHRASE_GAP = re.compile(r"[ \t\u3000]+")


@dataclass(frozen=True)
class Title:
    """A title with its wanted breaks: line ends are kept, a space between Han characters ends a phrase.

    A space beside Latin letters or digits is a word space and stays inside its phrase.
    """

    text: str

    @cached_property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Lines, each a tuple of phrases that should not be broken."""
        return tuple(_phrases(line) for line in self.text.splitlines() if line.strip()) or (("",),)

    @property
    def plain(self) -> str:
        """One line, phrases separated by a space: for bookmarks, contents and comparing."""
        return " ".join(phrase for line in self.lines for phrase in line)

    @property
    def key(self) -> str:
        """The characters alone: two titles that differ in spaces only are the same."""
        return re.sub(r"\s+", "", self.text)

    def __str__(self) -> str:
        return self.plain


def _phrases(line: str) -> tuple[str, ...]:
    phrases = [""]
    for part in re.split(f"({_PHRASE_GAP.pattern})", line.strip()):
        if not _PHRASE_GAP.fullmatch(part):
            latin = phrases[-1][-1:].isascii() and part[:1].isascii()
            if phrases[-1] and latin:
                phrases[-1] += " " + part
            elif phrases[-1]:
                phrases.append(part)
            else:
                phrases[-1] = part
    return tuple(phrases)


@dataclass(frozen=True)
class Figure:
    """A picture with what stands beside it, ready to be placed.

    `address` is what `src` names; `width` and `height` are its size in pixels after EXIF turn and crop. `missing` and
    `awaited` ones are placeholders that say so.
    """

    file: str
    address: str
    width: float
    height: float
    alt: str
    caption: str = ""
    credit: str = ""
    columns: int | None = None
    placement: Literal["here", "top", "bottom", "full-page"] = "here"
    focal_point: FocalPoint = field(default_factory=FocalPoint)
    placeholder: bool = False
    place: Place | None = None
    caption_place: Place | None = None
    credit_place: Place | None = None
    columns_place: Place | None = None
    group: str = ""
    group_caption: str = ""

    @property
    def ratio(self) -> float:
        """Width divided by height."""
        return self.width / self.height


@dataclass(frozen=True)
class Source:
    """Where the pixels of an address come from: a picture file with its crop, or an SVG in memory (a placeholder)."""

    facts: PictureFacts | None = None
    svg: bytes | None = None
    crop: CropBox | None = None
    place: Place | None = None

    @property
    def vector(self) -> bool:
        """Whether it is drawn by the engine as SVG, not resampled."""
        return self.facts is None or self.facts.vector


@dataclass(frozen=True)
class Note:
    """An editor's note (编者按, 小编说) as typed content."""

    label: str
    body: Body
    place: Place | None


@dataclass(frozen=True)
class QRCode:
    """二维码: its picture, the address that it leads to, what stands below it."""

    figure: Figure
    address: str
    caption: str = ""


@dataclass(frozen=True)
class Article:
    """One article with its content. `id` is unique in the edition and an address inside the PDF."""

    id: str
    title: Title
    heading: str
    body: Body
    place: Place
    kicker: str = ""
    subtitle: str = ""
    deck: str = ""
    authors: tuple[Author, ...] = ()
    figures: tuple[Figure, ...] = ()
    note_before: Note | None = None
    note_after: Note | None = None
    source: str = ""
    credit: str = ""
    pull_quotes: tuple[PullQuote, ...] = ()
    portrait: Figure | None = None
    author_note: str = ""
    editor: str = ""
    sidebars: tuple[Box, ...] = ()
    qr: tuple[QRCode, ...] = ()
    end_notes: bool = False
    """Whether its notes stand at its end, not at the feet of pages."""
    tags: tuple[str, ...] = ()
    pages: int | None = None
    """The pages that it should take."""
    new_page: bool | None = None
    opens_section: bool = False
    continued_by: str = ""
    """The id of its rest, where it breaks off (转版)."""
    continues: str = ""
    """The id of its beginning, where it is the rest of an article."""
    continues_after: str = ""
    """The id or title of the article that its rest is set after."""
    notes_before: int = 0
    """How many notes the part before it has: its own are numbered on."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where the kicker, subtitle, deck, authors, author_note, editor, source and credit are written, by these names; of
    what is not, nothing."""

    def figure(self, file: str) -> Figure | None:
        """The figure of a picture that the manuscript names."""
        return next((figure for figure in self.figures if figure.file == file), None)

    def placed(self, placement: str) -> tuple[Figure, ...]:
        """The figures with this placement, in order."""
        return tuple(figure for figure in self.figures if figure.placement == placement)

    @cached_property
    def texts(self) -> tuple[tuple[str, Place | None], ...]:
        """Every piece of text that is printed, with its source; of a rest what its beginning has not."""
        said = (self.title.text, self.kicker, self.subtitle, self.deck, self.source, self.credit)
        pieces: list[tuple[str, Place | None]] = [(text, self.place) for text in said if not self.continues]
        pieces += [(text, self.place) for text in (self.author_note, self.editor)]
        for author in self.authors:
            pieces += [(author.unit or "", self.place), (author.post or "", self.place), (author.name, self.place)]
        for note in (self.note_before, self.note_after):
            if note:
                pieces += [(note.label, note.place), (note.body.plain_text(), note.place)]
        pieces += body_texts(Body((*self.body.blocks, *self.sidebars), self.body.notes))
        for figure in self.figures:
            pieces += [(figure.caption, figure.place), (figure.credit, figure.place)]
        pieces += [(code.caption, self.place) for code in self.qr]
        for quote in self.pull_quotes:
            pieces += [(quote.text, self.place), (quote.attribution or "", self.place)]
        return tuple((text, place) for text, place in pieces if text)

    @cached_property
    def han_count(self) -> int:
        """字数: Han characters of title, body and notes; not of captions and bylines."""
        notes = [note.body.plain_text() for note in (self.note_before, self.note_after) if note]
        title = "" if self.continues else self.title.text
        return han_count("".join([title, self.kicker, self.subtitle, self.body.plain_text(), *notes]))


@dataclass(frozen=True)
class Opening:
    """栏目页: the page that opens a column of the magazine."""

    figure: Figure | None
    intro: str
    place: Place | None
    heading_place: Place | None = None
    """Where the column's name is written."""
    intro_place: Place | None = None


@dataclass(frozen=True)
class Section:
    """栏目 with its articles; `opening` where it has a page of its own."""

    heading: str
    articles: tuple[Article, ...]
    opening: Opening | None = None


@dataclass(frozen=True)
class Filler:
    """补白: a page that the publication keeps for filling up: a picture, or a title and text."""

    figure: Figure | None
    title: str
    body: Body
    place: Place | None


@dataclass(frozen=True)
class ProfileFile:
    """The printing house's ICC profile: a file that is there, and how the manifest names it."""

    path: Path
    name: str
    place: Place


@dataclass(frozen=True)
class Accepted:
    """An entry of the manifest that lets a problem stand, and where it is written."""

    code: str
    where: str
    reason: str
    by: str
    text: str
    place: Place


@dataclass(frozen=True)
class Edition:
    """Everything that is printed, read and checked. `sources` maps picture addresses to their pixels.

    `printing` has printing house and print run from the imprint where it says nothing of them. `profile` is its ICC
    profile; None stands for the one that comes with typeset.
    """

    name: str
    publication: Publication
    layout: str
    options: Mapping[str, bool | int | float | str]
    language: str
    sections: tuple[Section, ...]
    cover_figure: Figure | None
    nameplate: Figure | None
    sources: Mapping[str, Source]
    printing: Printing = field(default_factory=Printing)
    profile: ProfileFile | None = None
    pages: int | None = None
    """The pages that the whole edition should have."""
    pages_place: Place | None = None
    """Where the manifest says so, or its beginning."""
    fillers: tuple[Filler, ...] = ()
    continuations: tuple[Article, ...] = ()
    """The rests of articles that break off (转版), each to be set after the article it names or at the end."""
    accepted: tuple[Accepted, ...] = ()

    @property
    def figures(self) -> Iterator[Figure]:
        """Every picture that a page may show."""
        single = [self.cover_figure, self.nameplate]
        single += [section.opening.figure for section in self.sections if section.opening]
        single += [filler.figure for filler in self.fillers]
        for article in (*self.articles, *self.continuations):
            yield from article.figures
            yield from (code.figure for code in article.qr)
            single.append(article.portrait)
        yield from (figure for figure in single if figure)

    def opening_of(self, article: Article) -> Section | None:
        """The section that an article opens with a page of its own."""
        return next((part for part in self.sections if part.opening and part.articles[0].id == article.id), None)

    @property
    def articles(self) -> Iterator[Article]:
        """All articles in order."""
        return (article for section in self.sections for article in section.articles)

    def han_count(self, article: Article) -> int:
        """字数 of an article with its rest, whose title does not count again."""
        rest = next((item for item in self.continuations if item.id == article.continued_by), None)
        return article.han_count + (rest.han_count if rest else 0)

    def article_titled(self, text: str) -> Article | None:
        """The article whose title is `text`, spaces ignored: cover lines name articles so."""
        key = Title(text).key
        return next((article for article in self.articles if article.title.key == key), None)
