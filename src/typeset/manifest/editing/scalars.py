"""Single values as YAML writes them: in the style that they had, or the plainest that says the same."""

from __future__ import annotations

import io

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from typeset.manifest.declaring import Kind
from typeset.manifest.draft import NO_TEXT
from typeset.manifest.readings import Nothing
from typeset.manifest.scalars import read_scalar
from typeset.manifest.shapes import Leaf

_TEXT = "tag:yaml.org,2002:str"
_GROUP = "tag:yaml.org,2002:map"
PLAIN_TEXT = Leaf(Kind.TEXT, str)
_NUMBERS = frozenset({Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MILLIMETRES})
"""What people write without quotes, if it is digits alone; YAML would quote a text of digits."""


def cleaned(value: str) -> str:
    """A value from the page: line feeds alone, no characters that YAML does not have, nothing blank around it."""
    return NO_TEXT.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def written(value: str, leaf: Leaf, style: str | None, *, in_flow: bool, column: int) -> str:
    """A value in a style of YAML: None (plain), ', ", | or >.

    `column` is where the lines of a block of text begin. A plain value is quoted where the manifest's reader would not
    read it as it stands; text in several lines becomes a block, or, in brackets, has escapes.
    """
    if "\n" in value and style not in ("|", ">"):
        style = '"' if in_flow or style == '"' else "|"
    if style in ("|", ">"):
        if in_flow:
            style = '"'
        elif (block := _block(value, style, column)) is not None:
            return block
        else:
            style = '"'
    if style is None and leaf.kind in _NUMBERS and value.isascii() and value.isdecimal():
        return value
    text = _emitted(value, style, in_flow=in_flow)
    if style is None and text == value and not _reads_plain(value, leaf):
        return _emitted(value, "'", in_flow=in_flow)
    return text


def flow_text(node: Node) -> str:
    """A node in brackets on one line."""
    return _serialized(_in_flow(node)).strip()


def _reads_plain(value: str, leaf: Leaf) -> bool:
    """Whether the manifest's reader takes a plain value for the text that it is, and has nothing to say."""
    text = PLAIN_TEXT if leaf.kind in (Kind.TEXT, Kind.LINES, Kind.HEADING, Kind.DESCRIPTION, Kind.BODY) else leaf
    reading = read_scalar(text, value, plain=True)
    return not reading.faults and not isinstance(reading.value, Nothing)


def _block(value: str, style: str, column: int) -> str | None:
    """A block of text with its header, or None where it would need a number in its header."""
    header, _, body = _emitted(value, style, in_flow=False).partition("\n")
    if not body or any(char.isdigit() for char in header):
        return None
    lines = [" " * column + line[2:] if line.strip() else "" for line in body.split("\n")]
    return "\n".join([header, *lines])


def _emitted(value: str, style: str | None, *, in_flow: bool) -> str:
    pair = (ScalarNode(_TEXT, "k"), ScalarNode(_TEXT, value, style=style))
    text = _serialized(MappingNode(_GROUP, [pair], flow_style=in_flow))
    text = text.removesuffix("\n...\n").rstrip("\n")
    return text.removeprefix("{k: ").removesuffix("}") if in_flow else text.removeprefix("k:").lstrip(" ")


def _serialized(node: Node) -> str:
    # YAML 1.1 is what the manifest's reader speaks: there “yes” and “010” are no texts.
    yaml = YAML(typ="safe", pure=True)
    yaml.version, yaml.width, yaml.allow_unicode = (1, 1), 1_000_000_000, True
    stream = io.StringIO()
    yaml.serialize(node, stream)
    return stream.getvalue().removeprefix("%YAML 1.1\n---").lstrip(" \n")


def _in_flow(node: Node) -> Node:
    if isinstance(node, ScalarNode):
        return ScalarNode(node.tag, node.value, style=node.style if node.style in ("'", '"') else None)
    if isinstance(node, MappingNode):
        pairs = [(_in_flow(key), _in_flow(value)) for key, value in node.value]
        return MappingNode(node.tag, pairs, flow_style=True)
    return SequenceNode(node.tag, [_in_flow(item) for item in node.value], flow_style=True)
