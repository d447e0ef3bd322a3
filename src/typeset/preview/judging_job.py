"""Preflight's findings laid beside the manifest's acceptances: checking takes seconds, this does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from typeset.edition import read_edition
from typeset.preview.jobs import Judge
from typeset.preview.preflight_process import acceptance_data, finding_data
from typeset.problems import Place, Problem, problem
from typeset.signoff import OF_PREFLIGHT, Acceptances
from typeset.workspace import EditionFolder, Workspace

_UNUSED = "accepted-unused"


def judged(job: Judge, folder: EditionFolder, workspace: Workspace) -> Sequence[dict[str, Any]]:
    """The findings, each with who lets it stand, by the manifest as it is; unchanged while that cannot be read.

    And which of its entries match none: all that preflight found must be among the findings.
    """
    edition = read_edition(folder, workspace).edition
    if edition is None:
        return job.findings
    acceptances = Acceptances(edition.accepted, workspace)
    findings = [item for item in job.findings if item["code"] != _UNUSED]
    marked = acceptances.applied(map(_problem, findings))
    pairs = zip(findings, marked, strict=False)  # behind them, what is wrong with entries
    manifest = workspace.place(folder.manifest)
    return [
        *({**item, "accepted": acceptance_data(now)} for item, now in pairs),
        *(
            {**finding_data(item, 0, None, manifest), "file": manifest.file}
            for item in acceptances.unused_among(OF_PREFLIGHT)
        ),
    ]


def _problem(finding: dict[str, Any]) -> Problem:
    """The problem of a finding, as far as entries tell problems apart."""
    file, line, column, page = finding["stands"]
    return problem(finding["code"], Place(file, line, column, page=page), None, **finding["arguments"])
