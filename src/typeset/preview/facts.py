"""What the page says of the edition as a whole: its title, the edge of binding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from typeset.manifest import Publication, read_issue
from typeset.workspace import EditionFolder, Workspace


@dataclass(frozen=True)
class EditionFacts:
    """The edition's name, a title for people, and the edge at which it is bound."""

    name: str
    title: str
    binding: Literal["left", "right"] = "left"


def edition_facts(edition: EditionFolder, workspace: Workspace) -> EditionFacts | None:
    """What the manifest says, or None where it cannot be read."""
    issue = read_issue(edition, workspace).issue
    if issue is None:
        return None
    binding: Literal["left", "right"] = "right" if issue.printing.binding_edge == "right" else "left"
    return EditionFacts(edition.name, _title(issue.publication) or edition.name, binding)


def _title(publication: Publication) -> str:
    title = " ".join(publication.title.split())
    if isinstance(publication.number, int):
        year = (publication.date or "")[:4]
        return f"{title} {year} · {publication.number}" if year else f"{title} {publication.number}"
    return f"{title} {publication.number or publication.date or ''}".strip()
