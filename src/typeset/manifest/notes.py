"""Notes taken while decoding: problems, and slips that only the meaning shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from typeset.manifest.draft import Draft, Finding
from typeset.manifest.nodes import Node, Scalar
from typeset.problems import Place, Problem, problem

MOST_PROBLEMS = 1000
"""Problems of one file that are looked into; after so many, reading goes on in silence."""


@dataclass
class Notes:
    """What decoding has to say about a draft."""

    draft: Draft
    problems: list[Problem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    touched: set[tuple[int, int]] = field(default_factory=set)
    """Lines and columns that the findings mend."""
    colons_sought: bool = False
    """Whether the whole draft has been searched for bad colons."""

    @property
    def full(self) -> bool:
        """Whether no more is listed."""
        return len(self.problems) >= MOST_PROBLEMS

    def report(self, code: str, place: Place, **arguments: object) -> None:
        """Note a problem."""
        if not self.full:
            self.problems.append(problem(code, place, severity=None, **arguments))

    def mend(self, *findings: Finding | None) -> None:
        """Note slips to be mended before the draft is read again."""
        for finding in findings:
            if finding:
                spots = {(edit.line, edit.column) for edit in finding.edits}
                if not spots & self.touched:
                    self.touched |= spots
                    self.findings.append(finding)

    def place(self, node: Node) -> Place:
        """Where a node's content begins, in the editor's text; a block of text begins below its mark."""
        line, column, length = node.start.line, node.start.column, 1
        if isinstance(node, Scalar) and node.style in ("|", ">"):
            line = self._first_line(node)
            text = self.draft.line(line)
            column = len(text) - len(text.lstrip(" ")) + 1
            length = len(text.rstrip()) - column + 1
        elif node.end.line == line:
            length = node.end.column - column
        elif isinstance(node, Scalar):
            length = len(self.draft.line(line)) - column + 1
        return self.draft.place(line, column, max(1, length))

    def dash_place(self, item: Scalar) -> Place:
        """Where the dash of an empty list item stands."""
        column = self.draft.line(item.start.line).rfind("-", 0, item.start.column) + 1
        return self.draft.place(item.start.line, column or item.start.column)

    def _first_line(self, block: Scalar) -> int:
        for line in range(block.start.line + 1, block.end.line + 1):
            if self.draft.line(line).strip():
                return line
        return block.start.line
