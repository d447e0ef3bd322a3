"""The steps by which a layout lets a run grow or shrink, gentle ones first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from typeset.layout import Adjustment

Settings = Mapping[str, float]
"""Values of adjustments by name; what is not named has its default."""

Direction = Literal["shrink", "grow"]


@dataclass(frozen=True)
class Step:
    """One adjustment moved from one value to another."""

    name: str
    adjustment: Adjustment
    before: float
    after: float


def ladder(adjustments: Mapping[str, Adjustment], direction: Direction) -> tuple[Settings, ...]:
    """Settings from the defaults on, each one step stronger than the one before.

    Every adjustment takes its first step, in the order in which the layout declares them, before any takes its
    second: many small changes show less than one large one. The first setting is the defaults.
    """
    values = {name: list(_values(item, direction)) for name, item in adjustments.items()}
    rungs: list[Settings] = [{}]
    for level in range(max((len(steps) for steps in values.values()), default=0)):
        for name, steps in values.items():
            if level < len(steps):
                rungs.append({**rungs[-1], name: steps[level]})
    return tuple(rungs)


def _values(item: Adjustment, direction: Direction) -> Iterator[float]:
    """An adjustment's values in one direction, without its default."""
    smaller = (direction == "shrink") == (item.saves == "less")
    sign, limit = (-1, item.least) if smaller else (1, item.most)
    count = 1
    while sign * (value := round(item.default + sign * count * item.step, 6)) <= sign * limit + 1e-9:
        yield value
        count += 1


def steps_of(settings: Settings, adjustments: Mapping[str, Adjustment]) -> tuple[Step, ...]:
    """What settings change, in the order in which the layout declares it."""
    return tuple(
        Step(name, item, item.default, settings[name])
        for name, item in adjustments.items()
        if settings.get(name, item.default) != item.default
    )


def properties(settings: Settings, adjustments: Mapping[str, Adjustment]) -> dict[str, str]:
    """Custom properties for the style sheets, `--name` to value with its unit, of all that settings change."""
    changed = steps_of(settings, adjustments)
    return {step.adjustment.property: f"{step.after:g}{step.adjustment.unit}" for step in changed}


def relaxed(settings: Settings, order: Sequence[str]) -> Iterator[Settings]:
    """Settings with one adjustment put back to its default, the last in `order` first."""
    for name in reversed(order):
        if name in settings:
            yield {key: value for key, value in settings.items() if key != name}
