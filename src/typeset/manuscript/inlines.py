"""The content of a paragraph: from the parser's tokens to a small tree of inline elements."""

from __future__ import annotations

import re
import urllib.parse
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from typeset.manuscript.characters import joint
from typeset.manuscript.findings import Findings, shown
from typeset.manuscript.model import Code, Emphasis, Inline, LineBreak, Link, NoteCall, Picture, Strong, Text
from typeset.manuscript.picture_names import picture_file
from typeset.manuscript.source import Source, Trace
from typeset.manuscript.tidy import plain_characters
from typeset.manuscript.whitespace import squeeze
from typeset.problems import Place

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_LINK_TARGET = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f]+", re.IGNORECASE)
_MOST_TARGET = 2_000
_OBJECT = "\ufffc"  # stands in the trace for what is not text
_MISTYPED = re.compile(
    r"[!！][\[［][^\]］\n]{0,80}[\]］][ \t]{0,3}[(（][^)）\n]{0,200}[)）]?"
    r"|\[[^\]\n]{1,80}\][ \t]{0,3}[(（]https?:[^)）\n]{0,200}[)）]?"
)
_URI_SAFE = "%:/?#[]@!$&'()*+,;=~"


@dataclass(frozen=True)
class Anchor:
    """Where the content of a block stands in the source: for each of its lines, the line and column there."""

    source: Source
    _begins: tuple[int, ...]
    _spots: tuple[tuple[int, int | None], ...]

    @classmethod
    def of(cls, source: Source, content: str, first_line: int, after: int | None = None) -> Anchor:
        """Find the content: at the ends of its lines, or where `after` is given, first behind that column."""
        begins, spots, begin = [], [], 0
        for number, text in enumerate(content.split("\n")):
            line = min(first_line + number, len(source.lines) - 1)
            part = text.strip(" \t")
            found = source.lines[line].rfind(part) if after is None else source.lines[line].find(part, after)
            begins.append(begin)
            spots.append((line, None if found < 0 else found - (len(text) - len(text.lstrip(" \t")))))
            begin += len(text) + 1
        return cls(source, tuple(begins), tuple(spots))

    def spot(self, offset: int) -> tuple[int, int | None]:
        """The source's line and column of a character of the content."""
        index = max(0, bisect_right(self._begins, offset) - 1)
        line, column = self._spots[index]
        return line, None if column is None else max(0, column + offset - self._begins[index])

    def place(self, offset: int = 0, length: int = 1) -> Place:
        """The place of a character of the content."""
        return self.source.place(*self.spot(offset), length)


@dataclass(frozen=True)
class Inlines:
    """What a run of tokens came to: the elements, the pictures that stood among them, and the text's trace."""

    children: tuple[Inline, ...]
    pictures: tuple[Picture, ...]
    trace: Trace


@dataclass
class _Frame:
    make: Callable[[tuple[Inline, ...]], Inline] | None  # None: the mark is dropped, its content stays
    kind: str
    children: list[Inline] = field(default_factory=list)


@dataclass
class InlineBuilder:
    """Builds the inline elements of one passage.

    `call_note` gives the number for a note's token, or None where there is no such note.
    """

    anchor: Anchor
    findings: Findings
    call_note: Callable[[Token, Anchor], int | None]
    _frames: list[_Frame] = field(default_factory=lambda: [_Frame(None, "")])
    _pictures: list[Picture] = field(default_factory=list)
    _last: str = ""
    _waiting: tuple[list[Inline], int] | None = None  # where a line end of the source stands, while it is unsettled

    def build(self, tokens: Sequence[Token]) -> Inlines:
        """Read the tokens; never raises for what they say."""
        self._trace = Trace(self.anchor.source)
        for token in tokens:
            self._read(token)
        while len(self._frames) > 1:
            self._close()
        self._report_mistyped()
        return Inlines(squeeze(tuple(self._frames[0].children)), tuple(self._pictures), self._trace)

    def _read(self, token: Token) -> None:
        offset = token.map[0] if token.map else 0
        match token.type:
            case "text":
                self._text(token.content, offset)
            case "text_special":
                self._text(plain_characters(token.content), offset)
            case "softbreak":
                self._waiting = (self._frames[-1].children, len(self._frames[-1].children))
            case "hardbreak":
                self._line_break()
            case "code_inline":
                self._code(token.content, offset)
            case "html_inline":
                self._html(token.content, offset)
            case "image":
                self._picture(token, offset)
            case "footnote_ref":
                self._note_call(token, offset)
            case _:
                self._read_mark(token, offset)

    def _read_mark(self, token: Token, offset: int) -> None:
        match token.type:
            case "strong_open":
                self._open("strong", Strong)
            case "em_open":
                self._open("em", Emphasis)
            case "link_open":
                self._open_link(token, offset)
            case "strong_close" | "em_close" | "link_close":
                self._close()

    def _add(self, item: Inline) -> None:
        self._frames[-1].children.append(item)

    def _text(self, text: str, offset: int) -> None:
        if not text:
            return
        self._settle_break(text[0])
        self._add(Text(text))
        self._trace.add(text, *self.anchor.spot(offset))
        self._last = text[-1]

    def _settle_break(self, after: str) -> None:
        """A line end of the source becomes nothing or a space once it is known what follows it."""
        if self._waiting:
            children, index = self._waiting
            self._waiting = None
            if joint(self._last, after):
                children.insert(index, Text(" "))
                self._trace.add(" ", 0, None)

    def _line_break(self) -> None:
        self._waiting = None
        self._add(LineBreak())
        self._trace.add("\n", 0, None)
        self._last = "\n"

    def _code(self, text: str, offset: int) -> None:
        self._settle_break(text[:1])
        self._add(Code(text))
        self._object(offset, text[-1:])

    def _object(self, offset: int, last: str) -> None:
        self._trace.add(_OBJECT, *self.anchor.spot(offset))
        self._last = last

    def _open(self, kind: str, make: Callable[[tuple[Inline, ...]], Inline]) -> None:
        # Bold in bold is bold: so the tree is never deeper than its three kinds of nodes.
        twice = any(frame.kind == kind and frame.make for frame in self._frames)
        self._frames.append(_Frame(None if twice else make, kind))

    def _close(self) -> None:
        if len(self._frames) == 1:
            return
        frame = self._frames.pop()
        children = tuple(frame.children)
        if frame.make is None:
            self._frames[-1].children += children
        elif children:
            self._add(frame.make(children))
        if self._waiting and self._waiting[0] is frame.children:
            self._waiting = (self._frames[-1].children, len(self._frames[-1].children))

    def _open_link(self, token: Token, offset: int) -> None:
        target = str(token.attrs.get("href", "")).strip()
        if not _LINK_TARGET.fullmatch(target) or len(target) > _MOST_TARGET:
            place = self.anchor.place(offset if token.markup == "autolink" else offset - 1)
            self.findings.add("link-dropped", place, target=shown(target) or "—")
            self._frames.append(_Frame(None, "link"))
            return
        target = urllib.parse.quote(target, safe=_URI_SAFE)
        self._open("link", lambda children: Link(target, children))

    def _html(self, tag: str, offset: int) -> None:
        match = _TAG.match(tag)
        name = match[2].lower() if match else "!"
        if name == "br":
            self._line_break()
        elif not tag.startswith("<!--") and not (match and match[1] and self.findings.counted("html-not-read", name)):
            place = self.anchor.place(offset, len(tag.split("\n")[0]))
            self.findings.count("html-not-read", place, name, tag=shown(f"<{name}>" if match else tag))

    def _picture(self, token: Token, offset: int) -> None:
        place = self.anchor.place(offset, 2)
        file = picture_file(str(token.attrs.get("src", "")), place, self.findings)
        if file:
            caption = " ".join(plain_characters(str(token.attrs.get("title", ""))).split())
            self._pictures.append(Picture(file, _flat(token.children or []), caption, place))
        self._trace.add(_OBJECT, *self.anchor.spot(offset))

    def _note_call(self, token: Token, offset: int) -> None:
        number = self.call_note(token, self.anchor)
        if number is None:
            self._text(f"[^{token.meta['label']}]", offset)
            return
        self._add(NoteCall(number))

    def _report_mistyped(self) -> None:
        """Tell about markup that was not understood, and so will be printed as it stands."""
        text = self._trace.text
        if ("]" in text or "］" in text) and (found := _MISTYPED.search(text)):
            self.findings.add("markup-mistyped", self._trace.place(found.start(), len(found[0])), text=shown(found[0]))
        elif (at := text.find("**")) >= 0:
            around = text[max(0, at - 8) : at + 10]
            self.findings.add("asterisks-printed", self._trace.place(at, 2), text=shown(around))


def _flat(tokens: Sequence[Token]) -> str:
    """The words of a picture's description, without any marks."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(_flat(token.children or []))
        elif token.type == "text_special":
            parts.append(plain_characters(token.content))
        elif token.type in ("text", "code_inline"):
            parts.append(token.content)
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
    text = ""
    for line in lines:
        text += joint(text[-1:], line[:1]) + line
    return text
