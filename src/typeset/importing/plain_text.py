"""Text files and Markdown files as they are delivered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from typeset.importing.drafts import Draft, Figure, Guess, Sure
from typeset.importing.heads import looks_of, read_head
from typeset.importing.model import Document, ImageFile, Line, Span, Tally, Unreadable
from typeset.manuscript import decode, plain_paragraphs
from typeset.problems import Place, Problem, problem
from typeset.workspace import inside

_MOST_BYTES = 8 * 2**20
_PICTURE = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\]\(\s*(<[^<>\n]*>|[^\s()]+)(?:\s+\"((?:[^\"\\]|\\.)*)\")?\s*\)")
_MARKS = re.compile(r"^#{1,6}\s*|\*\*|\s*#*$")
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_MOST_HEAD = 8


def read_text_file(path: Path, name: str) -> Document:
    """A text file: its paragraphs. Raises Unreadable for one that cannot be read."""
    text, problems = _text_of(path, name)
    blocks = []
    tally = []
    for number, (paragraph, gap) in enumerate(plain_paragraphs(text, Place(name, 1, 1)), 1):
        blocks.append(Line((Span(paragraph),), number, gap=gap))
        tally.append((number, paragraph))
    return Document(name, tuple(blocks), tally=Tally(tuple(tally)), problems=problems)


def _text_of(path: Path, name: str) -> tuple[str, tuple[Problem, ...]]:
    if path.stat().st_size > _MOST_BYTES:
        raise Unreadable(problem("import-too-large", None, name=name, limit=_MOST_BYTES // 2**20))
    decoded = decode(path.read_bytes(), Place(name))
    if not decoded.encoding:
        raise Unreadable(decoded.problems[0])
    return decoded.text, decoded.problems


@dataclass(frozen=True)
class MarkdownDelivered:
    """A Markdown file: what stands in its head as a draft, the rest of it as it was written."""

    draft: Draft
    markdown: str
    images: dict[str, ImageFile]
    tally: Tally
    problems: tuple[Problem, ...]


def read_markdown_file(path: Path, name: str) -> MarkdownDelivered:
    """A Markdown file; its text stays as it is, but title and byline go into the manifest. Raises Unreadable."""
    text, problems = _text_of(path, name)
    lines = text.split("\n")
    head_lines: list[Line] = []
    numbers: list[int] = []
    for number, raw in enumerate(lines):
        if not raw.strip():
            continue
        if len(head_lines) == _MOST_HEAD or re.match(r"\s*(?:!\[|[-*+>|]\s|\d+[.)]\s|:::|#{2,})", raw):
            break
        level = len(raw) - len(raw.lstrip("#"))
        bold = raw.strip().startswith("**") and raw.strip().endswith("**")
        role = "title" if level == 1 and not head_lines else ""
        plain = _MARKS.sub("", raw.strip()).replace("**", "").strip()
        head_lines.append(Line((Span(plain, bold=bold),), number + 1, role, level))  # type: ignore[arg-type]
        numbers.append(number)
    head, behind = read_head(head_lines, 0, looks_of(head_lines)) if head_lines else (None, 0)
    rest = [line for number, line in enumerate(lines) if number not in numbers[:behind]]
    body = "\n".join(rest).strip("\n") + "\n"
    images, figures, found = _pictures(body, path, name)
    passages = [
        (number + 1, _PICTURE.sub(" ", re.sub(r"[*_`#>|\\]|\[\^[^\]]*\]:?", "", line)))
        for number, line in enumerate(lines)
    ]
    tally = Tally(tuple(passages), pictures=len(_PICTURE.findall(text)))
    if head is None:
        raise Unreadable(problem("import-empty", None, name=name))
    draft = Draft(head, content=figures, guesses=head.guesses or (Guess("title", "", 0, Sure.LOW),))
    return MarkdownDelivered(draft, body, images, tally, (*problems, *found))


def _pictures(body: str, path: Path, name: str) -> tuple[dict[str, ImageFile], tuple[Figure, ...], list[Problem]]:
    images: dict[str, ImageFile] = {}
    figures: list[Figure] = []
    problems: list[Problem] = []
    for match in _PICTURE.finditer(body):
        target = match[2].strip("<>")
        if _REMOTE.match(target) or target.startswith("//"):
            problems.append(problem("import-outside", Place(name), address=target[:60]))
            continue
        found = inside(path.parent, target)
        if found is None or not found.is_file():
            problems.append(problem("import-picture-lost", Place(name), file=target[:60]))
            continue
        images[target] = ImageFile(found.name, found.read_bytes)
        line = body.count("\n", 0, match.start()) + 1
        figures.append(Figure(target, line, caption=match[3] or "", alt=match[1]))
    return images, tuple(figures), problems


def with_pictures(markdown: str, files: dict[str, str]) -> str:
    """A Markdown text whose pictures are called by their new names; captions have gone into the manifest."""

    def renamed(match: re.Match[str]) -> str:
        file = files.get(match[2].strip("<>"))
        return f"![{match[1]}]({file})" if file else match[0]

    return _PICTURE.sub(renamed, markdown)
