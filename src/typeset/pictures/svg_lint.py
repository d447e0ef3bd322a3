"""What an SVG file from outside must not hold: whatever loads, runs, or reaches beyond the file."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import XMLParserType

from typeset.pictures.container import identify, read_header
from typeset.pictures.svg_style import Offence, check_style_attribute

_XML = "http://www.w3.org/XML/1998/namespace"
_XLINK = "http://www.w3.org/1999/xlink"
_ACTIVE = ("script", "handler", "listener", "animate", "animatecolor", "animatemotion", "animatetransform", "set")
_LOADING = ("foreignobject", "iframe", "object", "embed", "audio", "video", "canvas", "font-face-uri", "color-profile")
_FORBIDDEN_ELEMENTS = frozenset((*_ACTIVE, *_LOADING, "discard", "mpath", "cursor", "tref"))
_IMAGES = frozenset(("image", "feimage"))
_MEDIA = {"png": "PNG", "jpeg": "JPEG", "jpg": "JPEG"}
_DATA = re.compile(r"\s*data:image/(png|jpe?g)((?:;[^;,]*)*?);base64,(.*)", re.DOTALL | re.IGNORECASE)
_URL = re.compile(r"url\(\s*(?P<quote>[\"']?)\s*(?P<target>[^\"')]*)", re.IGNORECASE)
REFERENCES = ("href", "xlink:href", "src")


@dataclass
class Node:
    """An element. Its name is the local one only, because renderers look at nothing else.

    Attributes of other namespaces than XLink and XML are left out: nothing reads them.
    """

    tag: str
    attributes: Mapping[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, attributes: Mapping[str, str], line: int) -> Node:
        """An element from expat's names, `namespace local` or `local`."""
        own = {}
        for key, value in attributes.items():
            space, _, local = key.rpartition(" ")
            prefix = {"": "", _XLINK: "xlink:", _XML: "xml:"}.get(space)
            if prefix is not None:
                own[prefix + local] = value
        return cls(name.rpartition(" ")[2], own, line)


def watch_document(parser: XMLParserType, offend: Callable[[str], None]) -> None:
    """Have a parser call `offend` for entities, a document type with contents, and style sheets beside the root.

    A document type that only names the SVG DTD, as drawing programs write it, does nothing: nothing is fetched.
    """

    def document_type(_name: str, _system: str | None, _public: str | None, has_subset: bool) -> None:
        if has_subset:
            offend("<!DOCTYPE … [ … ]>")

    def instruction(target: str, _text: str) -> None:
        if target.lower() == "xml-stylesheet":
            offend("<?xml-stylesheet …?>")

    parser.StartDoctypeDeclHandler = document_type
    parser.EntityDeclHandler = lambda name, *_: offend(f"<!ENTITY {name}>")
    parser.SkippedEntityHandler = lambda name, _parameter: offend(f"&{name};")
    parser.ProcessingInstructionHandler = instruction


def check_element(node: Node) -> int:
    """The pixels of the picture that an element embeds, 0 for others.

    Raises Offence for elements that run, embed or animate, event handlers, references out of the file, embedded data
    other than PNG and JPEG, and gradients that repeat (a renderer unrolls them, however short the step).
    """
    if node.tag.lower() in _FORBIDDEN_ELEMENTS:
        raise Offence(f"<{node.tag}>")
    pixels = 0
    for name, value in node.attributes.items():
        lower = name.lower()
        if lower in REFERENCES:
            pixels += _check_reference(node, name, value)
        elif lower.startswith("on") or lower == "xml:base" or (lower == "spreadmethod" and value.strip() != "pad"):
            raise Offence(f'{name}="{value[:60]}"')
        elif lower == "style":
            check_style_attribute(value)
        elif "(" in value:
            _check_urls(value)
    return pixels


def _check_urls(text: str) -> None:
    for match in _URL.finditer(text):
        if not match["target"].lstrip().startswith("#"):
            raise Offence(f"url({match['target'][:60]})")


def _check_reference(node: Node, name: str, value: str) -> int:
    target = value.strip()
    if not target or (target.startswith("#") and node.tag.lower() not in _IMAGES):
        return 0
    match = _DATA.fullmatch(value) if node.tag.lower() in _IMAGES else None
    if match is None:
        raise Offence(f'<{node.tag} {name}="{value[:60]}">')
    try:
        data = base64.b64decode(re.sub(r"\s+", "", match[3]), validate=True)
        kind = identify(data)
        if kind is None or kind != _MEDIA[match[1].lower()]:
            raise ValueError("not what the media type says")
        header = read_header(data, kind)
        if not header.whole:
            raise EOFError("cut off")
    except (binascii.Error, ValueError, EOFError, IndexError, struct.error):
        raise Offence(f'<{node.tag} {name}="{value[:30]}…">') from None
    return max(1, header.width * header.height)
