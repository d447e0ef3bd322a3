"""Markdown manuscripts: from text to the article's body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, cast

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from typeset.manuscript.boxes import name_groups, split_signature, split_verse_signature
from typeset.manuscript.characters import ends_sentence
from typeset.manuscript.containers import KNOWN_EN, KNOWN_ZH, Container, Containers, find_containers
from typeset.manuscript.findings import Findings, shown
from typeset.manuscript.headings import bold_headings, level_headings, run_in_heads, without_title
from typeset.manuscript.inlines import Anchor, InlineBuilder, Inlines
from typeset.manuscript.interviews import interview, interview_runs
from typeset.manuscript.model import (
    Block,
    Body,
    Box,
    Cell,
    Code,
    Heading,
    Inline,
    JumpPoint,
    LineBreak,
    List,
    ListItem,
    NameList,
    Note,
    Paragraph,
    Picture,
    Poem,
    Quotation,
    Reading,
    RunInHead,
    Separator,
    Strong,
    Table,
    Text,
    Verse,
    inline_text,
)
from typeset.manuscript.notes import Notes
from typeset.manuscript.passages import Passage, passages, verse_lines
from typeset.manuscript.picture_groups import grouped, with_shared_captions
from typeset.manuscript.preparing import prepare
from typeset.manuscript.source import Source, too_long
from typeset.manuscript.syntax import Document, parse
from typeset.manuscript.tables import joined_cells, with_captions
from typeset.manuscript.tidy import look_over, tidy
from typeset.problems import Place, problem

_ALIGNMENTS = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}
_BREAKS = ("softbreak", "hardbreak")


def read_markdown(text: str, start: Place, title: str | None = None) -> Reading:
    """Read a manuscript written in Markdown.

    `start` is the place of the first character. A first heading that repeats `title` is dropped. HTML tags, scripts
    and links to anything but http, https and mailto never come through. Nothing is raised for what the text says;
    what it says wrongly is among the problems.
    """
    if too_long(text):
        return Reading(Body(), (problem("manuscript-too-long", start),))
    findings = Findings()
    prepared = prepare(tidy(text, start, findings), findings)
    containers = find_containers(prepared.source.lines, prepared.fenced)
    document = parse(prepared.source.lines, prepared.indented, containers)
    body = _Reader(prepared.source, document, findings).body(title)
    _report_limits(document, prepared.source, findings)
    _report_containers(containers, prepared.source, findings)
    return Reading(body, findings.problems())


def _report_limits(document: Document, source: Source, findings: Findings) -> None:
    limits = document.limits
    for code, lines in (
        ("nested-too-deep", limits.too_deep),
        ("table-too-large", limits.large_tables),
    ):
        if lines:
            findings.add(code, source.place(lines[0]))
    for line in limits.long_rows:
        findings.add("table-row-too-long", source.place(line))


def _report_containers(containers: Containers, source: Source, findings: Findings) -> None:
    for line, container in sorted(containers.opened.items()):
        place = source.place(line, 0, len(source.lines[line].rstrip()))
        if container.kind is None:
            name = shown(container.name)
            findings.add("container-unknown", place, name=name, known_zh=KNOWN_ZH, known_en=KNOWN_EN)
        if not container.closed:
            findings.add("container-unclosed", place, name=shown(container.name))
    for line in sorted(containers.stray):
        findings.add("container-stray-end", source.place(line))


@dataclass
class _Reader:
    """Walks the parsed blocks. `_top` is true for the article's own paragraphs, outside lists, quotations and notes."""

    source: Source
    document: Document
    findings: Findings

    def __post_init__(self) -> None:
        self.notes = Notes(self.findings)
        self._cell_ends: dict[int, int] = {}
        self._cases = 0
        self._jumped = False

    def body(self, title: str | None) -> Body:
        for node in self.document.root.walk():
            if node.type == "footnote_reference":
                self.notes.define(node.meta["label"], node.children, self._line_place(node))
        blocks = tuple(self._blocks(self.document.root.children, top=True))
        blocks = interview_runs(without_title(blocks, title, self.findings))
        blocks = level_headings(bold_headings(blocks, self.findings), self.findings)
        notes = self._read_notes()
        self.notes.report_unused()
        return Body(blocks, notes)

    def _read_notes(self) -> tuple[Note, ...]:
        done: list[Note] = []
        while len(done) < len(self.notes.called):
            note = self.notes.called[len(done)]
            children = self._blocks(note.blocks)
            if note.anchor:
                children += self._passage(Passage("text", tuple(note.tokens)), note.anchor, top=False)
            done.append(Note(len(done) + 1, tuple(children), note.place))
        return tuple(done)

    def _line_place(self, node: SyntaxTreeNode) -> Place:
        """Where a block begins: its first line, behind the indent."""
        line = min(node.map[0] if node.map else 0, len(self.source.lines) - 1)
        text = self.source.lines[line]
        return self.source.place(line, len(text) - len(text.lstrip()))

    def _blocks(self, nodes: Sequence[SyntaxTreeNode], *, top: bool = False) -> list[Block]:
        done: list[Block] = []
        for node in nodes:
            done += self._block(node, top=top)
        return [*with_shared_captions(with_captions(tuple(done)))]

    def _block(self, node: SyntaxTreeNode, *, top: bool) -> list[Block]:
        match node.type:
            case "paragraph":
                return self._paragraph(node, top=top)
            case "heading":
                return self._heading(node)
            case "bullet_list" | "ordered_list":
                return self._list(node)
            case "blockquote":
                children = tuple(self._blocks(node.children))
                return [Quotation(children, self._line_place(node))] if children else []
            case "table":
                return self._table(node)
            case "fence":
                return self._fence(node)
            case "container":
                return self._container(node, node.meta["container"], top=top)
            case "hr":
                return [Separator(self._line_place(node))]
            case _:
                return []

    def _inline_content(self, node: SyntaxTreeNode, after: int | None = None) -> tuple[list[Token], Anchor]:
        line = node.map[0] if node.map else 0
        anchor = Anchor.of(self.source, node.content, line, after)
        tokens = self.document.inline(node.content)
        if self.document.limits.literal:
            self.findings.count("markup-too-dense", anchor.place())
        return tokens, anchor

    def _inlines(self, tokens: Sequence[Token], anchor: Anchor, *, spaces: bool = True) -> Inlines:
        inlines = InlineBuilder(anchor, self.findings, self._call_note).build(tokens)
        look_over(inlines.trace, self.findings, spaces=spaces)
        return inlines

    def _call_note(self, token: Token, anchor: Anchor) -> int | None:
        offset = token.map[0] if token.map else 0
        if label := token.meta.get("label"):
            return self.notes.call(label, anchor.place(offset, len(label) + 3))
        return self.notes.write(self.document.inline_note(token.meta["id"]), offset + 2, anchor)

    def _paragraph(self, node: SyntaxTreeNode, *, top: bool) -> list[Block]:
        tokens, anchor = self._inline_content(node.children[0])
        self._report_joined_lines(tokens, anchor)
        done: list[Block] = []
        lines: list[tuple[Picture, ...]] = []
        for passage in passages(tokens, bold_lines=top):
            read = self._passage(passage, anchor, top=top)
            if passage.kind == "pictures":
                lines.append(tuple(block for block in read if isinstance(block, Picture)))
                continue
            done += [*grouped(lines), *read]
            lines = []
        return done + grouped(lines)

    def _passage(self, passage: Passage, anchor: Anchor, *, top: bool) -> list[Block]:
        inlines = self._inlines(passage.tokens, anchor)
        if not inlines.children:
            return [*inlines.pictures]
        children = run_in_heads(inlines.children) if top else inlines.children
        offset = next((token.map[0] for token in passage.tokens if token.map), 0)
        return [Paragraph(children, anchor.place(offset)), *self._moved(inlines.pictures)]

    def _moved(self, pictures: tuple[Picture, ...]) -> tuple[Picture, ...]:
        """Pictures that stood inside a text follow it."""
        for picture in pictures:
            self.findings.add("picture-moved", picture.place, file=shown(picture.file))
        return pictures

    def _report_joined_lines(self, tokens: Sequence[Token], anchor: Anchor) -> None:
        """Lines that each end a sentence may have been meant as paragraphs: tell that they became one."""
        ends = [index for index, token in enumerate(tokens) if token.type == "softbreak"]
        if not ends or any(token.type == "image" for token in tokens):
            return
        lines = ["".join(token.content for token in tokens[: ends[0]])]
        lines += ["".join(token.content for token in tokens[a:b]) for a, b in pairwise(ends)]
        if all(ends_sentence(line) for line in lines):
            self.findings.add("lines-in-one-paragraph", anchor.place(), count=len(ends) + 1)

    def _heading(self, node: SyntaxTreeNode) -> list[Block]:
        inline = node.children[0]
        tokens, anchor = self._inline_content(inline)
        inlines = self._inlines(tokens, anchor, spaces=False)
        opening = node.nester_tokens.opening if node.nester_tokens else None
        if opening and opening.info == "tight":
            self.findings.add("heading-without-space", self._line_place(node), text=shown(inline.content))
        pictures = self._moved(inlines.pictures)
        if not inlines.children:
            return [*pictures]
        return [Heading(int(node.tag[1]), inlines.children, anchor.place()), *pictures]

    def _list(self, node: SyntaxTreeNode) -> list[Block]:
        items = []
        for item in node.children:
            children = tuple(self._blocks(item.children))
            if children:
                items.append(ListItem(children, self._line_place(item)))
        if not items:
            return []
        start = int(node.attrs.get("start", 1))
        return [List(node.type == "ordered_list", start, tuple(items), self._line_place(node))]

    def _container(self, node: SyntaxTreeNode, container: Container, *, top: bool) -> list[Block]:
        place = self._line_place(node)
        match container.kind:
            case None:
                return self._blocks(node.children, top=top)
            case "jump":
                return self._jump(place, top=top)
            case "poem":
                return self._poem(node, container.title, place)
            case "names":
                return self._names(node, container.title, place)
            case "interview":
                said = interview(tuple(self._blocks(node.children, top=top)))
                return [Heading(2, (Text(container.title),), place), *said] if container.title else [*said]
            case kind:
                blocks, signature = tuple(self._blocks(node.children)), ""
                if kind == "notice":
                    blocks, signature = split_signature(blocks)
                self._cases += kind == "case"
                number = self._cases if kind == "case" else 0
                return [Box(kind, container.title, blocks, place, number, signature)]

    def _jump(self, place: Place, *, top: bool) -> list[Block]:
        """An article breaks off once, between its own blocks; other marks are told of and left out."""
        if not top or self._jumped:
            self.findings.add("jump-twice" if top else "jump-inside", place)
            return []
        self._jumped = True
        return [JumpPoint(place)]

    def _lines_of(self, node: SyntaxTreeNode) -> list[Verse]:
        """The source lines of a paragraph, each by itself."""
        tokens, anchor = self._inline_content(node.children[0])
        lines = (self._inlines(line, anchor, spaces=False).children for line in verse_lines(tokens))
        return [line for line in lines if line]

    def _poem(self, node: SyntaxTreeNode, title: str, place: Place) -> list[Block]:
        """Lines without an empty one between them are a stanza; what is not lines follows the poem."""
        stanzas: list[tuple[Verse, ...]] = []
        others: list[Block] = []
        before = -1
        for child in node.children:
            first, end = child.map or (0, 0)
            if child.type != "paragraph":
                others += self._block(child, top=False)
            elif first == before and stanzas:
                stanzas[-1] += tuple(self._lines_of(child))
            else:
                stanzas.append(tuple(self._lines_of(child)))
            before = end
        verses, signature = split_verse_signature([stanza for stanza in stanzas if stanza])
        return [Poem(title, verses, signature, place), *others]

    def _names(self, node: SyntaxTreeNode, title: str, place: Place) -> list[Block]:
        lines: list[str] = []
        for child in node.walk():
            if child.type == "paragraph":
                lines += (_labelled(line) for line in self._lines_of(child))
            elif child.type == "heading":
                lines.append(child.children[0].content.strip() + "：")
        return [NameList(title, name_groups(lines), place)]

    def _table(self, node: SyntaxTreeNode) -> list[Block]:
        rows: dict[str, list[tuple[Cell, ...]]] = {"thead": [], "tbody": []}
        pictures: list[Picture] = []
        for part in node.children:
            for row in part.children:
                cells = [self._cell(cell, pictures) for cell in row.children]
                rows[part.type].append(tuple(cells))
        head, lost_above = joined_cells(tuple(rows["thead"]))
        body, lost = joined_cells(tuple(rows["tbody"]))
        for cell in (*lost_above, *lost):
            self.findings.add("cell-not-joined", cell.place)
        table = Table(head, body, self._line_place(node))
        return [table, *self._moved(tuple(pictures))]

    def _cell(self, node: SyntaxTreeNode, pictures: list[Picture]) -> Cell:
        inline = node.children[0]
        line = inline.map[0] if inline.map else 0
        tokens, anchor = self._inline_content(inline, self._cell_ends.get(line, 0))
        _, column = anchor.spot(0)
        if column is not None:
            self._cell_ends[line] = column + len(inline.content)
        inlines = self._inlines(tokens, anchor)
        pictures += inlines.pictures
        align = _ALIGNMENTS.get(str(node.attrs.get("style", "")))
        return Cell(inlines.children, cast('Literal["left", "center", "right"] | None', align), anchor.place())

    def _fence(self, node: SyntaxTreeNode) -> list[Block]:
        children: list[Inline] = []
        for number, line in enumerate(node.content.rstrip("\n").split("\n")):
            if number:
                children.append(LineBreak())
            if line:
                children.append(Code(line))
        place = self._line_place(node)
        return [Paragraph(tuple(children), place)] if any(isinstance(item, Code) for item in children) else []


def _labelled(line: Verse) -> str:
    """A line of a list of names; one that is bold and has no colon is the label of what follows."""
    text = inline_text(line).strip()
    bold = all(isinstance(part, Strong | RunInHead) for part in line)
    return f"{text}：" if bold and not {"：", ":"} & set(text) else text
