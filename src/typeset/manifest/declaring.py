"""What the data model is declared with: keys and their names, kinds of scalars, groups of keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field


@dataclass(frozen=True)
class Key:
    """What a manifest key is called in Chinese (the first name is the usual one) and what it means.

    `labels` are those of the names that are printed as an editor's note's label when the note stands under them.
    """

    names: tuple[str, ...]
    zh: str
    en: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Values:
    """The Chinese spellings of an enumeration's values: Chinese → canonical. An open one takes other text too."""

    chinese: tuple[tuple[str, str], ...]
    open: bool = False


@dataclass(frozen=True)
class StandIn:
    """What a required key's value is while it is missing, so that what stands beside it is not lost."""

    value: object


class Kind(StrEnum):
    """How a scalar is read, where its Python type does not say it."""

    TEXT = "text"
    LINES = "lines"
    """Text that may also be a list of its lines."""
    HEADING = "heading"
    """Text whose 【】 are the layout's."""
    DESCRIPTION = "description"
    """Text of which empty quotes say that there is none to say; without quotes nothing was said."""
    BODY = "body"
    """A manuscript file or the text itself."""
    FILE = "file"
    DATE = "date"
    NUMBER = "number"
    """An issue number: 3, 3-4, 第3期."""
    PERCENT = "percent"
    MILLIMETRES = "millimetres"
    """A length: 3, 3mm, 3 毫米."""
    COUNT = "count"
    FLAG = "flag"
    CHOICE = "choice"
    NAME = "name"
    """A name for machines: letters, digits, hyphens."""


def key(names: str, zh: str, en: str, labels: str = "") -> Key:
    """A Key from its Chinese names, separated by spaces."""
    return Key(tuple(names.split()), zh, en, tuple(labels.split()))


class Part(BaseModel):
    """A group of keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    pairs: ClassVar[tuple[str, str] | None] = None
    """The two fields that one `key: value` of a mapping with free keys stands for."""

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str] | None:  # noqa: ARG003 - for parts that have a short form
        """The fields that a plain string stands for, or None where a string will not do."""
        return None


Text = Annotated[str, Field(max_length=20_000), Kind.TEXT]
"""Text in place. Scalars are taken as written; a value that YAML would read as another type is reported."""

Lines = Annotated[str, Field(max_length=2_000), Kind.LINES]
"""Display text; its lines are separated by newlines."""

Heading = Annotated[str, Field(max_length=200), Kind.HEADING]
"""A column heading, without 【】."""

Description = Annotated[str, Field(max_length=20_000), Kind.DESCRIPTION]

BodyText = Annotated[str, Field(max_length=500_000), Kind.BODY]
"""A manuscript file below the edition's folder (see `manuscript_file`), or an article's text."""

FilePath = Annotated[str, Field(min_length=1, max_length=500), Kind.FILE]
"""A file below the folder of the manifest that names it, with forward slashes."""

DateText = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), Kind.DATE]
"""2023, 2023-03 or 2023-03-15, a date of the calendar."""

Number = Annotated[int | Annotated[str, Field(max_length=40)], Kind.NUMBER]
"""An issue number: an integer, a range such as 3-4, or other text."""

Percent = Annotated[float, Field(ge=0, le=100, strict=False), Kind.PERCENT]
