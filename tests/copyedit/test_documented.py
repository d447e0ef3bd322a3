"""The documentation names every rule and check, and what it shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

from typeset.copyedit import CHECKS, NAMES, RULES, clean

PAGE = (Path(__file__).parents[2] / "docs" / "copyediting.zh-CN.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]


def test_every_rule_and_check_has_its_row() -> None:
    rows = {(row[1].strip("`"), row[0]) for row in ROWS if row[1].startswith("`")}

    assert rows == {(rule.name, rule.chinese) for rule in RULES.values()} | set(CHECKS.items())


def test_the_examples_of_the_rules_are_true() -> None:
    examples = [
        (row[1].strip("`"), row[4].strip("`"), row[5]) for row in ROWS if len(row) == 6 and row[4].startswith("`")
    ]

    assert len(examples) >= 11
    for rule, before, after in examples:
        cleaned = clean(before)
        assert cleaned.text == after
        assert rule in {change.rule for change in cleaned.changes}


def test_a_name_stands_for_one_rule_or_check() -> None:
    assert len(NAMES) == 2 * (len(RULES) + len(CHECKS))


def test_clauses_are_written_alike() -> None:
    for rule in RULES.values():
        assert not rule.source or re.match(r"GB/T 1583[45]—2011 ", rule.source)
