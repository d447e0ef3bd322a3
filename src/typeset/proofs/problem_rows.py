"""The problems on a proof's first sheet: open and accepted ones, the gravest first, those that say the same as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from typeset.build.make import Built
from typeset.problems import Problem
from typeset.proofs.store import Proof

_MOST_PLACES = 6
_ORDER = {"error": 0, "warning": 1, "notice": 2}
_NOTES = "edition-note"  # the editor's own words, said in one language


def problem_rows(proof: Proof, *, accepted: bool, notes: bool = False) -> list[dict[str, Any]]:
    """Open or accepted problems as the sheet shows them; or, with `notes`, the editor's own ones in the manifest."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for item in sorted(proof.problems, key=lambda item: _ORDER.get(item["severity"], 3)):
        if ("accepted" in item) is not accepted or (item["code"] == _NOTES and not accepted) is not notes:
            continue
        told = found.setdefault((item["code"], item["message"]["zh"]), _row(item))
        where = _place(item, proof.edition)
        if where and where not in told["places"]:
            told["places"].append(where)
    return [row | {"where": _places(row["places"])} for row in found.values()]


def _row(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "class": item["severity"],
        "code": item["code"],
        "zh": item["message"]["zh"],
        "en": item["message"]["en"],
        "places": [],
        "by": item.get("accepted"),
    }


def _place(item: Mapping[str, Any], edition: str) -> str:
    """articles/01.md:12, or 第5页 for what is only in the print PDF."""
    file, line, page = item.get("file") or "", item.get("line"), item.get("page")
    if line:
        return f"{file.removeprefix(f'issues/{edition}/')}:{line}"
    if page:
        return f"第{page}页"
    return "" if file.endswith(".pdf") else file.removeprefix(f"issues/{edition}/")


def _places(places: Sequence[str]) -> str:
    shown = "、".join(
        place if index == 0 or "/" not in place else PurePosixPath(place).name
        for index, place in enumerate(places[:_MOST_PLACES])
    )
    return f"{shown} …（{len(places)}）" if len(places) > _MOST_PLACES else shown


def problems_of_article(built: Built, article: str, pages: Iterable[int]) -> list[Problem]:
    """The problems that concern one article: on its pages, in its manuscript, in its lines of the manifest."""
    wanted = set(pages)
    own = next(item for item in built.edition.articles if item.id == article)
    manifest = own.place.file
    lines = sorted(item.place.line for item in built.edition.articles if item.place.file == manifest)
    end = next((line for line in lines if line > own.place.line), 10**9)
    files = {item.place.file for item in built.edition.articles if item.id != article} | {manifest}
    manuscripts = _manuscripts(built, article) - files

    def concerns(item: Problem) -> bool:
        place = item.place
        if place is None or item.code == _NOTES:
            return False
        if place.page:
            return place.page in wanted
        if place.file == manifest:
            return own.place.line <= place.line < end
        return place.file in manuscripts

    return [item for item in built.report.problems if concerns(item)]


def _manuscripts(built: Built, article: str) -> set[str]:
    parts = (*built.edition.articles, *built.edition.continuations)
    return {
        place.file
        for item in parts
        if article in (item.id, item.continues)
        for block in item.body.blocks
        if (place := getattr(block, "place", None)) is not None
    }
