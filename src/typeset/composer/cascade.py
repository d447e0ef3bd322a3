"""Reading the declarations of our properties: the place where WeasyPrint validates a declaration.

Registered values act only while a document of this package is parsed (`composing`): for every other document
the names stay unknown to WeasyPrint and it warns about them as it always did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from weasyprint.css.functions import check_var
from weasyprint.css.properties import INHERITED, INITIAL_VALUES
from weasyprint.css.tokens import InvalidValues, Pending, get_single_keyword

from typeset.composer.properties import LONGHANDS, OVERRIDES, PARAMETERS, SHORTHANDS

Declarations = tuple[tuple[str, Any], ...]

_composing: ContextVar[bool] = ContextVar("typeset_composing", default=False)


@contextmanager
def composing() -> Iterator[None]:
    """Inside the block, style sheets are read with our properties known."""
    token = _composing.set(True)
    try:
        yield
    finally:
        _composing.reset(token)


def is_composing() -> bool:
    """Whether a document of this package is being read or laid out."""
    return _composing.get()


def register_initial_values() -> None:
    """Give WeasyPrint's cascade the initial values and inheritance of our longhands. It asks for them by name only."""
    for name, longhand in LONGHANDS.items():
        key = name.replace("-", "_")
        INITIAL_VALUES[key] = longhand.initial
        if longhand.inherited:
            INHERITED.add(key)


class _PendingLonghand(Pending):  # type: ignore[misc] # WeasyPrint carries no types
    """A value with var(), read when the variables are known."""

    def validate(self, tokens: list[Any], wanted_key: str, base_url: str | None) -> Any:
        del wanted_key  # a longhand is asked for itself
        return _longhand(self.name, tokens, base_url, self.stock)

    def __init__(self, tokens: list[Any], name: str, stock: Callable[..., Any]) -> None:
        super().__init__(tokens, name)
        self.stock = stock


class _PendingShorthand(_PendingLonghand):
    def validate(self, tokens: list[Any], wanted_key: str, base_url: str | None) -> Any:
        for name, value in _shorthand(self.name, tokens, base_url, self.stock):
            if name == wanted_key:
                return value
        raise KeyError(wanted_key)


def validator(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's validation of a declaration that is no shorthand of its own, with ours in front of it."""

    def validate(tokens: list[Any], name: str, base_url: str | None = None, required: bool = False) -> Any:
        if not _composing.get():
            return stock(tokens, name, base_url, required)
        if name in PARAMETERS:
            _check_parameter(name, tokens)
        if name in SHORTHANDS:
            return _shorthand(name, tokens, base_url, stock)
        if name in LONGHANDS or name in OVERRIDES:
            if any(check_var(token) for token in tokens):
                return ((name, _PendingLonghand(tokens, name, stock)),)
            return ((name, _longhand(name, tokens, base_url, stock)),)
        return stock(tokens, name, base_url, required)

    return validate


def _check_parameter(name: str, tokens: list[Any]) -> None:
    if any(check_var(token) for token in tokens) or get_single_keyword(tokens) in ("initial", "inherit"):
        return
    if PARAMETERS[name][1](tokens) is None:
        raise InvalidValues


def _longhand(name: str, tokens: list[Any], base_url: str | None, stock: Callable[..., Any]) -> Any:
    if name not in LONGHANDS and name not in OVERRIDES:
        return stock(tokens, name, base_url)[0][1]
    keyword = get_single_keyword(tokens)
    if keyword in ("initial", "inherit"):
        return keyword
    if keyword == "unset":
        return _unset(name)
    validate = LONGHANDS[name].validate if name in LONGHANDS else OVERRIDES[name]
    value = validate(tokens)
    if value is None:
        raise InvalidValues
    return value


def _unset(name: str) -> str:
    return "inherit" if name.replace("-", "_") in INHERITED else "initial"


def _shorthand(name: str, tokens: list[Any], base_url: str | None, stock: Callable[..., Any]) -> Declarations:
    longhands, expand = SHORTHANDS[name]
    if any(check_var(token) for token in tokens):
        return tuple((longhand, _PendingShorthand(tokens, name, stock)) for longhand in longhands)
    keyword = get_single_keyword(tokens)
    if keyword in ("initial", "inherit", "unset"):
        return tuple((longhand, _unset(longhand) if keyword == "unset" else keyword) for longhand in longhands)
    return tuple(
        (longhand, value if isinstance(value, str) else _longhand(longhand, value, base_url, stock))
        for longhand, value in expand(tokens)
    )
