"""An article's entry as lines of a manifest, in the language of its keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from typeset.importing import EditorsWords, Guess, Imported, Photo, Signature, Sure
from typeset.manifest import Article
from typeset.manifest.article import Author, EditorsNote
from typeset.manifest.article import Photo as PhotoKeys
from typeset.manifest.editing.scalars import written
from typeset.manifest.model import Section
from typeset.manifest.shapes import Leaf, group_of
from typeset.problems import Problem

_MOST_REMARKS = 12
_LABELS = {"note_before": {"编者按": "编者按"}, "note_after": {"小编说": "小编说", "编后": "编后"}}
_PARTS_ZH: Mapping[str, str] = {
    "kicker": "引题",
    "title": "标题",
    "subtitle": "副题",
    "authors": "作者",
    "caption": "图片说明",
    "credit": "署名",
    "source": "来源",
    "section": "栏目",
    "table": "表格",
    "date": "日期",
}


class _Lines:
    """Collects the lines of a group; the keys are in one language."""

    def __init__(self, *, chinese: bool) -> None:
        self.chinese, self.lines = chinese, list[str]()

    def key(self, model: type, name: str) -> str:
        return group_of(model).fields[name].chinese if self.chinese else name

    def value(self, model: type, name: str, text: str, column: int) -> None:
        """A single value, left out where it is empty."""
        if text.strip():
            shape = group_of(model).fields[name].shape
            assert isinstance(shape, Leaf)
            self.lines.append(" " * column + f"{self.key(model, name)}: {_scalar(text, shape, column + 2)}")


def entry_lines(article: Imported, source: str, *, chinese: bool) -> list[str]:
    """The entry of an article as an item of a list, its dash first, with remarks on what to look at."""
    made = _Lines(chinese=chinese)
    head = article.draft.head
    made.value(Article, "kicker", head.kicker, 0)
    made.value(Article, "title", head.title or ("（标题待定）" if chinese else "(untitled)"), 0)
    made.value(Article, "subtitle", head.subtitle, 0)
    _add_authors(made, head.authors)
    _add_note(made, "note_before", article.draft.note_before)
    made.value(Article, "body", article.body_file, 0)
    _add_photos(made, article.photos)
    made.value(Article, "source", article.draft.source, 0)
    made.value(Article, "credit", article.draft.credit, 0)
    _add_note(made, "note_after", article.draft.note_after)
    remarks = [f"# {text}" for text in _remarks(article, PurePath(source).name, chinese=chinese)]
    lines = [*made.lines[:1], *remarks, *made.lines[1:]]
    return [("- " if number == 0 else "  ") + line for number, line in enumerate(lines)]


def section_lines(heading: str, entry: list[str], *, chinese: bool) -> list[str]:
    """A new column with one article."""
    made = _Lines(chinese=chinese)
    made.value(Section, "heading", heading, 0)
    articles = [f"{made.key(Section, 'articles')}:", *("  " + line for line in entry)]
    return [("- " if number == 0 else "  ") + line for number, line in enumerate([*made.lines, *articles])]


def _scalar(text: str, leaf: Leaf, column: int) -> str:
    return written(" ".join(text.split("\n")), leaf, None, in_flow=False, column=column)


def _add_authors(made: _Lines, authors: tuple[Signature, ...]) -> None:
    if not authors:
        return
    name = made.key(Article, "authors")
    items = [_author(made, author) for author in authors]
    if len(items) == 1:
        made.lines += (
            [f"{name}: {items[0][0]}"] if len(items[0]) == 1 else [f"{name}:", *("  " + line for line in items[0])]
        )
        return
    made.lines.append(f"{name}:")
    for item in items:
        made.lines += [("  - " if number == 0 else "    ") + line for number, line in enumerate(item)]


def _author(made: _Lines, author: Signature) -> list[str]:
    """An author in one line where that is read back as the same, else with keys."""
    whole = f"{author.unit} {author.name}".strip()
    wanted = {"unit": author.unit, "name": author.name} if author.unit else {"name": author.name}
    name = group_of(Author).fields["name"].shape
    assert isinstance(name, Leaf)
    if dict(Author.from_text(whole)) == wanted:
        return [_scalar(whole, name, 0)]
    inner = _Lines(chinese=made.chinese)
    inner.value(Author, "unit", author.unit, 0)
    inner.value(Author, "name", author.name, 0)
    return inner.lines


def _add_note(made: _Lines, name: str, note: EditorsWords | None) -> None:
    if note is None or not note.text.strip():
        return
    shape = group_of(EditorsNote).fields["text"].shape
    assert isinstance(shape, Leaf)
    if made.chinese and note.label in _LABELS[name]:
        made.lines.append(f"{_LABELS[name][note.label]}: {_scalar(note.text, shape, 2)}")
        return
    made.lines.append(f"{made.key(Article, name)}:")
    made.value(EditorsNote, "label", note.label, 2)
    made.value(EditorsNote, "text", note.text, 2)


def _add_photos(made: _Lines, photos: tuple[Photo, ...]) -> None:
    if not photos:
        return
    made.lines.append(f"{made.key(Article, 'photos')}:")
    for photo in photos:
        inner = _Lines(chinese=made.chinese)
        inner.value(PhotoKeys, "file", photo.file, 0)
        inner.value(PhotoKeys, "caption", photo.caption, 0)
        inner.value(PhotoKeys, "credit", photo.credit, 0)
        inner.value(PhotoKeys, "alt", photo.alt if photo.alt != photo.caption else "", 0)
        if photo.awaited:
            inner.lines.append(f"{inner.key(PhotoKeys, 'awaited')}: {'是' if made.chinese else 'yes'}")
        made.lines += [("  - " if number == 0 else "    ") + line for number, line in enumerate(inner.lines)]


def _remarks(article: Imported, source: str, *, chinese: bool) -> Iterator[str]:
    """What an editor should look at, as comments: decisions in full, guesses by name."""
    language = "zh" if chinese else "en"
    yield f"导入自 {source}" if chinese else f"imported from {source}"
    decisions = [_one_line(item, language) for item in article.decisions[:_MOST_REMARKS]]
    yield from ((f"请定：{text}" if chinese else f"decide: {text}") for text in decisions)
    doubtful = [guess for guess in article.guesses if guess.sure != Sure.HIGH and guess.part != "subhead"]
    if names := list(dict.fromkeys(_shown(guess, chinese=chinese) for guess in doubtful[:_MOST_REMARKS])):
        yield f"请核对（导入时猜的）：{'；'.join(names)}" if chinese else f"please check (guessed): {'; '.join(names)}"


def _shown(guess: Guess, *, chinese: bool) -> str:
    text = " ".join(guess.text.split())
    text = text if len(text) <= 20 else f"{text[:18]}…"
    name = _PARTS_ZH.get(guess.part, "") if chinese else guess.part
    return f"{name}“{text}”" if chinese else f"{name} “{text}”"


def _one_line(item: Problem, language: str) -> str:
    return " ".join(item.message("zh" if language == "zh" else "en").split())
