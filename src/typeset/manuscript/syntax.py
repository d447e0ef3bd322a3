"""The Markdown that manuscripts are written in: CommonMark as editors of Chinese text use it.

CommonMark with tables and footnotes, and these differences: no indented code (an indent is a paragraph's), no
setext heading underlined with `---` (that is a separator), no HTML blocks (tags are found inside paragraphs, and
dropped there), `#标题` without a space is a heading, and a line that starts like a paragraph starts one. Everything
is bounded: nesting, table size, and the number of markup characters, beyond which text is taken literally.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, blockquote, list_block, reference, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_cjk_friendly import cjk_friendly
from mdit_py_plugins.footnote import footnote_plugin

from typeset.manuscript.characters import HAN_RANGES
from typeset.manuscript.containers import Containers, container_rule

Rule = Callable[[StateBlock, int, int, bool], bool]

_MOST_NESTING = 8  # block levels: a list takes two
_MOST_IMAGE_NESTING = 3
_MOST_MARKS = 2_000  # markup characters in one paragraph
_MOST_MARKS_IN_ALL = 20_000
_MOST_COLUMNS = 60
_MOST_CELLS = 10_000
_MARK = re.compile(r"[\[!*_<&`^\\]")
_STOP = re.compile(r"[\]{}$%@~+=:>#-]")  # means nothing by itself, but the parser stops at each
_TIGHT_HEADING = re.compile(f" {{0,3}}(#{{1,6}})\u3000*(?=[{HAN_RANGES}“‘《〈【「『（])(.*)")
_TOPIC = re.compile(r"\s*#[^#\n]+#(?!#)")
_UNDERLINE = re.compile(r" {0,3}=+[ \t]*")
_OPENS_PARAGRAPH = re.compile(
    r"[（(][一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,3}(?:、|[.．](?=[^\s\d]))|[①-⑳•●○■□◆◇★☆▲△]"
)


@dataclass
class Limits:
    """What reading one manuscript has used up, and the lines (from 0) where it went beyond a limit."""

    marks_left: int = _MOST_MARKS_IN_ALL
    depth: int = 0
    too_deep: list[int] = field(default_factory=list)
    large_tables: list[int] = field(default_factory=list)
    no_table_before: int = 0
    long_rows: list[int] = field(default_factory=list)
    literal: bool = False


@dataclass(frozen=True)
class Document:
    """A parsed manuscript: blocks whose inline content is still text; `inline` parses that."""

    root: SyntaxTreeNode
    limits: Limits
    _env: dict[str, Any]

    def inline(self, content: str) -> list[Token]:
        """Parse the content of a paragraph. Every token's `map` is its offset in the content, twice.

        `limits.literal` tells afterwards whether the content had too much markup and was left as it is.
        """
        self.limits.literal = False
        tokens: list[Token] = []
        parser = _parser()
        parser.inline.parse(content, parser, self._env, tokens)
        # Marks of emphasis leave empty texts behind.
        return [token for token in tokens if token.type != "text" or token.content]

    def inline_note(self, number: int) -> list[Token]:
        """The content of a note written inside the text, `^[…]`; `number` is the call's."""
        tokens: list[Token] = self._env["footnotes"]["list"][number]["tokens"]
        return tokens


def parse(lines: tuple[str, ...], indented: frozenset[int], containers: Containers) -> Document:
    """Parse a manuscript's lines; `indented` are those that began with an ideographic space."""
    limits = Limits()
    env: dict[str, Any] = {"limits": limits, "indented": indented | containers.signed, "containers": containers}
    tokens = _parser().parse("\n".join(lines), env)
    return Document(SyntaxTreeNode(tokens), limits, env)


class _TracedState(StateInline):
    """Notes for every token where in the content it begins. Tokens of inline content have no other `map`."""

    def pushPending(self) -> Token:  # noqa: N802 - the parser's name
        # The pending text ends here, or before the blanks or the bracket that the calling rule has just passed.
        begin = self.src.rfind(self.pending, 0, self.pos)
        token = super().pushPending()
        token.map = [begin, begin]
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.map = [self.pos, self.pos]
        return token

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the parser's names
        # The rule for Chinese text is for `*` alone: ____ between Han characters is a blank to be filled in.
        return super().scanDelims(start, canSplitWord) if self.src[start] == "*" else self._scan_underscores(start)

    def _scan_underscores(self, start: int) -> Scanned:
        """Whether underscores may open and close emphasis by CommonMark's rules (6.2)."""
        end = start
        while end < self.posMax and self.src[end] == "_":
            end += 1
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        left = not after.isspace() and (not _is_mark(after) or before.isspace() or _is_mark(before))
        right = not before.isspace() and (not _is_mark(before) or after.isspace() or _is_mark(after))
        return Scanned(left and (not right or _is_mark(before)), right and (not left or _is_mark(after)), end - start)


def _is_mark(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)


class _BoundedInline(ParserInline):
    """Takes content literally that has more markup than any paragraph: its parsing is not linear."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        limits: Limits = env["limits"]
        marks = sum(1 for _ in _MARK.finditer(src))
        limits.marks_left -= marks
        stops = sum(1 for _ in _STOP.finditer(src))
        if marks + stops > _MOST_MARKS or limits.marks_left < 0 or limits.depth > _MOST_IMAGE_NESTING:
            limits.literal = limits.literal or marks > 0
            tokens += _literal(src)
            return tokens
        state = _TracedState(src, md, env, tokens)
        limits.depth += 1
        self.tokenize(state)
        limits.depth -= 1
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _literal(content: str) -> list[Token]:
    tokens: list[Token] = []
    begin = 0
    for line in content.split("\n"):
        if tokens:
            tokens.append(Token("softbreak", "br", 0, map=[begin - 1, begin - 1]))
        tokens.append(Token("text", "", 0, content=line, map=[begin, begin]))
        begin += len(line) + 1
    return tokens


class _Markdown(MarkdownIt):
    """The parser; link targets come through as written, they are judged where they are used."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002
        return True


@cache
def _parser() -> _Markdown:
    md = _Markdown("commonmark")
    md.inline = _BoundedInline()
    md.configure("commonmark", {"html": True})
    md.use(cjk_friendly)
    md.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    md.enable("table")
    md.disable(["code", "html_block", "lheading", "text_join", "fragments_join", "inline", "normalize"])
    rules = md.block.ruler
    rules.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    rules.at("blockquote", _bounded(blockquote), {"alt": ["paragraph", "reference", "blockquote", "list"]})
    rules.at("list", _bounded(list_block), {"alt": ["paragraph", "reference", "blockquote"]})
    rules.at("reference", _reference)
    rules.before(
        "table", "container", _bounded(container_rule), {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    rules.before("heading", "tight_heading", _tight_heading, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.before("paragraph", "underlined_heading", _underlined_heading, {"alt": ["paragraph"]})
    rules.before("table", "paragraph_start", _paragraph_start, {"alt": ["paragraph", "reference"]})
    return md


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _bounded(rule: Rule) -> Rule:
    """The rule of a container, which below a certain depth takes its marker for text."""

    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.level < _MOST_NESTING:
            return rule(state, start, end, silent)
        if rule(state, start, end, True):
            state.env["limits"].too_deep.append(start)
        return False

    return bounded


def _paragraph_start(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """Ends the paragraph before a line that opens one itself: with an ideographic indent, a number, a bullet."""
    return silent and (start in state.env["indented"] or bool(_OPENS_PARAGRAPH.match(_line(state, start))))


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """GFM tables up to a size; cells beyond the head's columns join the row's last cell instead of vanishing."""
    if start + 2 > end or "|" not in _line(state, start) or "-" not in _line(state, start + 1):
        return False
    if not table(state, start, min(end, start + 2), True) or _is_too_large(state, start, end):
        return False
    if silent:
        return True
    first = len(state.tokens)
    table(state, start, end, False)
    _keep_extra_cells(state, first)
    return True


def _is_too_large(state: StateBlock, start: int, end: int) -> bool:
    """Whether the table that begins here has too many cells; no line of it is then looked at as a table again."""
    limits: Limits = state.env["limits"]
    if start < limits.no_table_before:
        return True
    columns = _line(state, start + 1).count("|") + 1
    line = start
    while line < end and (line - start) * columns <= _MOST_CELLS and not state.isEmpty(line):
        line += 1
    if (line - start) * columns <= _MOST_CELLS and columns <= _MOST_COLUMNS:
        return False
    limits.large_tables.append(start)
    limits.no_table_before = line
    return True


def _keep_extra_cells(state: StateBlock, first: int) -> None:
    columns = 0
    cells: list[Token] = []
    for token in state.tokens[first:]:
        if token.type == "inline":
            cells.append(token)
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_close":
            line = cells[0].map[0] if cells and cells[0].map else 0
            split = escapedSplit(_line(state, line).strip())
            split = split[1:] if split and not split[0] else split
            if extra := [cell.strip() for cell in split[columns:] if cell.strip()]:
                cells[-1].content = " ".join([cells[-1].content, *extra]).strip()
                state.env["limits"].long_rows.append(line)
            cells = []


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Link reference definitions, one line each.

    The parser's own rule looks through the rest of the paragraph for every one: minutes for some thousands.
    """
    last = state.lineMax
    state.lineMax = start + 1
    try:
        return reference(state, start, end, silent)
    finally:
        state.lineMax = last


def _tight_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """`#标题`, the space forgotten. `#话题#` is not a heading but a hashtag."""
    line = _line(state, start)
    match = _TIGHT_HEADING.fullmatch(line.rstrip())
    if not match or _TOPIC.match(line):
        return False
    if not silent:
        _push_heading(state, start, start + 1, len(match[1]), match[2].rstrip("#").rstrip(), "tight")
    return True


def _underlined_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line underlined with `===`: a heading of the first level, written the older way."""
    if start + 1 >= end or state.sCount[start + 1] < state.blkIndent:
        return False
    if not _UNDERLINE.fullmatch(_line(state, start + 1)):
        return False
    if not silent:
        _push_heading(state, start, start + 2, 1, _line(state, start).strip(), "")
    return True


def _push_heading(state: StateBlock, start: int, end: int, level: int, content: str, info: str) -> None:
    state.line = end
    for kind, nesting in (("heading_open", 1), ("inline", 0), ("heading_close", -1)):
        token = state.push(kind, f"h{level}" if nesting else "", nesting)  # type: ignore[arg-type]
        token.map = [start, end]
        if kind == "inline":
            token.content = content
            token.children = []
        else:
            token.info = info
