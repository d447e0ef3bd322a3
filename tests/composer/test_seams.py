"""The seams into WeasyPrint: what composition relies on, and that other documents are left alone."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import logging
import subprocess
import sys
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import pytest
import weasyprint
from weasyprint.text.ffi import ffi

from typeset.composer import CSS, HTML, seams

KNOWN = {
    "weasyprint.layout.inline.split_inline_box": "3a0cb7ca7e34c7ef",
    "weasyprint.layout.inline.justify_line": "f83b21ff8793ba6b",
    "weasyprint.layout.page.block_level_layout": "c1301dde9284e245",
    "weasyprint.layout.page.make_page": "656f183328e8b1b5",
    "weasyprint.layout.make_all_pages": "b5e4034894841caa",
    "weasyprint.layout.initialize_page_maker": "5bb3c878d722af53",
    "weasyprint.layout.block.columns_layout": "7a05cce3272fc581",
    "weasyprint.layout.block.block_level_layout": "c1301dde9284e245",
    "weasyprint.layout.block.block_box_layout": "a6279066e3d9ff7d",
    "weasyprint.layout.block.block_level_page_break": "4c36f807aa76498f",
    "weasyprint.layout.block.block_level_page_name": "5ee94a04549b477a",
    "weasyprint.layout.block.force_page_break": "0645c3e5c9a6c1e5",
    "weasyprint.layout.column._report_footnotes": "0e9226e4e92830f0",
    "weasyprint.layout.column._create_column_box": "c9fc1aaa4d0fa7d8",
    "weasyprint.layout.preferred.inline_line_widths": "6c24f789e3ce5bb7",
    "weasyprint.formatting_structure.build.blockify": "32f74b928bfa2018",
    "weasyprint.formatting_structure.boxes.InlineBox.hit_area": "c1afa1232b2e8129",
    "weasyprint.draw.text.draw_first_line": "1bb8eae6d88e71b1",
    "weasyprint.draw.draw_text": "ebaf96239c6ca363",
    "weasyprint.formatting_structure.boxes.TextBox.process_whitespace": "76bdbeb747c0ae63",
    "weasyprint.css.validation.validate_non_shorthand": "95476ff5a1235522",
    "weasyprint.layout.inline._adjust_line_height": "822443b08f53654f",
    "weasyprint.layout.inline._out_of_flow_layout": "6bbd74324daf555d",
    "weasyprint.layout.inline.split_inline_level": "d98c008c8fc00582",
    "weasyprint.layout.inline.inline_block_width": "8df24c71e11f23d2",
    "weasyprint.layout.inline.get_next_linebox": "67af458c2545e74f",
    "weasyprint.layout.inline.iter_line_boxes": "04aec48abfcad809",
    "weasyprint.layout.float.float_layout": "d6c66bc084325f93",
    "weasyprint.layout.preferred.trailing_whitespace_size": "cd005b8042a652f9",
    "weasyprint.text.line_break.strut": "b57885b70dd08efe",
    "weasyprint.text.line_break.get_log_attrs": "65c1a1c4fa75ee95",
}
"""Hashes of the stock functions as composition was made for: a changed one must be read before it is trusted."""

PLAIN = (
    "<html lang=zh><style>p { text-autospace: normal; text-indent: 2em hanging; text-emphasis: dot; width: 200px;"
    " text-align: justify; word-break: keep-all; --typeset-squeeze: kaiming }</style>"
    "<p>全市“安康杯”竞赛推进会，到会1,286人ABC，一二三四五六七八九十。<b>加粗</b><sup>1</sup></p>"
    "<table><tr><td>甲，“乙”<td>丙</table>"
)
SCRIPT = """
import hashlib, logging, sys
messages = []
class Handler(logging.Handler):
    def emit(self, record): messages.append(record.getMessage())
logging.getLogger("weasyprint").handlers = [Handler()]
import warnings; warnings.simplefilter("ignore")
if "composer" in sys.argv[1:]:
    import typeset.composer
    typeset.composer.HTML(string="<p>中").render()
import weasyprint
html = sys.stdin.read()
pdf = weasyprint.HTML(string=html).write_pdf()
print(hashlib.sha256(pdf).hexdigest()); print(sorted(set(messages)))
"""


def digest(function: Callable[..., Any]) -> str:
    return hashlib.sha256(inspect.getsource(inspect.unwrap(function)).encode()).hexdigest()[:16]


def stock(name: str) -> Callable[..., Any]:
    if name in {f"{seam.module}.{seam.name}" for seam in seams.SEAMS}:
        return seams.stock(name)
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", KNOWN)
def test_stock_functions_are_the_ones_composition_was_made_for(name: str) -> None:
    assert digest(stock(name)) == KNOWN[name]


def test_every_seam_tells_reason_and_contract() -> None:
    assert all(seam.reason.endswith(".") and seam.contract.endswith(".") for seam in seams.SEAMS)
    assert len({(seam.module, seam.name) for seam in seams.SEAMS}) == len(seams.SEAMS)


def test_installing_twice_wraps_once() -> None:
    def installed() -> list[Any]:
        return [attrgetter(seam.name)(importlib.import_module(seam.module)) for seam in seams.SEAMS]

    before = installed()
    seams.install()

    assert before == installed()


@pytest.mark.parametrize("version", ["69.0", "71.0", "7.0"])
def test_another_version_is_refused_with_a_clear_message(version: str) -> None:
    with pytest.raises(seams.UnsupportedEngineError) as caught:
        seams.check_version(version)

    assert str(caught.value) == (
        f"typeset composes lines inside WeasyPrint 70, but WeasyPrint {version} is installed. "
        'Install the tested version: pip install "weasyprint==70.*"'
    )


def test_other_documents_give_the_same_bytes_and_warnings_as_without_us() -> None:
    def run(*arguments: str) -> bytes:
        command = [sys.executable, "-W", "ignore", "-c", SCRIPT, *arguments]
        return subprocess.run(command, input=PLAIN.encode(), capture_output=True, check=True).stdout

    assert run("composer") == run()


def warnings_of(make: Callable[[], Any], caplog: pytest.LogCaptureFixture) -> list[str]:
    caplog.clear()
    with caplog.at_level(logging.WARNING, "weasyprint"):
        logging.getLogger("weasyprint").propagate = True
        make()
    return [record.getMessage() for record in caplog.records]


def test_our_properties_stay_unknown_to_weasyprints_own_sheets(caplog: pytest.LogCaptureFixture) -> None:
    sheet = "p { text-autospace: normal; line-break: strict; word-break: keep-all }"

    theirs = warnings_of(lambda: weasyprint.CSS(string=sheet), caplog)
    ours = warnings_of(lambda: CSS(string=sheet), caplog)

    assert len(theirs) == 3
    assert all("Ignored" in message for message in theirs)
    assert ours == []


@pytest.mark.parametrize(
    "declaration",
    [
        "text-autospace: wide", "text-autospace: normal insert", "text-spacing-trim: half", "line-break: tight",
        "hanging-punctuation: force-end allow-end", "text-justify: auto auto", "word-break: cut",
        "text-wrap: pretty balance", "text-emphasis-style: filled open", "text-emphasis-position: left",
        "text-indent: 2em 3em", "text-indent: hanging", "--typeset-autospace-gap: 2em", "--typeset-squeeze: narrow",
        "text-spacing: 3px",
    ],
)  # fmt: skip
def test_an_unknown_value_is_warned_about(declaration: str, caplog: pytest.LogCaptureFixture) -> None:
    name, _, value = declaration.partition(":")

    [message] = warnings_of(lambda: CSS(string=f"p {{ {declaration}}}"), caplog)

    assert message == f"Ignored `{name}:{value}` at 1:5, invalid value."


@pytest.mark.parametrize(
    ("declaration", "key", "value"),
    [
        ("text-autospace: ideograph-alpha", "text_autospace", frozenset({"ideograph-alpha"})),
        ("text-spacing: none", "text_autospace", "no-autospace"),
        ("text-spacing: none", "text_spacing_trim", "space-all"),
        ("text-spacing-trim: var(--x); --x: trim-both", "text_spacing_trim", "trim-both"),
        ("text-wrap: balance", "text_wrap_style", "balance"),
        ("text-emphasis: open dot", "text_emphasis_style", ("open", "dot")),
        ("text-emphasis: var(--x); --x: filled", "text_emphasis_style", ("filled", "circle")),
        ("text-indent: 2em hanging each-line", "text_indent_keywords", frozenset({"hanging", "each-line"})),
        ("line-break: loose; line-break: initial", "line_break", "auto"),
        ("hanging-punctuation: first last", "hanging_punctuation", frozenset({"first", "last"})),
        ("text-justify: distribute", "text_justify", ("inter-character", False)),
        ("word-break: auto-phrase", "word_break", "auto-phrase"),
    ],
)
def test_values_are_computed_and_inherited(declaration: str, key: str, value: Any) -> None:
    document = HTML(string=f"<style>body {{ {declaration} }}</style><body><p>中</p>").render()
    paragraph = document.pages[0]._page_box.children[0].children[0].children[0]

    assert paragraph.element_tag == "p"
    assert paragraph.style[key] == value


def test_glyph_records_have_the_size_that_is_read() -> None:
    assert ffi.sizeof("PangoGlyphInfo") == 20
    assert ffi.sizeof("PangoLogAttr") == 4


def test_a_stock_document_rendered_beside_ours_is_not_composed() -> None:
    HTML(string=PLAIN).render()
    stock_page = weasyprint.HTML(string="<p>中“文”“文”</p>").render().pages[0]._page_box
    texts = [box for box in stock_page.descendants() if type(box).__name__ == "TextBox"]

    assert all(type(box.pango_layout).__name__ == "Layout" for box in texts)
