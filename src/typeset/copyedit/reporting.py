"""Changes as problems and as plain data, for reports."""

from __future__ import annotations

from typing import Any

from typeset.copyedit.model import Change, Cleaned, shifted
from typeset.copyedit.rules import RULES
from typeset.problems import Problem, problem

_MOST_SHOWN = 16


def change_problems(cleaned: Cleaned, file: str, line: int = 1, column: int = 1) -> tuple[Problem, ...]:
    """One notice for every rule that changed something: how often, where first, and what became of it.

    `line` and `column` are the place of the text's first character in the file.
    """
    by_rule: dict[str, list[Change]] = {}
    for change in cleaned.changes:
        by_rule.setdefault(change.rule, []).append(change)
    return tuple(_notice(changes, file, line, column) for changes in by_rule.values())


def _notice(changes: list[Change], file: str, line: int, column: int) -> Problem:
    first = changes[0]
    place = shifted(file, line, column, first.line, first.column, first.end - first.start)
    return problem(
        "copy-changed",
        place,
        None,
        rule_zh=RULES[first.rule].chinese,
        rule_en=first.rule,
        count=len(changes),
        before=_shown(first.before),
        after=_shown(first.after),
    )


def _shown(text: str) -> str:
    text = text.replace("\n", "↵")
    return (text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…") or "—"


def changes_data(cleaned: Cleaned) -> list[dict[str, Any]]:
    """Every change as plain data: rule with its names and source, line and column, before and after."""
    return [
        {
            "rule": change.rule,
            "name": {"zh": RULES[change.rule].chinese, "en": change.rule},
            "source": RULES[change.rule].source,
            "line": change.line,
            "column": change.column,
            "before": change.before,
            "after": change.after,
        }
        for change in cleaned.changes
    ]
