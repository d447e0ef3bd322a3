"""One HTML file to PDF: for layout authors and for tests of the composer."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from typeset.composer.fetching import BASE_URL, ClosedFetcher
from typeset.composer.fonts import FontSet
from typeset.composer.rendering import lay_out, write_pdf


def render_page(page: Path, root: Path, fonts: FontSet | None) -> tuple[bytes, tuple[str, ...], tuple[str, ...]]:
    """Set a page that may read files below `root`, with the system's fonts where `fonts` is None.

    Returns the PDF, the engine's messages and the addresses that were refused.
    """
    fetcher = ClosedFetcher(folders={"page": root})
    folder = page.resolve().parent.relative_to(root.resolve()).as_posix()
    base = f"{BASE_URL}page/{quote(folder)}/" if folder != "." else f"{BASE_URL}page/"
    rendering = lay_out(page.read_bytes(), (), fonts, fetcher, {}, base)
    pdf, messages = write_pdf(rendering, _no_pictures)
    return pdf, (*rendering.messages, *messages), tuple(dict.fromkeys(fetcher.refused))


def _no_pictures(address: str, width: float, height: float) -> bytes:
    raise AssertionError(f"a page rendered alone has no lazy picture: {address} {width} {height}")
