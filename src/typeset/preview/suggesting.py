"""What an editor may want to write in a manifest: the schema, with the project's own names as examples.

Files of the edition, columns of the publication, titles, layouts and the options of the one in use. They are read anew
whenever they are asked for, from what has been saved; what cannot be read has no examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from typeset.copyedit import CHECKS, RULES
from typeset.layout import Layout, find_layouts, load_layout
from typeset.manifest import Issue, json_schema, publication_json_schema, read_issue, read_publication
from typeset.permit import RULES as PERMIT_RULES
from typeset.preview.files import ProjectFiles
from typeset.problems import Giveup

_CANONICAL = re.compile(r"（`(\w+)`）")
_PICTURES = ("Article.photos", "Article.portrait", "Cover.picture", "Filler.picture", "Opening.picture", "Photo.file",
             "Publication.nameplate", "Publication.cover")  # fmt: skip
_MOST = 300
Schema = dict[str, Any]


def suggesting_schema(files: ProjectFiles, *, publication: bool = False) -> Schema:
    """The JSON Schema of the manifest, or of publication.yaml, in which keys have examples of this project."""
    schema = publication_json_schema() if publication else json_schema()
    issue = read_issue(files.edition, files.workspace).issue
    layout = _layout(issue, files)
    examples = dict(_examples(files, issue, layout, publication=publication))
    options = _options(layout)
    definitions = {
        model: _with_examples(model, definition, examples, options)
        for model, definition in schema["definitions"].items()
    }
    return {**schema, "definitions": definitions}


def _with_examples(
    model: str, definition: Schema, examples: Mapping[str, Sequence[str]], options: Mapping[str, Schema]
) -> Schema:
    properties = {}
    for spelling, field in definition.get("properties", {}).items():
        found = _CANONICAL.search(field.get("markdownDescription", ""))
        name = found[1] if found else ""
        if known := examples.get(f"{model}.{name}"):
            field = {**field, "examples": list(known)[:_MOST]}
        if name == "options" and model in ("Issue", "PublicationFile"):
            field = {**field, "properties": dict(options)}
        properties[spelling] = field
    return {**definition, "properties": properties}


def _layout(issue: Issue | None, files: ProjectFiles) -> Layout | None:
    try:
        return load_layout(issue.layout, files.workspace.layouts) if issue else None
    except Giveup:
        return None


def _examples(
    files: ProjectFiles, issue: Issue | None, layout: Layout | None, *, publication: bool
) -> Iterator[tuple[str, Sequence[str]]]:
    layouts = tuple(find_layouts(files.workspace.layouts))
    yield from (("Issue.layout", layouts), ("PublicationFile.layout", layouts))
    yield "Proofreading.off", (*(rule.chinese for rule in RULES.values()), *CHECKS.values())
    yield "Publication.unchecked", tuple(rule.chinese for rule in PERMIT_RULES)
    if layout is not None:
        yield "Article.tags", tuple(layout.declaration.tags.values())
    yield "Section.heading", _columns(files, issue)
    if issue is not None:
        titles = tuple(" ".join(article.title.split()) for section in issue.sections for article in section.articles)
        yield from (("Article.continues_after", titles), ("Cover.lines", titles))
    if publication:
        return  # its pictures lie elsewhere
    folder = files.manifest_name.rpartition("/")[0] + "/"
    own = [file for file in files.listing() if file.name.startswith(folder)]
    pictures = tuple(file.name.removeprefix(folder) for file in own if file.kind == "picture")
    yield from ((key, pictures) for key in _PICTURES)
    yield "Article.body", tuple(file.name.removeprefix(folder) for file in own if file.kind == "manuscript")


def _columns(files: ProjectFiles, issue: Issue | None) -> Sequence[str]:
    """Standing columns in their order, then those of this edition."""
    publication = read_publication(files.workspace).publication
    standing = publication.standing_sections if publication else ()
    return tuple(dict.fromkeys((*standing, *(section.heading for section in (issue.sections if issue else ())))))


def _options(layout: Layout | None) -> Mapping[str, Schema]:
    """The layout's options as keys, in both spellings."""
    found: dict[str, Schema] = {}
    for name, option in layout.declaration.options.items() if layout else ():
        about = option.about
        limits = f"{_number(option.least)}–{_number(option.most)}{option.unit()}" if option.least is not None else ""
        told = [" ".join(filter(None, (words, limits))) for words in (about.zh, about.en)]
        values: tuple[Any, ...] = (*option.choices.values(), *option.choices) or (option.default,)
        field = {
            "description": "\n".join(told),
            "markdownDescription": f"**{option.chinese}**（`{name}`）\n\n" + "\n\n".join(told),
            "type": ["string", "number", "boolean", "null"],
            "examples": ["是", "否"] if option.kind == "boolean" else list(values),
        }
        found |= {option.chinese: field, name: field}
    return found


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
