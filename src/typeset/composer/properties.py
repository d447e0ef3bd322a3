"""The CSS properties of line composition: names, values, initial values, inheritance.

Standard properties keep their standard names (CSS Text 4, CSS Text Decoration 4). Parameters for which CSS has
no property are custom properties `--typeset-…`, so that other engines pass over them without a word.
They are known to documents of this package only: WeasyPrint's own documents warn about them as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tinycss2.ast import IdentToken
from tinycss2.color5 import parse_color
from weasyprint.css.tokens import InvalidValues, get_keyword, get_length
from weasyprint.css.units import LENGTHS_TO_PIXELS

Tokens = list[Any]
Validator = Callable[[Tokens], Any]


@dataclass(frozen=True)
class Property:
    """A longhand of ours: initial value, whether it is inherited, and how a declared value is read (None: invalid)."""

    initial: Any
    validate: Validator
    inherited: bool = True


def _keywords(tokens: Tokens) -> list[str] | None:
    words = [get_keyword(token) for token in tokens]
    return None if None in words else [str(word) for word in words]


def _block_step_size(tokens: Tokens) -> float | str | None:
    """`none`, or a positive absolute length in CSS px."""
    if len(tokens) != 1:
        return None
    if getattr(tokens[0], "lower_value", None) == "none":
        return "none"
    length = get_length(tokens[0], negative=False)
    factor = LENGTHS_TO_PIXELS.get(length.unit.lower()) if length and length.unit else None
    return length.value * factor if factor and length.value else None


def _one_of(*allowed: str) -> Validator:
    def validate(tokens: Tokens) -> str | None:
        words = _keywords(tokens)
        return words[0] if words and len(words) == 1 and words[0] in allowed else None

    return validate


def _autospace(tokens: Tokens) -> Any:
    """text-autospace: normal | auto | no-autospace | [kinds of boundary, any] || [insert | replace]."""
    words = _keywords(tokens)
    if not words or len(set(words)) != len(words):
        return None
    if len(words) == 1 and words[0] in ("normal", "auto", "no-autospace"):
        return words[0]
    kinds = {"ideograph-alpha", "ideograph-numeric", "punctuation"}
    modes = {"insert", "replace"}
    if set(words) <= kinds | modes and len(set(words) & modes) <= 1:
        return frozenset(words)
    return None


def _hanging(tokens: Tokens) -> Any:
    """hanging-punctuation: none | [first || [force-end | allow-end] || last]."""
    words = _keywords(tokens)
    if not words or len(set(words)) != len(words):
        return None
    if words == ["none"]:
        return frozenset()
    if set(words) <= {"first", "last", "force-end", "allow-end"} and not {"force-end", "allow-end"} <= set(words):
        return frozenset(words)
    return None


def _justify(tokens: Tokens) -> Any:
    """text-justify: [auto | none | inter-word | inter-character | ruby] || no-compress; distribute is an old name."""
    words = _keywords(tokens)
    if not words or len(set(words)) != len(words) or len(words) > 2:
        return None
    methods = [word for word in words if word != "no-compress"]
    allowed = {"auto", "none", "inter-word", "inter-character", "ruby", "distribute"}
    if len(methods) > 1 or not set(methods) <= allowed:
        return None
    method = methods[0] if methods else "auto"
    method = {"distribute": "inter-character", "ruby": "auto"}.get(method, method)
    return (method, "no-compress" in words)


_SHAPES = ("dot", "circle", "double-circle", "triangle", "sesame")


def _emphasis_style(tokens: Tokens) -> Any:
    """text-emphasis-style: none | [[filled | open] || shape] | <string>."""
    if len(tokens) == 1 and tokens[0].type == "string":
        return ("string", tokens[0].value)
    words = _keywords(tokens)
    if words == ["none"]:
        return "none"
    if not words or len(words) > 2:
        return None
    fills = [word for word in words if word in ("filled", "open")]
    shapes = [word for word in words if word in _SHAPES]
    if len(fills) + len(shapes) != len(words) or len(fills) > 1 or len(shapes) > 1:
        return None
    return (fills[0] if fills else "filled", shapes[0] if shapes else "circle")


def _emphasis_position(tokens: Tokens) -> Any:
    """text-emphasis-position: [over | under] && [right | left]?; auto by language."""
    words = _keywords(tokens)
    if not words or len(words) > 2:
        return None
    if words == ["auto"]:
        return "auto"
    vertical = [word for word in words if word in ("over", "under")]
    side = [word for word in words if word in ("left", "right")]
    return vertical[0] if len(vertical) == 1 and len(vertical) + len(side) == len(words) else None


def _indent(tokens: Tokens) -> Any:
    """The keywords of text-indent (hanging, each-line); the length goes to WeasyPrint's own longhand."""
    words = _keywords(tokens)
    if words == ["none"]:
        return frozenset()
    if words is not None and len(set(words)) == len(words) and set(words) <= {"hanging", "each-line"}:
        return frozenset(words)
    return None


def _wrap_style(tokens: Tokens) -> Any:
    return _one_of("auto", "balance", "stable", "pretty", "avoid-orphans", "avoid-short-last-line")(tokens)


def _emphasis_color(tokens: Tokens) -> Any:
    return parse_color(tokens[0]) if len(tokens) == 1 else None


def _float_defer(tokens: Tokens) -> Any:
    """float-defer: none | last | <integer>; of the negative numbers -1 alone, which means the last."""
    number = _integer(tokens)
    if number is None:
        return _one_of("none", "last")(tokens)
    return {0: "none", -1: "last"}.get(number, number if number > 0 else None)


def _column_span(tokens: Tokens) -> Any:
    """column-span: none | all | auto | <integer> (CSS Multi-column 2); numbers act on page floats."""
    number = _integer(tokens)
    if number is None:
        return _one_of("none", "all", "auto")(tokens)
    return number if number > 0 else None


def _integer(tokens: Tokens) -> int | None:
    """The number that a value is; None where it is anything else."""
    return tokens[0].int_value if len(tokens) == 1 and tokens[0].type == "number" else None


LONGHANDS: dict[str, Property] = {
    "text-autospace": Property("initial-auto", _autospace),
    "text-spacing-trim": Property(
        "initial-auto", _one_of("space-all", "normal", "space-first", "trim-start", "trim-both", "trim-all", "auto")
    ),
    "line-break": Property("auto", _one_of("auto", "loose", "normal", "strict", "anywhere")),
    "hanging-punctuation": Property(frozenset(), _hanging),
    "text-justify": Property(("auto", False), _justify),
    "text-wrap-style": Property("auto", _wrap_style),
    "text-emphasis-style": Property("none", _emphasis_style),
    "text-emphasis-color": Property("currentcolor", _emphasis_color),
    "text-emphasis-position": Property("auto", _emphasis_position),
    "text-indent-keywords": Property(frozenset(), _indent),
    "block-step-size": Property("none", _block_step_size, inherited=False),
    "float-reference": Property("inline", _one_of("inline", "column", "page"), inherited=False),
    "float-defer": Property("none", _float_defer, inherited=False),
    "float-block-edge": Property("none", _one_of("none", "start", "end"), inherited=False),
}
"""Longhands that WeasyPrint 70 does not know."""

_WORD_BREAK = _one_of("normal", "break-all", "keep-all", "auto-phrase", "break-word", "manual")
OVERRIDES: dict[str, Validator] = {
    "word-break": _WORD_BREAK,
    "column-span": _column_span,
}
"""Longhands that WeasyPrint knows with fewer values."""


# --- parameters without a CSS property ----------------------------------------------------------------------------


def _em(tokens: Tokens) -> float | None:
    """A length in em (or a plain 0) as a number of em."""
    if len(tokens) != 1:
        return None
    token = tokens[0]
    if token.type == "dimension" and token.unit.lower() in ("em", "ic"):
        return float(token.value)
    if token.type == "number" and token.value == 0:
        return 0.0
    return None


def _gap(tokens: Tokens) -> float | None:
    value = _em(tokens)
    return value if value is not None and 0 <= value <= 0.5 else None


def _strings(tokens: Tokens) -> tuple[str, ...] | None:
    words = tuple(token.value for token in tokens if token.type == "string")
    rest = [token for token in tokens if token.type not in ("string", "whitespace") and token != ","]
    return words if not rest else None


PARAMETERS: dict[str, tuple[Any, Validator]] = {
    "--typeset-autospace-gap": (0.125, _gap),
    "--typeset-squeeze": ("quanjiao", _one_of("quanjiao", "kaiming", "banjiao")),
    "--typeset-squeeze-order": ("even", _one_of("even", "strict")),
    "--typeset-actual-text": ("auto", _one_of("auto", "none")),
    "--typeset-words": ((), _strings),
}
"""Custom properties of this package: initial value and validator. All are inherited, as custom properties are."""


def parameter(style: Any, name: str) -> Any:
    """The value of one of our custom properties on a computed style."""
    initial, validate = PARAMETERS[name]
    tokens = style[name.replace("-", "_")]
    if not tokens:
        return initial
    value = validate([token for token in tokens if token.type not in ("whitespace", "comment")])
    return initial if value is None else value


@dataclass(frozen=True, slots=True)
class Autospace:
    """text-autospace on a computed style: whether letters and digits are set apart from ideographs, by how many em.

    `autospace_marks`: narrow marks in Chinese, too: only where an author asks for autospace, as clreq knows none.
    """

    autospace_alpha: bool
    autospace_numeric: bool
    autospace_marks: bool
    replace: bool
    gap: float


def autospace_of(style: Any) -> Autospace:
    """Read `text-autospace` and its gap from a computed style."""
    value = style["text_autospace"]
    on = value != "no-autospace"
    kinds = value if isinstance(value, frozenset) else frozenset()
    any_kind = not kinds & {"ideograph-alpha", "ideograph-numeric", "punctuation"}
    return Autospace(
        on and (any_kind or "ideograph-alpha" in kinds),
        on and (any_kind or "ideograph-numeric" in kinds),
        on and value != "initial-auto" and (any_kind or "ideograph-alpha" in kinds),
        "replace" in kinds,
        float(parameter(style, "--typeset-autospace-gap")),
    )


# --- shorthands ---------------------------------------------------------------------------------------------------


def expand_text_spacing(tokens: Tokens) -> Iterable[tuple[str, Tokens | str]]:
    """text-spacing: none | auto | normal | <spacing-trim> || <autospace>."""
    words = _keywords(tokens)
    if words == ["none"]:
        return (
            ("text-spacing-trim", _idents(tokens, "space-all")),
            ("text-autospace", _idents(tokens, "no-autospace")),
        )
    if words in (["auto"], ["normal"]):
        return (("text-spacing-trim", tokens), ("text-autospace", tokens))
    trim = LONGHANDS["text-spacing-trim"].validate
    trims = [token for token in tokens if trim([token]) is not None and get_keyword(token) not in ("normal", "auto")]
    spaces = [token for token in tokens if token not in trims]
    if len(trims) > 1 or not tokens:
        raise InvalidValues
    return (("text-spacing-trim", trims or "initial"), ("text-autospace", spaces or "initial"))


def expand_text_wrap(tokens: Tokens) -> Iterable[tuple[str, Tokens | str]]:
    """text-wrap: <text-wrap-mode> || <text-wrap-style>. The mode is folded into white-space, which WeasyPrint knows."""
    modes = [token for token in tokens if get_keyword(token) in ("wrap", "nowrap")]
    styles = [token for token in tokens if token not in modes]
    if len(modes) > 1 or len(styles) > 1:
        raise InvalidValues
    result: list[tuple[str, Tokens | str]] = [("text-wrap-style", styles or "initial")]
    if modes and get_keyword(modes[0]) == "nowrap":
        result.append(("white-space", modes))
    return result


def expand_text_emphasis(tokens: Tokens) -> Iterable[tuple[str, Tokens | str]]:
    """text-emphasis: <text-emphasis-style> || <text-emphasis-color>."""
    style = [
        token for token in tokens
        if token.type == "string" or get_keyword(token) in ("none", "filled", "open", *_SHAPES)
    ]  # fmt: skip
    color = [token for token in tokens if token not in style]
    return (("text-emphasis-style", style or "initial"), ("text-emphasis-color", color or "initial"))


def expand_text_indent(tokens: Tokens) -> Iterable[tuple[str, Tokens | str]]:
    """text-indent: <length-percentage> && hanging? && each-line?."""
    words = [token for token in tokens if get_keyword(token) in ("hanging", "each-line")]
    rest = [token for token in tokens if token not in words]
    if len(rest) != 1:
        raise InvalidValues
    return (("text-indent", rest), ("text-indent-keywords", words or "initial"))


_BLOCK_EDGES = {"top": "start", "block-start": "start", "bottom": "end", "block-end": "end"}
_INLINE_EDGES = {"start": "inline-start", "end": "inline-end"}


def expand_float(tokens: Tokens) -> Iterable[tuple[str, Tokens | str]]:
    """float: the edge of the line, and the edge of the column or page for floats whose reference that is."""
    edge = _BLOCK_EDGES.get(get_keyword(tokens[0]) or "") if len(tokens) == 1 else None
    if edge is None:
        return (("float", tokens), ("float-block-edge", "initial"))
    return (("float", _idents(tokens, _INLINE_EDGES[edge])), ("float-block-edge", _idents(tokens, edge)))


def _idents(like: Tokens, *words: str) -> Tokens:
    return [IdentToken(like[0].source_line, like[0].source_column, word) for word in words]


SHORTHANDS: dict[str, tuple[tuple[str, ...], Callable[[Tokens], Iterable[tuple[str, Tokens | str]]]]] = {
    "text-spacing": (("text-spacing-trim", "text-autospace"), expand_text_spacing),
    "text-wrap": (("text-wrap-style",), expand_text_wrap),
    "text-emphasis": (("text-emphasis-style", "text-emphasis-color"), expand_text_emphasis),
    "text-indent": (("text-indent", "text-indent-keywords"), expand_text_indent),
    "float": (("float", "float-block-edge"), expand_float),
}
"""Shorthands: the longhands they set, and how."""
