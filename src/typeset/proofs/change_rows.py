"""The changes of a comparison as the sheets and reports of 核红 show them."""

from __future__ import annotations

from typing import Any

from typeset.composer.sources import source_position
from typeset.proofs.comparing import Comparison, PageChange, TextChange
from typeset.proofs.words import shortened

Summary = list[tuple[str, str, str, list[int]]]


def change_rows(changes: Comparison) -> dict[str, Any]:
    """The pages that changed, as the sheets and reports show them."""
    return {
        "old": changes.old.heading,
        "when": changes.old.when,
        "pages": [
            {
                "page": page.page,
                "kind": page.kind,
                "came_from": page.came_from,
                "reflowed": page.reflowed,
                "drawn": page.drawn,
                "margins": page.margins,
                "texts": [
                    {
                        "kind": text.kind,
                        "what": text.what,
                        "source": text.source,
                        "old_page": text.old_page,
                        "new_page": text.new_page,
                        "runs": shortened(text.runs),
                        "source_same": _is_untouched(text, changes),
                    }
                    for text in page.texts
                ],
            }
            for page in changes.pages
        ],
        "unchanged": list(changes.unchanged),
        "sources": dict(changes.sources),
    }


def _is_untouched(text: TextChange, changes: Comparison) -> bool:
    """Whether words changed though the file that they are written in did not: nobody can have asked for that there."""
    return bool(text.source) and source_position(text.source)[0] not in changes.sources


_KINDS = (
    ("look", "样子变了，文字没改（请核对）", "other look, same words: check"),
    ("texts", "文字有改动", "words changed"),
    ("margins", "只有书眉、页码变了", "running heads or page numbers only"),
    ("reflow", "只是重排", "reflow only"),
    ("moved", "整页移动", "whole page moved"),
    ("added", "新增的页", "added"),
    ("removed", "没有了的页", "gone"),
)


def summary(changes: Comparison) -> Summary:
    """The pages by what became of them, what asks for a look first: Chinese, English, kind, pages."""
    found: dict[str, list[int]] = {}
    for page in changes.pages:
        found.setdefault(_kind(page), []).append(page.page)
    rows = [(zh, en, kind, found[kind]) for kind, zh, en in _KINDS if kind in found]
    same = list(changes.unchanged)
    return [*rows, *([("没有变化", "unchanged", "same", same)] if same else [])]


def _kind(page: PageChange) -> str:
    if page.kind != "changed":
        return page.kind
    if page.texts:
        return "texts"
    return "reflow" if page.reflowed else "margins" if page.margins else "look"
