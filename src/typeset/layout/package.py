"""A layout package: what layout.yaml declares, read and checked.

layouts/<name>/layout.yaml names the page, the parts in order with their templates, the style sheets and the options
an editor may set, each with its kind, default and the custom property that carries it into the CSS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from typeset.problems import Giveup, Place, Problem, problem

LAYOUT_FILE = "layout.yaml"


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Declared):
    """A text in both languages."""

    zh: str
    en: str


class Option(_Declared):
    """An option of the layout that an edition may set.

    Its value reaches the CSS as the custom property `property` (where given) and the templates as `options.<name>`.
    """

    kind: Literal["colour", "length", "number", "boolean", "choice", "text"]
    default: bool | int | float | str
    about: Words
    chinese: str
    property: Annotated[str, Field(pattern=r"^--[a-z][a-z0-9-]*$")] | None = None
    choices: Mapping[str, str] = {}
    """Canonical value → Chinese spelling."""
    least: float | None = None
    most: float | None = None
    tint_of: str | None = None
    """For a colour: where it is not set, this share of that other colour on white."""
    share: Annotated[float, Field(ge=0, le=1)] = 0.1

    @model_validator(mode="after")
    def _no_free_text_in_styles(self) -> Option:
        if self.kind == "text" and self.property:
            raise ValueError("a text option cannot be a custom property: its words would become style")
        return self


class Part(_Declared):
    """A part of the magazine: a template that is laid out once, or once for every run of articles."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
    template: str
    each: Literal["edition", "run"] = "edition"
    last: bool = False
    """Stands on the last page: blank pages to a whole sheet come before it."""


class PageSize(_Declared):
    """Trimmed page in mm."""

    width: float
    height: float


class Declaration(_Declared):
    """The content of layout.yaml."""

    title: Words
    about: Words
    page: PageSize
    styles: tuple[str, ...]
    roles: tuple[str, ...] = ("song", "hei", "kai")
    """Font roles that the style sheets name as families."""
    parts: tuple[Part, ...]
    tags: Mapping[str, str] = {}
    """Tags the layout knows: canonical → Chinese."""
    options: Mapping[str, Option] = {}
    new_page: bool = True
    """Whether an article starts on a fresh page unless the manifest says otherwise."""
    pages_multiple_of: Annotated[int, Field(ge=1, le=64)] = 4


@dataclass(frozen=True)
class Layout:
    """A layout package on disk."""

    name: str
    folder: Path
    declaration: Declaration


def find_layouts(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Name → folder of every layout package; the first folder that has a name wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for item in sorted(folder.glob(f"*/{LAYOUT_FILE}")):
            found.setdefault(item.parent.name, item.parent)
    return found


def load_layout(name: str, folders: tuple[Path, ...], place: Place | None = None) -> Layout:
    """The layout package called `name`.

    Raises Giveup where there is none, or where layout.yaml is wrong. `place` is where the name was written.
    """
    known = find_layouts(folders)
    if name not in known:
        nearest = get_close_matches(name, known, 1)
        raise Giveup(
            problem("layout-unknown", place, name=name, known="、".join([*nearest, *sorted(set(known) - set(nearest))]))
        )
    folder = known[name]
    file = folder / LAYOUT_FILE
    try:
        return Layout(name, folder, Declaration.model_validate(yaml.safe_load(file.read_text("utf-8"))))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = Place(f"layouts/{name}/{LAYOUT_FILE}", mark.line + 1 if mark else 0, mark.column + 1 if mark else 0)
        raise Giveup(problem("layout-broken", where, name=name, why=error.problem or "")) from error
    except (ValidationError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Giveup(
            problem("layout-broken", Place(f"layouts/{name}/{LAYOUT_FILE}"), name=name, why=_why(error))
        ) from error


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()[:5])
    return str(error)


_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(mm|pt|em)")


def resolve_options(
    layout: Layout, given: Mapping[str, bool | int | float | str], place: Place | None = None
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The value of every option: the edition's where it is right, else the default; with what was wrong.

    Names and choices may be written in Chinese.
    """
    options = layout.declaration.options
    names = {option.chinese: name for name, option in options.items()} | {name: name for name in options}
    values: dict[str, Any] = {name: option.default for name, option in options.items()}
    problems = []
    for written, value in given.items():
        name = names.get(written)
        if name is None:
            nearest = get_close_matches(written, names, 1, 0.3)
            problems.append(
                problem(
                    "layout-option-unknown", place, name=written, layout=layout.name, known="、".join(nearest or names)
                )
            )
            continue
        option = options[name]
        found = _value(option, value)
        if found is None:
            problems.append(problem("layout-option-value", place, name=written, value=value, wanted=_wanted(option)))
        else:
            values[name] = found
    given_names = {names[written] for written in given if written in names}
    for name, option in options.items():
        if option.tint_of in values and name not in given_names:
            values[name] = _tint(values[option.tint_of], option.share)
    return values, tuple(problems)


def _tint(colour: str, share: float) -> str:
    """A share of a colour on white, as #rrggbb."""
    digits = colour.lstrip("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[at : at + 2] for at in (0, 2, 4)]
    return "#" + "".join(f"{round(255 - (255 - int(pair, 16)) * share):02x}" for pair in pairs)


def _value(option: Option, value: bool | int | float | str) -> bool | int | float | str | None:
    """The value in the option's kind, or None where it does not fit."""
    match option.kind:
        case "boolean":
            written = {"是": True, "否": False, "true": True, "false": False}
            return value if isinstance(value, bool) else written.get(str(value).lower())
        case "number":
            number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
            return value if number is not None and _in_range(option, number) else None
        case "colour":
            return value if isinstance(value, str) and _COLOUR.fullmatch(value) else None
        case "length":
            found = _LENGTH.fullmatch(str(value))
            return str(value) if found and _in_range(option, float(found[1])) else None
        case "choice":
            spelled = {chinese: name for name, chinese in option.choices.items()}
            return value if value in option.choices else spelled.get(str(value))
        case "text":
            return str(value)


def _in_range(option: Option, number: float) -> bool:
    return (option.least is None or number >= option.least) and (option.most is None or number <= option.most)


def _wanted(option: Option) -> str:
    match option.kind:
        case "choice":
            return " / ".join(f"{chinese} {name}" for name, chinese in option.choices.items())
        case "colour":
            return "#b5121b"
        case "boolean":
            return "true / false"
        case _:
            limits = [str(limit) for limit in (option.least, option.most) if limit is not None]
            return f"{option.default}" + (f" ({' – '.join(limits)})" if limits else "")
