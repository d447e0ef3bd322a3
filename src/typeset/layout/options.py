"""The options of a layout with the values of one edition, and the colours that follow from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from typeset.layout.colours import Colour, ColourRole, colour_problems, read_colour
from typeset.layout.package import Layout, Option
from typeset.problems import Place, Problem, problem

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(mm|pt|em)")

OptionValue = bool | int | float | str | Colour


@dataclass(frozen=True)
class Options:
    """Values by name, as templates see them (colours as #rrggbb), and the palette: every role with its colour."""

    values: Mapping[str, Any]
    palette: tuple[ColourRole, ...]
    properties: Mapping[str, str]
    """Custom properties for the style sheets, as `--name` to value."""


def resolve_options(
    layout: Layout, given: Mapping[str, bool | int | float | str], place: Place | None = None
) -> tuple[Options, tuple[Problem, ...]]:
    """The value of every option: the edition's where it is right, else the default; with what was wrong.

    Names and choices may be written in Chinese.
    """
    options = layout.declaration.options
    names = {option.chinese: name for name, option in options.items()} | {name: name for name in options}
    values: dict[str, OptionValue | None] = {name: _value(option, option.default) for name, option in options.items()}
    problems, set_here = [], set()
    for written, value in given.items():
        name = names.get(written)
        if name is None:
            nearest = get_close_matches(written, names, 1, 0.3)
            known = "、".join(nearest or names)
            problems.append(problem("layout-option-unknown", place, name=written, layout=layout.name, known=known))
            continue
        set_here.add(name)
        found = _value(options[name], value)
        if found is None:
            wanted = _wanted(options[name])
            problems.append(problem("layout-option-value", place, name=written, value=value, wanted=wanted))
        else:
            values[name] = found
    palette = _palette(layout, values, set_here)
    problems += colour_problems(palette, layout.name, place)
    shown = {name: value.css if isinstance(value, Colour) else value for name, value in values.items()}
    shown |= {role.name: role.colour.css for role in palette if role.name in options}
    properties = {f"--{role.name}": role.colour.css for role in palette if role.name not in options}
    properties |= {option.property: str(shown[name]) for name, option in options.items() if option.property}
    return Options(shown, palette, properties), tuple(problems)


def _palette(layout: Layout, values: Mapping[str, OptionValue | None], set_here: set[str]) -> tuple[ColourRole, ...]:
    declaration = layout.declaration
    roles = {}
    for name, written in declaration.colours.items():
        if colour := read_colour(written):
            roles[name] = ColourRole(name, name, colour)
    for name, option in declaration.options.items():
        value = values[name]
        if isinstance(value, Colour):
            roles[name] = ColourRole(name, option.chinese, value)
    for name, option in declaration.options.items():
        if option.tint_of in roles and name not in set_here:
            tint = roles[option.tint_of].colour.tinted(option.share)
            roles[name] = ColourRole(name, option.chinese, tint, option.tint_of, option.share)
    return tuple(roles.values())


def _value(option: Option, value: bool | int | float | str) -> OptionValue | None:
    """The value in the option's kind, or None where it does not fit."""
    match option.kind:
        case "boolean":
            written = {"是": True, "否": False, "true": True, "false": False}
            return value if isinstance(value, bool) else written.get(str(value).lower())
        case "number":
            number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
            return value if number is not None and _in_range(option, number) else None
        case "colour":
            return read_colour(value) if isinstance(value, str) else None
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
            return "#b5121b / C10 M100 Y100 K15"
        case "boolean":
            return "true / false"
        case _:
            limits = [str(limit) for limit in (option.least, option.most) if limit is not None]
            return f"{option.default}" + (f" ({' – '.join(limits)})" if limits else "")
