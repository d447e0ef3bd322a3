"""docs/clreq.md is true: every test it names exists, tests name the rows they hold, no must-row is passed over."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
TABLE = TESTS.parent / "docs" / "clreq.md"
ROW = re.compile(r"^\| (C-\d{3}) \| (must|should) \| .* \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(test_\w+\.py)`: `(test_\w+)`")
ROWS = {match[1]: (match[2], match[3]) for match in ROW.finditer(TABLE.read_text("utf-8"))}

UNPROVED: list[str] = []
"""Must-rows that no test proves."""


def functions(path: Path) -> dict[str, str]:
    """Test functions of a file, with their docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name: ast.get_docstring(node) or "" for node in tree.body if isinstance(node, ast.FunctionDef)}


EXISTING = {
    path.name: functions(path)
    for folder in ("composer", "manuscript", "build")
    for path in TESTS.glob(f"{folder}/*.py")
}


def test_all_rows_are_there() -> None:
    assert list(ROWS) == [f"C-{number:03}" for number in range(1, 126)]


@pytest.mark.parametrize("row", ROWS)
def test_the_tests_a_row_names_exist(row: str) -> None:
    kind, kept = ROWS[row]
    named = NAMED.findall(kept)

    for file, name in named:
        assert name in EXISTING[file], f"{row}: {file} has no {name}"
    assert named or kind == "should" or kept.startswith("no test: ")


def test_no_row_mentions_a_test_that_the_check_would_miss() -> None:
    for row, (_, kept) in ROWS.items():
        assert kept.count("`test_") == 2 * len(NAMED.findall(kept)), row


def test_rows_that_tests_claim_name_them() -> None:
    """A docstring that says C-0xx and a table that does not know of any test for it would be a slip."""
    claimed = {
        row
        for file in [
            *TESTS.glob("composer/test_*.py"),
            *TESTS.glob("build/test_clreq*.py"),
            *TESTS.glob("manuscript/*.py"),
        ]
        if file.name != Path(__file__).name
        for doc in functions(file).values()
        for row in re.findall(r"C-\d{3}", doc)
    }

    assert claimed
    assert [row for row in sorted(claimed) if not NAMED.search(ROWS[row][1])] == []


def test_what_nothing_proves_is_a_short_list() -> None:
    """Must-rows without a test; a row leaves this list with its test, and none joins it unseen."""
    unproved = [row for row, (kind, kept) in ROWS.items() if kind == "must" and not NAMED.search(kept)]

    assert unproved == UNPROVED
