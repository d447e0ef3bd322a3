"""The sheets of a proof: the edition's own pages as vectors on larger paper, with what a proofreader needs around them.

The pages themselves are not set again: their lines break as in the edition because they are the edition's pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from importlib import resources
from itertools import groupby
from typing import Any

import pikepdf
from jinja2 import Environment, StrictUndefined

from typeset.build.typesetter import font_set
from typeset.composer.fetching import ClosedFetcher
from typeset.composer.rendering import lay_out, parse_css, write_pdf
from typeset.fonts import Catalogue
from typeset.prepress.boxes import PT_PER_MM, box_of
from typeset.proofs.comparing import Comparison
from typeset.proofs.store import Paragraph, Proof
from typeset.proofs.words import shortened
from typeset.signoff.status import PRESS, ROLES

SIDE, TOP, BOTTOM = 32.0, 22.0, 16.0
"""The margins around a page for marks, in mm."""

_MOST = 40
_MOST_PLACES = 6
_BODY = {"p", "li", "blockquote", "dd"}
_EVERY = 5
ENGLISH = {"毛校": "rough proof", "一校": "first proof", "二校": "second proof", "三校": "third proof",
            "通读": "read-through", "付印": "for press"}  # fmt: skip
_ROLES_EN = {"责任编辑": "Editor", "校对": "Proofreader", "审核": "Reviewer", "签发": "Approved for issue"}


def proof_sheets(proof: Proof, changes: Comparison | None, signed: Mapping[str, str], catalogue: Catalogue) -> bytes:
    """The PDF to print and mark: a sheet for signatures and lists, then each page."""
    with pikepdf.open(io.BytesIO(proof.pdf)) as pages:
        sizes = [_size(page) for page in pages.pages]
        furniture = _furniture(proof, changes, signed, sizes, catalogue)
        with pikepdf.open(io.BytesIO(furniture)) as made:
            first = len(made.pages) - len(sizes)
            for sheet, page, (width, height) in zip(made.pages[first:], pages.pages, sizes, strict=True):
                left, bottom = SIDE * PT_PER_MM, BOTTOM * PT_PER_MM
                place = pikepdf.Rectangle(left, bottom, left + width * PT_PER_MM, bottom + height * PT_PER_MM)
                sheet.add_underlay(page, place)
            with made.open_metadata(set_pikepdf_as_editor=False) as xmp:
                xmp["dc:title"] = f"{proof.title} {proof.issue} {proof.heading}"
            written = io.BytesIO()
            made.save(written, deterministic_id=True)
    return written.getvalue()


def _size(page: Any) -> tuple[float, float]:
    box = box_of(page, "TrimBox") or box_of(page, "MediaBox")
    assert box is not None
    return box.width / PT_PER_MM, box.height / PT_PER_MM


def _furniture(
    proof: Proof,
    changes: Comparison | None,
    signed: Mapping[str, str],
    sizes: list[tuple[float, float]],
    catalogue: Catalogue,
) -> bytes:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_resource("changes.html") + _resource("proof.html"))
    width, height = sizes[0] if sizes else (210.0, 297.0)
    html = template.render(
        proof=proof,
        english=ENGLISH[proof.step],
        press=proof.step == PRESS,
        side=SIDE,
        top=TOP,
        bottom=BOTTOM,
        width=width,
        height=height,
        sheets=list(_sheets(proof, sizes)),
        roles=[{"zh": role, "en": _ROLES_EN[role], "by": signed.get(role, "")} for role in ROLES],
        open=_problems(proof, accepted=False),
        accepted=_problems(proof, accepted=True),
        changes=change_rows(changes) if changes else None,
        most=_MOST,
    )
    fetcher, fonts = ClosedFetcher(), font_set(catalogue)
    css = _resource("proof.css").replace("$sheet", f"{width + 2 * SIDE:g}mm {height + TOP + BOTTOM:g}mm")
    css = css.replace("$tall", f"{height + TOP + BOTTOM - 0.1:g}mm")
    style, _ = parse_css(css, fetcher, fonts)
    return write_pdf(lay_out(html, (style,), fonts, fetcher, {}), _no_pictures)[0]


def _sheets(proof: Proof, sizes: list[tuple[float, float]]) -> Iterator[dict[str, Any]]:
    for index, (page, (width, height)) in enumerate(zip(proof.folios, sizes, strict=True), 1):
        own = [item for item in proof.paragraphs if item.page == page]
        yield {"index": index, "page": page, "width": width, "height": height, "numbers": list(line_numbers(own))}


def line_numbers(paragraphs: list[Paragraph]) -> Iterator[dict[str, Any]]:
    """Every fifth line of each column of body text, and the first: its number, and where its number stands (mm)."""
    body = [item for item in paragraphs if item.column is not None or item.tag in _BODY]
    body.sort(key=lambda item: (-1 if item.column is None else item.column, item.y))
    for column, items in groupby(body, key=lambda item: item.column):
        found = list(items)
        left = min(item.x for item in found)
        number = 0
        for item in found:
            pitch = item.height / len(item.lines)
            for line in range(len(item.lines)):
                number += 1
                if number == 1 or number % _EVERY == 0:
                    yield {
                        "number": number,
                        "x": left,
                        "y": item.y + pitch * (line + 0.5),
                        "first": column in (0, None),
                    }


def _problems(proof: Proof, *, accepted: bool) -> list[dict[str, Any]]:
    """Open or accepted problems, errors first; those that say the same are one, with all their places."""
    order = {"error": 0, "warning": 1, "notice": 2}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for item in sorted(proof.problems, key=lambda item: order.get(item["severity"], 3)):
        if ("accepted" in item) is not accepted:
            continue
        zh = item["message"]["zh"]
        told = found.setdefault(
            (item["code"], zh),
            {
                "class": item["severity"],
                "zh": zh,
                "en": item["message"]["en"],
                "places": [],
                "by": item.get("accepted"),
            },
        )
        where = ":".join(str(part) for part in (item["file"], item["line"]) if part)
        if where and where not in told["places"]:
            told["places"].append(where)
    return [told | {"where": _places(told["places"])} for told in found.values()]


def _places(places: list[str]) -> str:
    shown = "、".join(place.rpartition("/")[2] if index else place for index, place in enumerate(places[:_MOST_PLACES]))
    return f"{shown} …（{len(places)}）" if len(places) > _MOST_PLACES else shown


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
                    }
                    for text in page.texts
                ],
            }
            for page in changes.pages
        ],
        "unchanged": list(changes.unchanged),
        "sources": dict(changes.sources),
    }


def _resource(name: str) -> str:
    return (resources.files("typeset.proofs") / name).read_text("utf-8")


def _no_pictures(address: str, width: float, height: float) -> bytes:
    raise AssertionError(f"a proof's sheets have no lazy picture: {address} {width} {height}")
