"""Article bodies as HTML: plain semantic elements with stable class names, which a layout's CSS dresses.

Every block carries `data-source="file:line:column"`, so that a spot on a page leads back to its manuscript.
Nothing of a manuscript gets through unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from typeset.edition import Article, Figure
from typeset.layout.boxes import box_html, names_html, photo_group_html, poem_html
from typeset.layout.source_marks import source_attribute
from typeset.layout.tables import table_html
from typeset.manifest.article import PullQuote
from typeset.manuscript import (
    Block,
    Body,
    Box,
    Code,
    Emphasis,
    Heading,
    Inline,
    JumpPoint,
    LineBreak,
    Link,
    List,
    NameList,
    Note,
    NoteCall,
    Paragraph,
    Picture,
    PictureGroup,
    Poem,
    Quotation,
    RunInHead,
    Separator,
    Strong,
    Table,
    Text,
    han_count,
    inline_text,
)

FigureHTML = Callable[[Figure], Markup]


_REST = r"[\w\-.~:/?#\[\]@!$&'()*+,;=%]"  # RFC 3986: what an address is written with
_ADDRESS = re.compile(
    rf"(?<!\w)https?://{_REST}{{4,2000}}"
    rf"|(?<![\w.@/-])www\.[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}(?:/{_REST}{{0,2000}})?"
    r"|(?<![\w.+@/-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    re.ASCII,
)
_AFTER_ADDRESS = ".,:;!?)]'"


def linked(text: str) -> Markup:
    """Text with the web and mail addresses in it as links."""
    written, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_AFTER_ADDRESS)
        web = "//" in address or address.startswith("www.")
        scheme = "" if "//" in address else "http://" if web else "mailto:"
        written += [escape(text[end : found.start()]), Markup('<a href="{}{}">{}</a>').format(scheme, address, address)]
        end = found.start() + len(address)
    return Markup("").join([*written, escape(text[end:])])


def body_html(
    body: Body,
    article: Article | None,
    figure: FigureHTML,
    *,
    drop_cap: bool = False,
    end_sign: str = "",
    pull_quotes: tuple[PullQuote, ...] = (),
) -> Markup:
    """The blocks of a body.

    `figure` renders a picture's block (a macro of the layout). `drop_cap` wraps the first Han character of an
    opening paragraph of some length in `.drop-cap` and marks the paragraph `.opens`; `end_sign` follows the last
    paragraph's last character; pull quotes stand between paragraphs, spread evenly, and at the end
    where there are more quotes than places. Where the article's notes stand at its end, they follow as
    `ol.end-notes`, each with a link back to its call.
    """
    writer = _Writer(body, article, figure)
    written = writer.blocks(body.blocks, drop_cap=drop_cap, end_sign=end_sign)
    return Markup("\n").join([*_with_pull_quotes(body, written, pull_quotes), *writer.end_notes()])


def boxes_html(boxes: tuple[Box, ...], article: Article | None, figure: FigureHTML) -> Markup:
    """Boxes that the manifest puts beside an article, one after the other."""
    return body_html(Body(boxes), article, figure)


def _quote_places(blocks: tuple[Block, ...], count: int) -> list[int]:
    """The blocks before which pull quotes stand: between two paragraphs, spread evenly; elsewhere if need be."""
    between = [
        index
        for index in range(1, len(blocks))
        if isinstance(blocks[index - 1], Paragraph) and isinstance(blocks[index], Paragraph)
    ]
    places = between or [index for index in range(1, len(blocks)) if not isinstance(blocks[index - 1], Heading)]
    chosen: list[int] = []
    for number in range(min(count, len(places))):
        wanted = len(blocks) * (number + 1) / (count + 1)
        chosen.append(min((place for place in places if place not in chosen), key=lambda place: abs(place - wanted)))
    return sorted(chosen)


def _with_pull_quotes(body: Body, written: list[Markup], quotes: tuple[PullQuote, ...]) -> Iterator[Markup]:
    before = dict(zip(_quote_places(body.blocks, len(quotes)), quotes, strict=False))
    for index, block in enumerate(written):
        if quote := before.get(index):
            yield _pull_quote(quote)
        yield block
    yield from (_pull_quote(quote) for quote in quotes[len(before) :])


def _pull_quote(quote: PullQuote) -> Markup:
    said = (
        Markup('<p class="attribution"><span class="dash">——</span>{}</p>').format(quote.attribution)
        if quote.attribution
        else Markup("")
    )
    return Markup('<aside class="pull-quote"><p>{}</p>{}</aside>').format(quote.text, said)


_DROP_CAP_TEXT = 60  # characters: a drop cap of two or three lines needs as many lines beside it


def _split_drop_cap(children: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """The paragraph's first character where it can be a drop cap (a Han character of plain text), and the rest."""
    if len(inline_text(children)) < _DROP_CAP_TEXT:
        return "", children
    if children and isinstance(children[0], Text) and han_count(children[0].text[:1]):
        text = children[0].text
        return text[0], (Text(text[1:]), *children[1:])
    return "", children


_PICTURES = (Picture, PictureGroup, Separator)
_TURNS = {"question": " question", "answer": " answer", "continued": " turn-continued"}


class _Writer:
    def __init__(self, body: Body, article: Article | None, figure: FigureHTML) -> None:
        self._notes = {note.number: note for note in body.notes}
        self._article = article
        self._figure = figure
        self._in_link = False
        self._ends = article is not None and article.end_notes

    def blocks(self, blocks: tuple[Block, ...], *, drop_cap: bool = False, end_sign: str = "") -> list[Markup]:
        said = [i for i, block in enumerate(blocks) if not isinstance(block, _PICTURES)]
        last = said[-1] if said else -1  # where a table or box ends the text, the sign would stand in its middle
        return [
            self._paragraph(block, drop_cap and index == 0, end_sign if index == last else "")
            if isinstance(block, Paragraph)
            else self._block(block)
            for index, block in enumerate(blocks)
        ]

    def _joined(self, blocks: tuple[Block, ...]) -> Markup:
        return Markup("\n").join(self.blocks(blocks))

    def _paragraph(self, block: Paragraph, drop_cap: bool, end_sign: str) -> Markup:
        capital, children = _split_drop_cap(block.children) if drop_cap else ("", block.children)
        opens = " opens" if capital else ""
        return Markup('<p class="paragraph{}{}"{}>{}{}{}{}</p>').format(
            opens,
            _TURNS.get(block.turn or "", ""),
            source_attribute(block.place),
            Markup('<span class="speaker">{}</span>').format(block.speaker) if block.speaker else "",
            Markup('<span class="drop-cap">{}</span>').format(capital) if capital else "",
            self.inlines(children),
            Markup('<span class="end-sign" aria-hidden="true">{}</span>').format(end_sign) if end_sign else "",
        )

    def _block(self, block: Block) -> Markup:
        source = source_attribute(block.place)
        match block:
            case Paragraph():
                return self._paragraph(block, drop_cap=False, end_sign="")
            case Heading():
                level = min(block.level + 2, 6)  # h1 is the section, h2 the article
                return Markup('<h{0} class="subhead subhead-{1}"{2}>{3}</h{0}>').format(
                    level, block.level, source, self.inlines(block.children)
                )
            case List():
                return self._list(block)
            case Table():
                return table_html(block, self.inlines)
            case Quotation():
                return Markup("<blockquote{}>{}</blockquote>").format(source, self._joined(block.children))
            case Picture():
                return self._picture(block)
            case PictureGroup():
                return self._photo_group(block)
            case Poem():
                return poem_html(block, self.inlines)
            case Box():
                return box_html(block, self._joined(block.children))
            case NameList():
                return names_html(block)
            case Separator() | JumpPoint():  # a body is parted at a jump; elsewhere it is a pause
                return Markup('<hr class="separator"{}>').format(source)

    def _picture(self, block: Picture) -> Markup:
        found = self._article.figure(block.file) if self._article else None
        return self._figure(found) if found else Markup("")

    def _list(self, block: List) -> Markup:
        tag = "ol" if block.ordered else "ul"
        start = Markup("")
        if block.ordered and block.start != 1:  # layouts number by the counter `list`
            start = Markup(' start="{}" style="counter-reset: list {}"').format(block.start, block.start - 1)
        items = Markup("").join(
            Markup("<li{}>{}</li>").format(source_attribute(item.place), self._item(item.children))
            for item in block.items
        )
        return Markup("<{0}{1}{2}>{3}</{0}>").format(tag, start, source_attribute(block.place), items)

    def _item(self, blocks: tuple[Block, ...]) -> Markup:
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return self.inlines(blocks[0].children)
        return self._joined(blocks)

    def _photo_group(self, block: PictureGroup) -> Markup:
        found = [self._article.figure(picture.file) for picture in block.pictures] if self._article else []
        figures = [figure for figure in found if figure]
        return photo_group_html(figures, block.caption, block.place) if figures else Markup("")

    def inlines(self, children: tuple[Inline, ...]) -> Markup:
        return Markup("").join(self._inline(child) for child in children)

    def _inline(self, child: Inline) -> Markup:
        match child:
            case Text():
                return escape(child.text) if self._in_link else linked(child.text)
            case RunInHead():
                return Markup('<strong class="run-in-head">{}</strong>').format(self.inlines(child.children))
            case Strong():
                return Markup("<strong>{}</strong>").format(self.inlines(child.children))
            case Emphasis():
                return Markup("<em>{}</em>").format(self.inlines(child.children))
            case Link():
                return self._link(child)
            case Code():
                return Markup("<code>{}</code>").format(child.text)
            case LineBreak():
                return Markup("<br>")
            case NoteCall():
                note = self._notes.get(child.number)
                return self._note(note) if note else Markup("")

    def _link(self, link: Link) -> Markup:
        self._in_link = True  # links do not nest
        said = self.inlines(link.children)
        self._in_link = False
        return Markup('<a href="{}">{}</a>').format(link.target, said)

    def end_notes(self) -> list[Markup]:
        """The list of notes at the article's end; nothing where they stand at the feet of pages, or there are none."""
        if not self._ends or not self._notes or self._article is None:
            return []
        items = Markup("").join(self._end_note(note, self._article.id) for note in self._notes.values())
        before = self._article.notes_before  # the rest of an article numbers its notes on
        on = Markup(' start="{}" style="counter-reset: note {}"').format(before + 1, before) if before else ""
        return [Markup('<ol class="end-notes" role="doc-endnotes"{}>{}</ol>').format(on, items)]

    def _end_note(self, note: Note, article: str) -> Markup:
        text = Markup("<br>").join(self._note_parts(note))
        back = Markup('<a class="note-back" href="#call-{}-{}" role="doc-backlink" aria-label="回到正文">↑</a>')
        return Markup('<li id="note-{0}-{1}" class="end-note"{2}>{3}{4}</li>').format(
            article, note.number, source_attribute(note.place), text, back.format(article, note.number)
        )

    def _note_parts(self, note: Note) -> list[Markup]:
        return [
            self.inlines(block.children) if isinstance(block, Paragraph) else self._block(block)
            for block in note.children
        ]

    def _note(self, note: Note) -> Markup:
        if self._ends and self._article:
            return Markup(
                '<a class="note-call" id="call-{0}-{1}" href="#note-{0}-{1}" role="doc-noteref">{1}</a>'
            ).format(self._article.id, note.number)
        # WeasyPrint moves the element to the page's foot and leaves the call in its place.
        return Markup('<span class="footnote"{}>{}</span>').format(
            source_attribute(note.place), Markup("<br>").join(self._note_parts(note))
        )
