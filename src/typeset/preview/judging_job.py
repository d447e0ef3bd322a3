"""Preflight's findings laid beside the manifest's acceptances once more: checking takes seconds, this does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from typeset.edition import read_edition
from typeset.preview.jobs import Judge
from typeset.preview.preflight_process import acceptance_data
from typeset.problems import Place, Problem, problem
from typeset.signoff import Acceptances
from typeset.workspace import EditionFolder, Workspace


def judged(job: Judge, folder: EditionFolder, workspace: Workspace) -> Sequence[dict[str, Any]]:
    """The findings, each with who lets it stand, by the manifest as it is; unchanged while that cannot be read."""
    edition = read_edition(folder, workspace).edition
    if edition is None:
        return job.findings
    marked = Acceptances(edition.accepted, workspace).applied(map(_problem, job.findings))
    pairs = zip(job.findings, marked, strict=False)  # behind them, what is wrong with entries
    return [{**item, "accepted": acceptance_data(now)} for item, now in pairs]


def _problem(finding: dict[str, Any]) -> Problem:
    """The problem of a finding, as far as entries tell problems apart."""
    file, line, column, page = finding["stands"]
    return problem(finding["code"], Place(file, line, column, page=page), None, **finding["arguments"])
