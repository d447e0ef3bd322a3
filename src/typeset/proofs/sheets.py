"""The sheets of a proof: the edition's own pages as vectors on larger paper, with what a proofreader needs around them.

The pages themselves are not set again: their lines break as in the edition because they are the edition's pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import pikepdf
from jinja2 import Environment, StrictUndefined

from typeset.build.typesetter import font_set
from typeset.composer.fetching import ClosedFetcher
from typeset.composer.rendering import lay_out, parse_css, write_pdf
from typeset.fonts import Catalogue
from typeset.prepress.boxes import PT_PER_MM, box_of
from typeset.proofs.change_rows import change_rows
from typeset.proofs.comparing import Comparison
from typeset.proofs.line_numbers import line_numbers
from typeset.proofs.problem_rows import problem_rows
from typeset.proofs.store import Proof
from typeset.signoff.status import PRESS, ROLES

SIDE, TOP, BOTTOM = 32.0, 22.0, 16.0
"""The margins around a page for marks, in mm."""

_MOST = 40
ENGLISH = {"毛校": "rough proof", "一校": "first proof", "二校": "second proof", "三校": "third proof",
            "通读": "read-through", "付印": "for press"}  # fmt: skip
_ROLES_EN = {"责任编辑": "Editor", "校对": "Proofreader", "审核": "Reviewer", "签发": "Approved for issue"}


def proof_sheets(
    proof: Proof, changes: Comparison | None, signed: Mapping[str, str], catalogue: Catalogue, *, lost: str = ""
) -> bytes:
    """The PDF to print and mark: a sheet for signatures and lists, then each page.

    `lost` is the name of a proof before this one that could not be read.
    """
    with pikepdf.open(io.BytesIO(proof.pdf)) as pages:
        sizes = [_size(page) for page in pages.pages]
        furniture = _furniture(proof, (changes, lost), signed, sizes, catalogue)
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
    before: tuple[Comparison | None, str],
    signed: Mapping[str, str],
    sizes: list[tuple[float, float]],
    catalogue: Catalogue,
) -> bytes:
    changes, lost = before
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
        open=problem_rows(proof, accepted=False),
        accepted=problem_rows(proof, accepted=True),
        notes=problem_rows(proof, accepted=False, notes=True),
        changes=change_rows(changes) if changes else None,
        lost=lost,
        most=_MOST,
    )
    fetcher, fonts = ClosedFetcher(), font_set(catalogue)
    css = _resource("proof.css").replace("$sheet", f"{width + 2 * SIDE:g}mm {height + TOP + BOTTOM:g}mm")
    css = css.replace("$tall", f"{height + TOP + BOTTOM - 0.1:g}mm")
    style, _ = parse_css(css, fetcher, fonts)
    return write_pdf(lay_out(html, (style,), fonts, fetcher, {}), _no_pictures)[0]


def _sheets(proof: Proof, sizes: list[tuple[float, float]]) -> Iterator[dict[str, Any]]:
    printed = proof.printed or ("",) * len(sizes)
    for index, (page, folio, (width, height)) in enumerate(zip(proof.folios, printed, sizes, strict=True), 1):
        own = [item for item in proof.paragraphs if item.page == page]
        yield {
            "index": index,
            "page": page,
            "folio": folio if folio != str(page) else "",
            "width": width,
            "height": height,
            "numbers": list(line_numbers(own)),
        }


def _resource(name: str) -> str:
    return (resources.files("typeset.proofs") / name).read_text("utf-8")


def _no_pictures(address: str, width: float, height: float) -> bytes:
    raise AssertionError(f"a proof's sheets have no lazy picture: {address} {width} {height}")
