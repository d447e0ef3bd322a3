"""Articles ready to be put into an edition: Markdown, picture files, and what their manifest entries say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from typeset.copyedit import Cleaned, Kind, Settings, change_problems, clean
from typeset.importing.account import Account, Written, account_of, account_problems
from typeset.importing.drafts import Draft, EditorsWords, Figure, Guess, Signature, Sure
from typeset.importing.markdown import MarkdownWriter
from typeset.importing.model import Document, ImageFile, Line, Unreadable
from typeset.importing.plain_text import MarkdownDelivered, with_pictures
from typeset.importing.reading import read_delivered
from typeset.importing.structure import drafts_of
from typeset.manuscript.source import too_long
from typeset.pictures.container import foreign_format, identify
from typeset.problems import Place, Problem, problem

_SUFFIX = {
    "JPEG": ".jpg",
    "PNG": ".png",
    "TIFF": ".tif",
    "WEBP": ".webp",
    "GIF": ".gif",
    "BMP": ".bmp",
    "HEIC": ".heic",
    "SVG": ".svg",
}
_PARTS = {
    "kicker": ("引题", "kicker"),
    "title": ("标题", "title"),
    "subtitle": ("副题", "subtitle"),
    "authors": ("作者", "byline"),
    "caption": ("图片说明", "caption"),
    "credit": ("署名", "credit"),
    "subhead": ("小标题", "subhead"),
    "source": ("来源", "source"),
    "note": ("按语", "editor's note"),
    "table": ("表格", "table"),
    "section": ("栏目", "column"),
    "date": ("日期", "date"),
}
_SURE = {Sure.HIGH: ("高", "high"), Sure.MEDIUM: ("中", "medium"), Sure.LOW: ("低", "low")}
_COPIED = (".txt", ".text")
_MOST_NAME = 16
_MOST_PARAGRAPHS = 10_000  # as many as a manuscript may have, with the empty lines between them


@dataclass(frozen=True)
class Photo:
    """A picture of an article as its manifest entry names it."""

    file: str
    caption: str = ""
    credit: str = ""
    alt: str = ""
    awaited: bool = False


@dataclass(frozen=True)
class Imported:
    """An article: what its entry says, its manuscript, its guesses, and what a person must decide."""

    draft: Draft
    section: str
    body_file: str
    markdown: str
    photos: tuple[Photo, ...]
    guesses: tuple[Guess, ...]
    decisions: tuple[Problem, ...]


@dataclass(frozen=True)
class Delivery:
    """One file imported: its articles, new picture files by name, its account, and all that was found."""

    name: str
    articles: tuple[Imported, ...]
    pictures: Mapping[str, bytes]
    account: Account
    problems: tuple[Problem, ...]
    cleaned: tuple[tuple[str, Cleaned], ...] = ()


@dataclass
class Naming:
    """Names for new files of an edition that are not taken: `taken` says whether a name is, in lower case."""

    taken: Callable[[str], bool]
    first: int
    given: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=dict)

    def next_number(self) -> int:
        """The number of the next article."""
        self.first += 1
        return self.first - 1

    def name(self, folder: str, stem: str, suffix: str) -> str:
        """A free name below a folder."""
        for more in range(1, 10_000):
            name = f"{folder}/{stem}{'' if more == 1 else f'-{more}'}{suffix}"
            if name.casefold() not in self.given and not self.taken(name):
                self.given.add(name.casefold())
                return name
        raise AssertionError("no free name")


def import_file(path: Path, name: str, naming: Naming, settings: Settings) -> Delivery:
    """Read a file and make articles of it. Raises Unreadable, with the words that say why, for one that cannot be."""
    delivered = read_delivered(path, name)
    if isinstance(delivered, MarkdownDelivered):
        sure = settings.without("cut-paragraphs")
        return _Maker(name, naming, sure, delivered.images, {}).markdown_file(delivered)
    if path.suffix.lower() not in _COPIED:  # only copied text has paragraphs cut by columns and pages
        settings = settings.without("cut-paragraphs")
    return _Maker(name, naming, settings, delivered.images, delivered.notes).document(delivered)


@dataclass
class _Maker:
    name: str
    naming: Naming
    settings: Settings
    images: Mapping[str, ImageFile]
    notes: Mapping[str, tuple[Line, ...]]
    pictures: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    cleaned: list[tuple[str, Cleaned]] = field(default_factory=list)
    stored: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def document(self, document: Document) -> Delivery:
        drafts, found = drafts_of(document)
        called: set[str] = set()
        articles, raw = [], []
        for number, draft in enumerate(drafts):
            stem, photos = self.started(draft)
            writer = MarkdownWriter(self.notes, {key: photo.file for key, photo in photos.items()})
            text = writer.write(draft.content)
            called |= set(writer.called)
            if number == len(drafts) - 1:
                text += self.uncalled(called)
            if writer.dropped:
                self.problems.append(problem("import-dress-dropped", Place(self.name), None, count=writer.dropped))
            raw.append(Written(text, _entry_texts(draft, tuple(photos.values()))))
            articles.append(self.finished(draft, text, stem, photos))
        account = account_of(document.tally, raw)
        return self.delivery(articles, account, [*document.problems, *found])

    def markdown_file(self, delivered: MarkdownDelivered) -> Delivery:
        stem, photos = self.started(delivered.draft)
        text = with_pictures(delivered.markdown, {key: photo.file for key, photo in photos.items()})
        account = account_of(delivered.tally, [Written(text, _entry_texts(delivered.draft, tuple(photos.values())))])
        article = self.finished(delivered.draft, text, stem, photos)
        return self.delivery([article], account, list(delivered.problems))

    def delivery(self, articles: Sequence[Imported], account: Account, found: Sequence[Problem]) -> Delivery:
        place = Place(self.name)
        decisions = [item for article in articles for item in article.decisions]
        guesses = [_guess(guess, place) for article in articles for guess in article.guesses if guess.sure != Sure.HIGH]
        cleaned = [
            item if file != self.name else replace(item, place=place)
            for file, result in self.cleaned
            for item in change_problems(result, file)
        ]
        differences = account_problems(account, place)
        problems = (*found, *self.problems, *decisions, *differences, *guesses, *cleaned)
        return Delivery(self.name, tuple(articles), self.pictures, account, problems, tuple(self.cleaned))

    # One article

    def started(self, draft: Draft) -> tuple[str, dict[str, Photo]]:
        """The stem of an article's file, and its photos by key."""
        number = self.naming.next_number()
        figures = tuple(block for block in draft.content if isinstance(block, Figure))
        photos: dict[str, Photo] = {}
        for figure in figures:
            if figure.key in photos:
                photos[figure.key] = _merged(photos[figure.key], figure)
            else:
                stored = self.store(figure, number)
                photos[figure.key] = Photo(stored[0], figure.caption, figure.credit, figure.alt, stored[1])
                if not figure.caption:
                    uncaptioned = problem(
                        "import-picture-uncaptioned", Place(self.name), None, where=figure.where, file=stored[0]
                    )
                    self.problems.append(uncaptioned)
        title = (
            re.sub(r"[^\w]+", "", draft.head.title)[:_MOST_NAME]
            or re.sub(r"[^\w]+", "", Path(self.name).stem)[:_MOST_NAME]
        )
        return f"{number:02}-{title or 'article'}", photos

    def finished(
        self,
        draft: Draft,
        text: str,
        stem: str,
        photos: Mapping[str, Photo],
    ) -> Imported:
        """The article with its words cleaned up."""
        if too_long(text):
            raise Unreadable(problem("import-too-long", Place(self.name), None, limit=_MOST_PARAGRAPHS))
        file = self.naming.name("articles", stem, ".md")
        body = self.tidy(text, Kind.MARKDOWN, file)
        draft = self.tidied(draft)
        kept = tuple(
            replace(photo, caption=self.line(photo.caption), credit=self.line(photo.credit))
            for photo in photos.values()
        )
        return Imported(draft, draft.section, file, body, kept, draft.guesses, draft.decisions)

    def tidied(self, draft: Draft) -> Draft:
        head = draft.head
        head = replace(
            head,
            title=self.tidy(head.title, Kind.TITLE, self.name),
            kicker=self.tidy(head.kicker, Kind.TITLE, self.name),
            subtitle=self.tidy(head.subtitle, Kind.TITLE, self.name),
            authors=tuple(Signature(item.name, self.line(item.unit)) for item in head.authors),
        )

        def note(words: EditorsWords | None) -> EditorsWords | None:
            return replace(words, text=self.line(words.text)) if words else None

        return replace(
            draft,
            head=head,
            note_before=note(draft.note_before),
            note_after=note(draft.note_after),
            source=self.line(draft.source),
            credit=draft.credit,
        )

    def line(self, text: str) -> str:
        return self.tidy(text, Kind.LINE, self.name)

    def tidy(self, text: str, kind: Kind, file: str) -> str:
        if not text.strip():
            return text
        result = clean(text, kind, self.settings)
        if result.changes or result.warnings:
            self.cleaned.append((file, result))
        return result.text

    def uncalled(self, called: set[str]) -> str:
        """Notes that no text calls, as with a note on the title: kept at the end."""
        parts = []
        for key, lines in self.notes.items():
            text = "".join(line.text for line in lines)
            if key not in called and text:
                parts.append(MarkdownWriter({}, {}).write(lines))
                shown = text if len(text) <= 40 else f"{text[:38]}…"
                self.problems.append(problem("import-note-uncalled", Place(self.name), None, text=shown))
        return "".join(f"\n{part}" for part in parts)

    # Pictures

    def store(self, figure: Figure, number: int) -> tuple[str, bool]:
        """Keep a picture's file under a new name, the same picture once; True for one that has to be awaited."""
        if figure.key in self.stored:
            return self.stored[figure.key]
        try:
            data = self.images[figure.key].read()
        except (Unreadable, OSError) as error:
            lost = problem("import-picture-lost", Place(self.name), None, file=self.images[figure.key].name)
            self.problems.append(error.problem if isinstance(error, Unreadable) else lost)
            name = self.naming.name("photos", f"{number:02}-{len(self.stored) + 1}", ".jpg")
            self.stored[figure.key] = (name, True)
            return self.stored[figure.key]
        digest = hashlib.sha256(data).hexdigest()
        kind = identify(data)
        name = self.naming.known.get(digest, "")
        if not name:
            name = self.naming.name("photos", f"{number:02}-{len(self.stored) + 1}", _SUFFIX.get(kind or "", ".jpg"))
            self.naming.known[digest] = name
            if kind is not None:
                self.pictures[name] = data
        if kind is None:
            original = self.images[figure.key].name
            form = foreign_format(data) or Path(original).suffix.lstrip(".").upper() or "—"
            foreign = problem(
                "import-picture-foreign", Place(self.name), None, where=figure.where, file=original, format=form
            )
            self.problems.append(foreign)
        self.stored[figure.key] = (name, kind is None)
        return self.stored[figure.key]


def _merged(photo: Photo, figure: Figure) -> Photo:
    return replace(photo, caption=photo.caption or figure.caption, credit=photo.credit or figure.credit)


def _guess(guess: Guess, place: Place) -> Problem:
    part_zh, part_en = _PARTS[guess.part]
    sure_zh, sure_en = _SURE[guess.sure]
    text = guess.text if len(guess.text) <= 40 else f"{guess.text[:38]}…"
    words = {"part_zh": part_zh, "part_en": part_en, "sure_zh": sure_zh, "sure_en": sure_en}
    return problem("import-guess", place, None, where=guess.where, text=text, **words)


def _entry_texts(draft: Draft, photos: Sequence[Photo]) -> tuple[str, ...]:
    """All words of an article outside its Markdown, in the order in which sources have them."""
    head = draft.head
    texts = [draft.section, head.kicker, head.title, head.subtitle]
    texts += [f"{author.unit}{author.name}" for author in head.authors]
    texts += [f"{note.label}{note.text}" for note in (draft.note_before, draft.note_after) if note]
    texts += [f"来源{draft.source}" if draft.source else "", draft.credit]
    texts += [part for photo in photos for part in (photo.caption, photo.credit)]
    return tuple(text for text in texts if text)
