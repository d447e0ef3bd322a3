"""Accepting a problem: the manifest's text with the entry."""

from __future__ import annotations

from typeset.preview.jobs import Accept
from typeset.proofs.accepting import Request, with_acceptance
from typeset.signoff import Acceptances, fingerprint, where_of
from typeset.workspace import EditionFolder, Workspace


def accepted_text(job: Accept, folder: EditionFolder, workspace: Workspace) -> str:
    """The manifest with the problem entered as accepted. Raises Giveup where it cannot be edited like this."""
    where, text = job.where, job.line_text
    if job.found is not None:
        where = where_of(job.found, workspace.place(folder.manifest))
        text = fingerprint(job.found, Acceptances((), workspace).line_of(job.found.place))
    request = Request(job.code, where, job.reason, job.by)
    return with_acceptance(job.written, request, where, text, job.name)
