"""A document loads what it was given, and nothing else in the world."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from typeset.composer.fetching import BASE_URL, ClosedFetcher
from typeset.composer.rendering import lay_out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "layout" / "styles").mkdir(parents=True)
    (tmp_path / "layout" / "styles" / "a.css").write_text("p { color: red }")
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path


def fetcher(folder: Path) -> ClosedFetcher:
    return ClosedFetcher(folders={"layout": folder / "layout"}, data={"picture/x.svg": b"<svg/>"})


def test_files_below_a_named_folder_and_data_in_memory_are_served(folder: Path) -> None:
    closed = fetcher(folder)

    assert closed.fetch(f"{BASE_URL}layout/styles/a.css").read() == b"p { color: red }"
    assert closed.fetch(f"{BASE_URL}picture/x.svg").content_type == "image/svg+xml"
    assert closed.refused == []


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/a.png",
        "https://typeset.invalid/layout/styles/a.css",
        "file:///etc/passwd",
        "data:text/css,p{}",
        f"{BASE_URL}layout/../secret.txt",
        f"{BASE_URL}layout/%2e%2e/secret.txt",
        f"{BASE_URL}layout/..%2fsecret.txt",
        f"{BASE_URL}layout/none.css",
        f"{BASE_URL}layout/styles",
        f"{BASE_URL}layout/a%00b",
        f"{BASE_URL}other/a.css",
        f"{BASE_URL}",
    ],
)
def test_every_other_address_is_refused_and_remembered(folder: Path, address: str) -> None:
    closed = fetcher(folder)

    with pytest.raises(ValueError, match="not part of this document"):
        closed.fetch(address)

    assert closed.refused == [address]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_a_symbolic_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "layout" / "link.css").symlink_to(folder / "secret.txt")
    closed = fetcher(folder)

    with pytest.raises(ValueError, match="not part"):
        closed.fetch(f"{BASE_URL}layout/link.css")


def test_a_page_cannot_reach_out_by_any_of_the_ways_html_and_css_have(folder: Path) -> None:
    closed = fetcher(folder)
    secret = (folder / "secret.txt").as_uri()
    html = f"""<link rel=stylesheet href="{secret}"><link rel=attachment href="{secret}">
        <style>@import url({secret}); @font-face {{ font-family: x; src: url({secret}) }}
        p {{ background: url(http://example.com/a.png); content: url({secret}) }}</style>
        <p style="list-style-image: url({secret})">x<img src="{secret}"><object data="{secret}"></object>
        <embed src="{secret}"><svg><image href="{secret}"/></svg>"""

    rendering = lay_out(html, (), None, closed, {})
    pdf = rendering.document.write_pdf()

    assert b"EmbeddedFile" not in pdf
    assert secret in closed.refused
    assert "http://example.com/a.png" in closed.refused


def test_a_picture_inside_an_address_is_given_and_nothing_else_is() -> None:
    fetcher = ClosedFetcher()

    response = fetcher.fetch("data:image/png;base64,iVBORw0KGgo=")

    assert response.read() == b"\x89PNG\r\n\x1a\n"
    assert response.content_type == "image/png"
    for address in ("data:text/html,<p>x", "data:image/svg+xml;base64,PHN2Zy8+", "data:image/png;base64,x"):
        with pytest.raises(ValueError, match="not part of this document"):
            fetcher.fetch(address)
