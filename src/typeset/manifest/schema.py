"""JSON Schemas of issue.yaml and publication.yaml, for editors that complete and check while one types.

Draft 7, which the YAML language server knows. Both languages' keys and values and all short forms are accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from typeset.manifest.declaring import Kind
from typeset.manifest.model import Issue, Publication, PublicationFile
from typeset.manifest.scalars import FALSE_WORDS, TRUE_WORDS
from typeset.manifest.shapes import FieldShape, Group, Leaf, ListOf, Options, Shape, group_of, groups_below

Schema = dict[str, Any]

_SINGLE = ["string", "number", "boolean"]
_PATTERNS = {
    Kind.DATE: r"^\s*[0-9]{4}(\s*[-/.年]\s*[0-9]{1,2}(\s*[-/.月]\s*[0-9]{1,2}\s*日?|\s*月)?|\s*年)?\s*$",
    Kind.FILE: r"^(?![/~\\])(?![A-Za-z]:)(?!(.*/)?\.\.(/|$))[^\\:]+$",
    Kind.PERCENT: r"^[0-9]+(\.[0-9]+)?\s*%?$",
    Kind.MILLIMETRES: r"^[0-9]+(\.[0-9]+)?\s*([mM]{2}|毫米)?$",
}


def json_schema() -> Schema:
    """The schema of issue.yaml. What publication.yaml may give (the publication's title) is not required."""
    return _document(group_of(Issue), "issue.yaml：一期刊物的清单 / the manifest of an edition", inherits=True)


def publication_json_schema() -> Schema:
    """The schema of publication.yaml."""
    return _document(group_of(PublicationFile), "publication.yaml：各期共用的内容 / what all editions share")


def _document(root: Group, title: str, *, inherits: bool = False) -> Schema:
    groups = {group.model: group for _, group in groups_below(root)}
    optional = {root.model, Publication} if inherits else set()
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "allOf": [_reference(root)],
        "definitions": {
            model.__name__: _group(group, complete=model not in optional)
            for model, group in sorted(groups.items(), key=lambda item: item[0].__name__)
        },
    }


def _group(group: Group, *, complete: bool) -> Schema:
    properties = {name: schema for field in group.fields.values() for name, schema in _field(field)}
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [field for field in group.fields.values() if field.required and complete]
    if required:
        schema["allOf"] = [{"anyOf": [{"required": [name]} for name in field.spellings]} for field in required]
    return schema


def _field(field: FieldShape) -> Iterator[tuple[str, Schema]]:
    """A key in all its spellings. An empty value is an absent one, unless the key is required."""
    value = _value(field.shape)
    if not field.required:
        value = {"anyOf": [value, {"type": "null"}]}
    for name in field.spellings:
        yield name, {**value, **_description(field)}


def _description(field: FieldShape) -> Mapping[str, str]:
    names = "、".join(field.key.names)
    return {
        "description": f"{field.key.zh}\n{field.key.en}",
        "markdownDescription": f"**{names}**（`{field.name}`）\n\n{field.key.zh}\n\n{field.key.en}",
    }


def _value(shape: Shape) -> Schema:
    match shape:
        case Leaf():
            return _leaf(shape)
        case Options():
            return {"type": "object", "additionalProperties": {"type": [*_SINGLE, "null"]}}
        case ListOf(item=item):
            one = _value(item)
            items = {"anyOf": [one, _pairs(item)]} if isinstance(item, Group) and item.model.pairs else one
            return {"anyOf": [{"type": "array", "items": items}, items]}
        case Group():
            return {"anyOf": [_reference(shape), _text_form(shape)]} if shape.takes_text else _reference(shape)


def _reference(group: Group) -> Schema:
    # In draft 7 nothing beside a $ref counts, so that it stands alone wherever it is used.
    return {"allOf": [{"$ref": f"#/definitions/{group.model.__name__}"}]}


def _text_form(group: Group) -> Schema:
    """The plain string that may stand for a group: a file where it is one, else text."""
    name = next(iter(group.model.from_text("x") or {}))
    shape = group.fields[name].shape
    return _text_form(shape) if isinstance(shape, Group) else _value(shape)


def _pairs(group: Group) -> Schema:
    """A mapping with free keys, none of which is a key of the group."""
    return {
        "type": "object",
        "propertyNames": {"not": {"enum": sorted(group.spellings)}},
        "additionalProperties": {"type": ["string", "number"]},
    }


def _leaf(leaf: Leaf) -> Schema:
    limits = leaf.adapter.json_schema()
    longest = {"maxLength": limits["maxLength"]} if "maxLength" in limits else {}
    match leaf.kind:
        case Kind.CHOICE:
            chinese = [word for word, _ in leaf.values.chinese] if leaf.values else []
            return {"enum": [*chinese, *leaf.canonical]}
        case Kind.FLAG:
            return {"anyOf": [{"type": "boolean"}, {"enum": sorted(TRUE_WORDS | FALSE_WORDS)}]}
        case Kind.COUNT:
            return {"type": "integer", "minimum": limits["minimum"], "maximum": limits["maximum"]}
        case Kind.PERCENT | Kind.MILLIMETRES:
            number = {"type": "number", "minimum": limits["minimum"], "maximum": limits["maximum"]}
            return {"anyOf": [number, {"type": "string", "pattern": _PATTERNS[leaf.kind]}]}
        case Kind.DATE:
            text = {"type": "string", "pattern": _PATTERNS[Kind.DATE]}
            return {"anyOf": [text, {"type": "number", "minimum": 1, "maximum": 9999.99}]}
        case Kind.NAME:
            return {"type": "string", "pattern": limits["pattern"]}
        case Kind.FILE:
            return {"type": "string", "pattern": _PATTERNS[Kind.FILE], "minLength": 1, **longest}
        case Kind.LINES:
            line = {"type": ["string", "number"], **longest}
            return {"anyOf": [line, {"type": "array", "items": line}]}
        case _:
            return {"type": ["string", "number"], **longest}
