"""The report of 核红: every change page by page, as one HTML file with its pictures inside, and as a PDF of A4."""

from __future__ import annotations

import base64
from collections.abc import Callable
from importlib import resources
from urllib.parse import urljoin

from jinja2 import Environment, StrictUndefined

from typeset.build.typesetter import font_set
from typeset.composer.fetching import BASE_URL, ClosedFetcher
from typeset.composer.rendering import lay_out, parse_css, write_pdf
from typeset.fonts import Catalogue
from typeset.proofs.change_rows import change_rows, summary
from typeset.proofs.comparing import Comparison, Pictures

Address = Callable[[str, bytes], str]


def comparison_html(comparison: Comparison) -> bytes:
    """The report as one HTML file."""

    def inside(_name: str, data: bytes) -> str:
        return f"data:image/png;base64,{base64.b64encode(data).decode()}"

    return _html(comparison, inside, _resource("comparison.css")).encode()


def comparison_pdf(comparison: Comparison, catalogue: Catalogue) -> bytes:
    """The report as a PDF."""
    pictures: dict[str, bytes] = {}

    def beside(name: str, data: bytes) -> str:
        pictures[name] = data
        return urljoin(BASE_URL, name)

    html = _html(comparison, beside, "")
    fetcher, fonts = ClosedFetcher(data=pictures), font_set(catalogue)
    style, _ = parse_css(_resource("comparison.css"), fetcher, fonts)
    return write_pdf(lay_out(html, (style,), fonts, fetcher, {}), _no_pictures, pdf_variant="pdf/ua-1")[0]


def _html(comparison: Comparison, address: Address, style: str) -> str:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_resource("changes.html") + _resource("comparison.html"))
    rows = change_rows(comparison)
    for row, page in zip(rows["pages"], comparison.pages, strict=True):
        row["pictures"] = _pictures(page.page, page.pictures, address) if page.pictures else []
    words = {"changed": "改动", "added": "新增", "removed": "删去"}
    sources = [(name, words[what], what) for name, what in rows["sources"].items()]
    return template.render(
        style=style,
        old=comparison.old,
        new=comparison.new,
        pages=rows["pages"],
        summary=summary(comparison),
        sources=sources,
        texts=len(comparison.texts),
    )


def _pictures(page: int, shown: Pictures, address: Address) -> list[dict[str, str]]:
    kinds = (("old", "旧", "old"), ("new", "新", "new"), ("both", "差异", "difference"))
    return [
        {"zh": zh, "en": en, "source": address(f"page-{page}-{name}.png", data)}
        for name, zh, en in kinds
        if (data := getattr(shown, name))
    ]


def _resource(name: str) -> str:
    return (resources.files("typeset.proofs") / name).read_text("utf-8")


def _no_pictures(address: str, width: float, height: float) -> bytes:
    raise AssertionError(f"a report has no lazy picture: {address} {width} {height}")
