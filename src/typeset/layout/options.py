"""The options of a layout with the values of one edition, and the colours that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from typeset.layout.colours import Colour, ColourRole, colour_problems, read_colour
from typeset.layout.package import Layout, Option, OptionValue
from typeset.problems import Place, Problem, problem


@dataclass(frozen=True)
class Options:
    """Values by name, as templates see them (colours as #rrggbb), and the palette: every role with its colour."""

    values: Mapping[str, Any]
    palette: tuple[ColourRole, ...]
    properties: Mapping[str, str]
    """Custom properties for the style sheets, as `--name` to value."""


def resolve_options(
    layout: Layout,
    given: Mapping[str, bool | int | float | str],
    place: Place | None = None,
    place_of: Callable[[str], Place | None] | None = None,
) -> tuple[Options, tuple[Problem, ...]]:
    """The value of every option: the edition's where it is right, else the default; with what was wrong.

    Names and choices may be written in Chinese. `place` is where the options are written, `place_of` where the one with
    a name is.
    """
    options = layout.declaration.options
    names = {option.chinese: name for name, option in options.items()} | {name: name for name in options}
    values: dict[str, OptionValue | None] = {name: option.read(option.default) for name, option in options.items()}
    problems, set_here = [], set()
    for written, value in given.items():
        name = names.get(written)
        where = (place_of(written) if place_of else None) or place
        if name is None:
            known = known_options(layout, written)
            problems.append(problem("layout-option-unknown", where, name=written, layout=layout.name, known=known))
            continue
        set_here.add(name)
        found = options[name].read(value)
        if found is None:
            zh, en = _wanted(options[name])
            shown = ("是" if value else "否") if isinstance(value, bool) else value
            problems.append(
                problem("layout-option-value", where, name=written, value=shown, wanted_zh=zh, wanted_en=en)
            )
        else:
            values[name] = found
    palette = _palette(layout, values, set_here)
    problems += colour_problems(palette, layout.name, place)
    css = {name: value.css if isinstance(value, Colour) else value for name, value in values.items()}
    css |= {role.name: role.colour.css for role in palette if role.name in options}
    properties = {f"--{role.name}": role.colour.css for role in palette if role.name not in options}
    properties |= {option.property: str(css[name]) for name, option in options.items() if option.property}
    return Options(css, palette, properties), tuple(problems)


def known_options(layout: Layout, written: str) -> str:
    """The options that a layout has, the one that is most like what was written first."""
    options = layout.declaration.options
    names = {option.chinese: name for name, option in options.items()} | {name: name for name in options}
    near = [names[found] for found in get_close_matches(written, names, 1, 0.3)]
    ordered = dict.fromkeys((*near, *options))
    return "、".join(f"{options[name].chinese} ({name})" for name in ordered) or "—"


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


def _wanted(option: Option) -> tuple[str, str]:
    """What the option may be, in Chinese and English, with its range."""
    match option.kind:
        case "choice":
            return "、".join(option.choices.values()) + " 之一", "one of " + ", ".join(option.choices)
        case "colour":
            example = '"#b5121b"'
            return (
                f"颜色，如 {example}、C10 M100 Y100 K15，或两样都写",
                f"a colour: {example}, C10 M100 Y100 K15, or both",
            )
        case "boolean":
            return "“是”或“否”", "true or false"
        case "text":
            most = f"{option.most:g}" if option.most else ""
            zh, en = (f"，最多 {most} 个字", f", at most {most} characters") if most else ("", "")
            return f"文字（“是”“否”要加引号）{zh}", f"text (yes and no in quotes){en}"
    zh, en = _range_words(option)
    if option.kind == "length":
        units = "mm、pt、em" if not zh else "em" if option.unit() == "em" else "mm、pt"
        return (
            f"带单位（{units}）的长度{zh}，如 {option.default}",
            f"a length in {units.replace('、', ' or ')}{en}, such as {option.default}",
        )
    return f"数{zh}，如 {option.default}", f"a number{en}, such as {option.default}"


def _range_words(option: Option) -> tuple[str, str]:
    least, most = (None if limit is None else f"{limit:g}{option.unit()}" for limit in (option.least, option.most))
    if least is not None and most is not None:
        return f"，{least} 到 {most}", f" from {least} to {most}"
    if least is not None:
        return f"，不小于 {least}", f" of {least} or more"
    if most is not None:
        return f"，不大于 {most}", f" of {most} or less"
    return "", ""
