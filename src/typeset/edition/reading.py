"""Manifest + manuscripts + pictures → Edition, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from typeset.edition.figures import FigureReader
from typeset.edition.jumps import after_unknown, parted
from typeset.edition.kept import KeptSources
from typeset.edition.model import (
    Accepted,
    Article,
    Edition,
    Figure,
    Filler,
    Note,
    Opening,
    ProfileFile,
    QRCode,
    Section,
    Title,
)
from typeset.edition.printing import find_profile, printing_settings
from typeset.manifest import ManifestReading, model
from typeset.manifest import article as written
from typeset.manifest.declaring import Part
from typeset.manuscript import (
    Block,
    Body,
    Box,
    Paragraph,
    Picture,
    PictureGroup,
    Text,
    all_blocks,
    in_groups,
    inline_text,
    read_text,
)
from typeset.problems import Place, Problem, problem
from typeset.workspace import EditionFolder, Workspace, inside

_Path = tuple[str | int, ...]
_PARTS = (
    "kicker",
    "subtitle",
    "deck",
    "authors",
    "author_note",
    "editor",
    "source",
    "credit",
    "pages",
    "continues_after",
    "tags",
)
_KEPT_IN = (
    ("articles", {".md", ".markdown", ".txt", ".doc", ".docx", ".wps"}, "manuscript-unlisted"),
    (
        "photos",
        {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".gif", ".bmp", ".svg"},
        "picture-unlisted",
    ),
)

_TO_FILL = "待填"


def _to_fill(part: object, path: _Path) -> Iterator[_Path]:
    if isinstance(part, str) and _TO_FILL in part:
        yield path
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from _to_fill(getattr(part, name), (*path, name))


def _nowhere(*_path: str | int) -> Place | None:
    return None


def _never(*_path: str | int) -> bool:
    return False


@dataclass(frozen=True)
class EditionReading:
    """An Edition where one could be made, and all problems of its sources.

    `place_of` tells where a value of the manifest is written: `place_of("publication", "title")`; `lost` whether what
    is written there could not be used.
    """

    edition: Edition | None
    problems: tuple[Problem, ...]
    layout_place: Place | None = None
    options_place: Place | None = None
    place_of: Callable[..., Place | None] = _nowhere
    lost: Callable[..., bool] = _never


def read_edition(folder: EditionFolder, workspace: Workspace, kept: KeptSources | None = None) -> EditionReading:
    """Read an edition's folder. Bad content becomes problems; what can be shown is shown.

    With `kept`, files that did not change since they were read with it are not read again.
    """
    kept = kept or KeptSources()
    manifest = kept.manifest(folder, workspace)
    if manifest.issue is None:
        return EditionReading(None, manifest.problems)
    kept.turn()  # not before: while the manifest is broken, manuscripts and pictures stay remembered
    reader = _Reader(manifest, manifest.issue, folder, workspace, kept)
    edition = reader.edition()
    return EditionReading(
        edition,
        (*manifest.problems, *reader.problems),
        manifest.place("layout"),
        manifest.place("options"),
        manifest.place,
        manifest.lost,
    )


@dataclass
class _Reader:
    manifest: ManifestReading
    issue: model.Issue
    folder: EditionFolder
    workspace: Workspace
    kept: KeptSources
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.figures = FigureReader(self.folder.path, self.issue.language, self.kept)

    def edition(self) -> Edition:
        issue = self.issue
        sections = tuple(section for section in self._sections() if section.articles)
        sections, continuations = self._parted(sections)
        cover = issue.publication.cover.picture
        cover_path: _Path = ("publication", "cover", "picture")
        edition = Edition(
            name=self.folder.name,
            publication=issue.publication,
            layout=issue.layout,
            options=issue.options,
            language=issue.language,
            sections=sections,
            cover_figure=self._picture(cover, cover_path),
            nameplate=self._nameplate(),
            sources=self.figures.sources,
            printing=printing_settings(issue),
            profile=self._profile(),
            pages=issue.pages,
            pages_place=self._place(("pages",)),
            fillers=tuple(self._fillers()),
            continuations=continuations,
            accepted=tuple(
                Accepted(
                    item.code,
                    item.where or "",
                    item.reason,
                    item.by,
                    item.text or "",
                    self._place(("accepted", index, "code")),
                )
                for index, item in enumerate(issue.accepted)
            ),
        )
        self.problems += self.figures.problems
        self._notes()
        self._unfilled()
        self._unlisted()
        if not sections:
            self.problems.append(problem("edition-empty", self.workspace.place(self.folder.manifest)))
        return edition

    def _notes(self) -> None:
        for index, note in enumerate(self.issue.notes):
            self.problems.append(problem("edition-note", self._place(("notes", index)), note=note.strip()))

    def _unfilled(self) -> None:
        """What a new publication is started with and nobody has filled in yet: （待填）."""
        found = list(_to_fill(self.issue.publication, ("publication",)))
        if found:
            self.problems.append(problem("publication-unfilled", self._place(found[0]), count=len(found)))

    def _unlisted(self) -> None:
        """Manuscripts and pictures that lie in the edition's folder and that nobody names."""
        named = {file for article in self._written() for file in _named_files(article)}
        named |= {figure.file for figure in self.figures.seen}
        for folder, suffixes, code in _KEPT_IN:
            for path in sorted((self.folder.path / folder).glob("*")):
                name = f"{folder}/{path.name}"
                kept = path.suffix.lower() in suffixes and not path.name.startswith((".", "~", "README"))
                if kept and path.is_file() and name not in named:
                    self.problems.append(problem(code, self.workspace.place(path), file=name))

    def _written(self) -> Iterator[written.Article]:
        return (article for section in self.issue.sections for article in section.articles)

    def _sections(self) -> Iterator[Section]:
        number = 0
        for index, section in enumerate(self.issue.sections):
            articles: list[Article] = []
            for position, article in enumerate(section.articles):
                path: _Path = ("sections", index, "articles", position)
                if article.held:
                    self.problems.append(
                        problem("article-held", self._place((*path, "held")), title=Title(article.title))
                    )
                    continue
                number += 1
                articles.append(self._article(article, path, section.heading, number, opens=not articles))
            yield Section(section.heading, tuple(articles), self._opening(section, ("sections", index)))

    def _parted(self, sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[Article, ...]]:
        """The sections with articles that end where they break off (转版), and the rests."""
        articles = [article for section in sections for article in section.articles]
        rests: list[Article] = []
        parts: dict[str, Article] = {}
        for article in articles:
            parts[article.id], rest, found = parted(article)
            if found:
                self.problems.append(found)
            if rest:
                rests.append(rest)
            elif article.continues_after and not found:
                place = article.places.get("continues_after", article.place)
                self.problems.append(problem("continues-after-no-jump", place))
            if rest and rest.continues_after:
                place = article.places.get("continues_after", article.place)
                unknown = after_unknown(rest.continues_after, articles, place)
                self.problems += [unknown] if unknown else []
        first = tuple(
            replace(section, articles=tuple(parts[article.id] for article in section.articles)) for section in sections
        )
        return first, tuple(rests)

    def _opening(self, section: model.Section, path: _Path) -> Opening | None:
        if section.opening is None:
            return None
        opening: _Path = (*path, "opening")
        return Opening(
            figure=self._picture(section.opening.picture, (*opening, "picture")),
            intro=section.opening.intro or "",
            place=self._place(opening),
            heading_place=self._place((*path, "heading")),
            intro_place=self._place((*opening, "intro")) if section.opening.intro else None,
        )

    def _nameplate(self) -> Figure | None:
        publication, place = self.issue.publication, self._place(("publication", "nameplate"))
        if publication.nameplate is None:
            return None
        photo = written.Photo(file=publication.nameplate, alt=publication.title or None)  # it is the name, drawn
        return self.figures.figure(photo, place, beside=self._shared(place))

    def _picture(self, photo: written.Photo | None, path: _Path) -> Figure | None:
        if photo is None:
            return None
        place = self._place((*path, "file"))
        caption_place, credit_place, crop_place = (
            self._place((*path, key)) if getattr(photo, key) else None for key in ("caption", "credit", "crop")
        )
        return self.figures.figure(
            photo,
            place,
            caption_place,
            credit_place=credit_place,
            crop_place=crop_place,
            beside=self._shared(place),
        )

    def _shared(self, place: Place) -> Path | None:
        """The folder of the publication's file, where that is what names a picture."""
        shared = place.file == self.workspace.name_of(self.workspace.publication_file)
        return self.workspace.issues if shared else None

    def _fillers(self) -> Iterator[Filler]:
        for index, filler in enumerate(self.issue.publication.fillers):
            path: _Path = ("publication", "fillers", index)
            place = self._place(path)
            if not (filler.picture or filler.title or filler.text):
                if not self.manifest.lost(*path):
                    self.problems.append(problem("filler-empty", place))
                continue
            body = Body()
            if filler.text:
                reading = read_text(filler.text, self._place((*path, "text")))
                self.problems += reading.problems
                body = reading.body
            yield Filler(self._picture(filler.picture, (*path, "picture")), filler.title or "", body, place)

    def _sidebars(self, item: written.Article, path: _Path) -> Iterator[Box]:
        for index, box in enumerate(item.sidebars):
            place = self._place((*path, "sidebars", index))
            reading = read_text(box.text, self._place((*path, "sidebars", index, "text")))
            self.problems += reading.problems
            yield Box(box.kind, box.title or "", reading.body.blocks, place)

    def _qr_codes(self, item: written.Article, path: _Path) -> Iterator[QRCode]:
        for index, code in enumerate(item.qr):
            if figure := self.figures.qr_code(code, self._place((*path, "qr", index))):
                yield QRCode(figure, code.address, code.caption or "")

    def _article(self, item: written.Article, path: _Path, heading: str, number: int, *, opens: bool) -> Article:
        title = Title(item.title)
        body = self._body(item, path, title)
        figures = [
            self.figures.figure(
                photo,
                self._place((*path, "photos", position, "file")),
                self._place((*path, "photos", position, "caption")) if photo.caption else None,
                credit_place=self._place((*path, "photos", position, "credit")) if photo.credit else None,
                crop_place=self._place((*path, "photos", position, "crop")) if photo.crop else None,
                columns_place=self._place((*path, "photos", position, "columns")) if photo.columns else None,
            )
            for position, photo in enumerate(item.photos)
        ]
        body, figures = self._place_figures(body, figures)
        return Article(
            id=item.id or f"article-{number}",
            title=title,
            heading=heading,
            body=body,
            place=self._place((*path, "title")),
            kicker=item.kicker or "",
            subtitle=item.subtitle or "",
            deck=item.deck or "",
            portrait=self._picture(item.portrait, (*path, "portrait")),
            author_note=item.author_note or "",
            editor=item.editor or "",
            sidebars=tuple(self._sidebars(item, path)),
            qr=tuple(self._qr_codes(item, path)),
            end_notes=item.notes == "end",
            authors=item.authors,
            figures=tuple(figures),
            note_before=self._note(item.note_before, (*path, "note_before")),
            note_after=self._note(item.note_after, (*path, "note_after")),
            source=item.source or "",
            credit=item.credit or "",
            pull_quotes=item.pull_quotes,
            tags=item.tags,
            pages=item.pages,
            new_page=item.new_page,
            opens_section=opens,
            continues_after=item.continues_after or "",
            places={key: self._place((*path, key)) for key in _PARTS if getattr(item, key)},
        )

    def _body(self, item: written.Article, path: _Path, title: Title) -> Body:
        place = self._place((*path, "body"))
        if not item.body:
            return Body()
        name = written.manuscript_file(item.body)
        if name is None:
            reading = read_text(item.body, place, title.plain)
            self.problems += reading.problems
            return reading.body
        file = inside(self.folder.path, name)
        if file is None or not file.is_file():
            code = "manuscript-outside" if file is None else "manuscript-missing"
            self.problems.append(problem(code, place, file=name, title=title))
            return Body((Paragraph((Text(f"【缺文稿：{name}】"),), place),))
        reading = self.kept.manuscript(file, self.workspace.name_of(file), title.plain)
        self.problems += reading.problems
        return reading.body

    def _note(self, note: written.EditorsNote | None, path: _Path) -> Note | None:
        if note is None:
            return None
        place = self._place((*path, "text"))
        reading = read_text(note.text, place)
        self.problems += reading.problems
        return Note(note.label, reading.body, place)

    def _place_figures(self, body: Body, figures: list[Figure]) -> tuple[Body, list[Figure]]:
        """Join the manifest's photos with the manuscript's pictures.

        A picture that only the manuscript names becomes a figure; a photo placed here that the manuscript does not
        name stands between paragraphs, several spread evenly.
        """
        named = {block.file: block for block in all_blocks(body.blocks) if isinstance(block, Picture)}
        known = {figure.file for figure in figures}
        for file, block in named.items():
            if file not in known:
                photo = written.Photo(file=file, caption=block.caption or None, alt=block.alt or None)
                figures.append(self.figures.figure(photo, block.place))
        loose = [figure for figure in figures if figure.placement == "here" and figure.file not in named]
        figures = [replace(figure, placement="here") if figure.file in named else figure for figure in figures]
        return _insert(body, _grouped(loose)), figures

    def _profile(self) -> ProfileFile | None:
        """The ICC profile, sought in the folder of the manifest that names it: the edition's, or issues/."""
        name = self.issue.printing.profile
        if name is None:
            return None
        place = self._place(("printing", "profile"))
        shared = place.file == self.workspace.name_of(self.workspace.publication_file)
        found = find_profile(name, self.workspace.issues if shared else self.folder.path, place, self.workspace)
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found

    def _place(self, path: _Path) -> Place:
        return self.manifest.place(*path) or self.workspace.place(self.folder.manifest)


def _named_files(article: written.Article) -> Iterator[str]:
    """The files that an article's entry names, held over or not."""
    if article.body and (name := written.manuscript_file(article.body)):
        yield name
    yield from (photo.file for photo in article.photos)
    if article.portrait:
        yield article.portrait.file


def _grouped(figures: list[Figure]) -> list[Picture | PictureGroup]:
    """Pictures in order; those with the same word for their group together where the first of them stands."""
    groups: dict[str, list[Figure]] = {}
    for number, figure in enumerate(figures):
        groups.setdefault(figure.group or f"\n{number}", []).append(figure)
    return [block for group in groups.values() for block in _pictures(group)]


def _pictures(group: list[Figure]) -> list[Picture | PictureGroup]:
    pictures = [Picture(item.file, item.alt, item.caption, item.place or Place("")) for item in group]
    caption = next((item.group_caption for item in group if item.group_caption), "")
    return in_groups(pictures, caption)


def _insert(body: Body, figures: list[Picture | PictureGroup]) -> Body:
    """The body with pictures between paragraphs, spread evenly; at its end where there is no such place."""
    blocks = list(body.blocks)
    places = [index for index in range(1, len(blocks)) if _may_part(blocks[index - 1], blocks[index])]
    for number, figure in reversed(list(enumerate(figures))):
        at = places[len(places) * (number + 1) // (len(figures) + 1)] if places else len(body.blocks)
        blocks.insert(at, figure)
    return replace(body, blocks=tuple(blocks))


def _may_part(before: Block, after: Block) -> bool:
    """Whether a picture may stand between two blocks: not between a head or a question and what belongs to it."""
    if not isinstance(before, Paragraph) or not isinstance(after, Paragraph):
        return False
    return not inline_text(before.children).rstrip().endswith(("？", "：", "?", ":"))
