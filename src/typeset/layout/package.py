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
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from typeset.layout.colours import Colour, read_colour
from typeset.layout.declared_places import wrong_values
from typeset.problems import Giveup, Place, problem

LAYOUT_FILE = "layout.yaml"
_MOST_STEPS = 40
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)\s*(mm|pt|em)")
_POINTS = {"pt": 1.0, "mm": 72 / 25.4}
_FLAGS = {"是": True, "否": False, "true": True, "false": False}

OptionValue = bool | int | float | str | Colour


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Words(_Declared):
    """A text in both languages."""

    zh: str
    en: str


def _colour_text(written: str) -> str:
    if read_colour(written) is None:
        raise ValueError(f"not a colour: {written!r} (write #b5121b, C10 M100 Y100 K15 or both)")
    return written


ColourText = Annotated[str, AfterValidator(_colour_text)]


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
    """The range of a number, or of a length in the unit of its default; of a text, `most` is its characters."""
    tint_of: str | None = None
    """For a colour: where it is not set, this share of that other colour on white."""
    share: Annotated[float, Field(ge=0, le=1)] = 0.1

    @model_validator(mode="after")
    def _no_free_text_in_styles(self) -> Option:
        if self.kind == "text" and self.property:
            raise ValueError("a text option cannot be a custom property: its words would become style")
        return self

    @model_validator(mode="after")
    def _default_fits(self) -> Option:
        if self.kind == "colour":
            _colour_text(str(self.default))
        if self.read(self.default) is None:
            raise ValueError(f"the default {self.default!r} is none of the values that the option may have")
        return self

    def read(self, value: bool | int | float | str) -> OptionValue | None:
        """A value in the option's kind, or None where it does not fit.

        Of a text, no (否) is none at all: an end sign that is switched off.
        """
        match self.kind:
            case "boolean":
                return value if isinstance(value, bool) else _FLAGS.get(str(value).lower())
            case "number":
                number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
                return value if number is not None and self._in_range(number) else None
            case "colour":
                return read_colour(value) if isinstance(value, str) else None
            case "length":
                found = _LENGTH.fullmatch(str(value).strip())
                return found[1] + found[2] if found and self._long_enough(float(found[1]), found[2]) else None
            case "choice":
                spelled = {chinese: name for name, chinese in self.choices.items()}
                return value if value in self.choices else spelled.get(str(value))
            case "text":
                if isinstance(value, bool):
                    return None if value else ""
                return str(value) if self.most is None or len(str(value)) <= self.most else None

    def unit(self) -> str:
        """Of a length: the unit of its default, in which its limits count."""
        found = _LENGTH.fullmatch(str(self.default))
        return found[2] if found else ""

    def _long_enough(self, number: float, unit: str) -> bool:
        """Whether a length is within the limits; one in a unit that cannot be held against them is not."""
        if unit != self.unit() and (self.least is not None or self.most is not None):
            if not {unit, self.unit()} <= _POINTS.keys():
                return False
            number *= _POINTS[unit] / _POINTS[self.unit()]
        return self._in_range(number)

    def _in_range(self, number: float) -> bool:
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)


class Adjustment(_Declared):
    """Something that copyfitting may change within a range, in steps: a custom property of an article or the edition.

    The style sheets read the property and have the default where it is not set: `var(--fit-picture, 1)`. `saves` tells
    which values take less room, smaller or larger ones. Declared in the order in which they are to be used.
    """

    property: Annotated[str, Field(pattern=r"^--[a-z][a-z0-9-]*$")]
    default: float
    least: float
    most: float
    step: Annotated[float, Field(gt=0)]
    unit: Literal["", "pt", "mm", "em", "px"] = ""
    of: Literal["article", "edition"] = "article"
    saves: Literal["less", "more"] = "less"
    chinese: str
    about: Words

    @model_validator(mode="after")
    def _range(self) -> Adjustment:
        if not self.least <= self.default <= self.most:
            raise ValueError("default must lie between least and most")
        if (self.most - self.least) / self.step > _MOST_STEPS:
            raise ValueError(f"more than {_MOST_STEPS} steps between least and most")
        return self


class Part(_Declared):
    """A part of the magazine: a template that is laid out once, or once for every run of articles."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
    template: str
    each: Literal["edition", "run"] = "edition"
    last: bool = False
    """Stands on the last page: blank pages to a whole sheet come before it."""
    contents: bool = False
    """Its first run lists the titles of all runs with their pages."""


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
    columns: Annotated[int, Field(ge=1, le=6)] | None = None
    """Columns of the body: how wide a picture may be (栏数)."""
    tags: Mapping[str, str] = {}
    """Tags the layout knows: canonical → Chinese."""
    options: Mapping[str, Option] = {}
    colours: Mapping[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")], ColourText] = {}
    """Colours that no option sets: role → what a screen shows and what prints it; `--<role>` in the style sheets."""
    copyfit: Mapping[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")], Adjustment] = {}
    """What copyfitting may change, the gentlest first."""
    binding: Literal["saddle-stitch", "perfect", "side-stitch", "none"] | None = None
    """How an edition is bound where its manifest does not say; None leaves the manifest's own default."""
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
        why = error.problem or ""
        raise Giveup(problem("layout-broken", where, name=name, why_zh=why, why_en=why)) from error
    except ValidationError as error:
        wrong = wrong_values(error.errors(include_url=False)[:20], folder, LAYOUT_FILE)
        raise Giveup(
            *(problem("layout-broken", item.place, name=name, why_zh=item.zh, why_en=item.en) for item in wrong)
        ) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        place = Place(f"layouts/{name}/{LAYOUT_FILE}")
        raise Giveup(problem("layout-broken", place, name=name, why_zh=error, why_en=error)) from error
