"""init: a new publication with an example edition, from the answers to a few questions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from typeset.editions.dating import IssueDate, read_date
from typeset.editions.naming import default_name
from typeset.editions.numbering import EditionNumber, Span
from typeset.editions.placing import place_files, taken
from typeset.editions.slices import written
from typeset.layout import load_layout
from typeset.manifest import json_schema, publication_json_schema
from typeset.problems import Giveup, Problem, problem
from typeset.workspace import ISSUE_FILE, PUBLICATION_FILE, EditionFolder, Workspace

_MOST = 60  # characters of a name or unit


@dataclass(frozen=True)
class Question:
    """What init asks: the name of the answer (and flag), what it is called, the answer where none is given."""

    name: str
    zh: str
    en: str
    default: str


def questions(today: date) -> tuple[Question, ...]:
    """All questions in order."""
    return (
        Question("title", "刊名", "the publication's name", "（待填刊名）"),
        Question("publisher", "主办单位", "publisher", "（待填）"),
        Question("layout", "版式", "layout", "classic"),
        Question("number", "第一期的期号", "number of the first edition", "1"),
        Question("date", "第一期的日期", "date of the first edition", today.isoformat()),
    )


@dataclass(frozen=True)
class Started:
    """What was made: the example edition's folder, and all files by name."""

    edition: EditionFolder
    files: tuple[str, ...]


def answer_problems(name: str, answer: str, folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the answer to a question; `folder` is where the publication will be."""
    try:
        match name:
            case "layout":
                load_layout(answer, Workspace(folder).layouts)
            case "number":
                _read_number(answer)
            case "date":
                read_date(answer, "--date")
            case "title" | "publisher" if not _is_line(answer):
                return (problem("init-title" if name == "title" else "init-publisher", limit=_MOST),)
    except Giveup as giveup:
        return giveup.problems
    return ()


def start_publication(folder: Path, answers: Mapping[str, str]) -> Started:
    """Make a publication in `folder`, which may exist, with an example edition that explains itself.

    `answers` has one for every question. Raises Giveup (exit code 2) for an answer that will not do and where any of
    the files is there already; nothing has been written then.
    """
    folder = folder.absolute()
    found = [item for name, answer in answers.items() for item in answer_problems(name, answer, folder)]
    if found:
        raise Giveup(*found, exit_code=2)
    if not folder.is_dir() and (folder.exists() or folder.is_symlink()):
        raise Giveup(problem("init-not-a-folder", folder=folder), exit_code=2)
    span, when = _read_number(answers["number"]), read_date(answers["date"], "--date")
    total = span if span.first == 1 else None  # how many came before is for the editor to say
    number = EditionNumber("regular" if span.size == 1 else "double", when.year, span, total)
    name = default_name(number, when)
    files = {**_shared_files(answers), **_edition_files(name, number, when)}
    if there := taken(folder, files):
        raise Giveup(problem("init-exists", folder=folder, files="、".join(there)), exit_code=2)
    try:
        place_files(folder, files, (f"issues/{name}/articles", f"issues/{name}/photos"))
    except FileExistsError as error:  # made by somebody else in this moment
        raise Giveup(problem("init-exists", folder=folder, files=Path(error.filename).name), exit_code=2) from error
    return Started(EditionFolder(folder / "issues" / name), tuple(files))


def _shared_files(answers: Mapping[str, str]) -> dict[str, bytes]:
    words = {
        "title": written(answers["title"]),
        "publisher": written(answers["publisher"]),
        "layout": answers["layout"],
    }
    return {
        f"issues/{PUBLICATION_FILE}": _starter("publication.yaml", words),
        "fonts/README.md": _starter("fonts.md"),
        "layouts/README.md": _starter("layouts.md"),
        ".gitignore": _starter("gitignore"),
        ".vscode/settings.json": _starter("settings.json"),
        ".vscode/extensions.json": _starter("extensions.json"),
        ".typeset/issue.schema.json": _json(json_schema()),
        ".typeset/publication.schema.json": _json(publication_json_schema()),
    }


def _edition_files(name: str, number: EditionNumber, when: IssueDate) -> dict[str, bytes]:
    words = {
        "number": str(number.number or ""),
        "total": f"总期号: {number.total}" if number.total else "# 总期号: 25",
        "kind": "  期别: 合刊\n" if number.kind == "double" else "",
        "date": str(when),
    }
    edition = f"issues/{name}"
    articles = ("01-start.md", "02-manuscripts.md")
    return {
        f"{edition}/{ISSUE_FILE}": _starter("issue.yaml", words),
        **{f"{edition}/articles/{article}": _starter(f"articles/{article}") for article in articles},
        f"{edition}/photos/README.md": _starter("photos.md"),
    }


def _is_line(answer: str) -> bool:
    return bool(answer.strip()) and len(answer) <= _MOST and answer.isprintable()


def _read_number(answer: str) -> Span:
    """A number or the two of a double number. Raises Giveup for anything else."""
    found = re.fullmatch(r"(?:第\s*)?([0-9]{1,4})(?:\s*[-–—~、/至]\s*([0-9]{1,4}))?\s*期?", answer.strip())
    if found and int(found[1]) > 0 and (not found[2] or int(found[2]) == int(found[1]) + 1):
        return Span(int(found[1]), int(found[2] or found[1]))
    raise Giveup(problem("init-number", value=answer))


def _starter(name: str, words: Mapping[str, str] | None = None) -> bytes:
    """A file of the starter, with words filled in where it has places for them."""
    text = resources.files("typeset.editions").joinpath("starter", *name.split("/")).read_text("utf-8")
    if words is not None:
        text = Template(text).substitute(words)
    return text.encode()


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
