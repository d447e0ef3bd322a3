"""The seams: every place where composition enters WeasyPrint, with the reason and the contract it relies on.

Replacements are installed once, when the package is imported, and act on documents of this package only: layout
seams look for the composition on the layout context, drawing seams for composed text, the cascade for `composing`.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

with warnings.catch_warnings():
    # WeasyPrint warns about machines without system fonts or hb-subset on import; our doctor reports such things.
    warnings.simplefilter("ignore")
    import weasyprint

from typeset.composer import (
    accessibility,
    blockified,
    cascade,
    column_floats,
    css_colours,
    embedding,
    emphasis,
    fragment_heads,
    glyphs,
    grid,
    inks,
    lines,
    link_areas,
    notes,
    page_bands,
    page_floats,
    shades,
    svg_masks,
    whitespace,
    widths,
)

TESTED_VERSION = "70"


@dataclass(frozen=True)
class Seam:
    """One replaced function, what wraps it, why, and the contract it relies on."""

    module: str
    name: str
    wrap: Callable[[Callable[..., Any]], Callable[..., Any]]
    reason: str
    contract: str


SEAMS: tuple[Seam, ...] = (
    Seam(
        "weasyprint.layout.inline",
        "split_inline_box",
        lines.split_inline_box,
        "Breaks and white are chosen for the line as a whole, over all its inline boxes.",
        "Called by name with a LineBox once a line, after float avoidance and text-indent; returns six values.",
    ),
    Seam(
        "weasyprint.layout.inline",
        "justify_line",
        lines.justify_line,
        "Composed lines have their final widths; adding word spacing would undo them.",
        "Called by name by text_align for lines narrower than their measure.",
    ),
    Seam(
        "weasyprint.layout.preferred",
        "inline_line_widths",
        widths.inline_line_widths,
        "Tables, flex, grid and floats must expect the widths that composition will set.",
        "Called by name by inline_min_content_width and inline_max_content_width with a LineBox.",
    ),
    Seam(
        "weasyprint.draw.text",
        "draw_first_line",
        glyphs.draw_first_line,
        "Advances go to the PDF as composed, to a thousandth of an em; the text layer stays the source text.",
        "Called by name by draw_text inside BT … ET; returns the list of picture glyphs.",
    ),
    Seam(
        "weasyprint.draw",
        "draw_text",
        emphasis.draw_text,
        "Emphasis marks are drawn after the text.",
        "Called by name by draw_inline_level, inside the marked content of the text box.",
    ),
    Seam(
        "weasyprint.layout.block",
        "block_level_layout_switch",
        grid.stepped,
        "Blocks take whole lines of the grid (block-step-size); margins at the heads of columns and pages are cut off.",
        "Called by name by block_level_layout, once margins are known; takes context, box, bottom_space, skip_stack,"
        " containing_block first; the new box and resume_at come first in its result.",
    ),
    Seam(
        "weasyprint.layout.block",
        "block_box_layout",
        fragment_heads.columns_opened,
        "Columns that begin after an unforced break cut the margin at their head off (see fragment_heads).",
        "Called by name for a column's box by columns_layout, and for other blocks; takes context, box, bottom_space,"
        " skip_stack first; a column's skip_stack is None where nothing of it stands in an earlier column.",
    ),
    Seam(
        "weasyprint.layout.page",
        "block_level_layout",
        page_bands.page_with_floats,
        "Page floats stand in bands around the page's flow (see page_bands); a page that broken floats fill must"
        " neither fail nor repeat for ever (see standstill).",
        "Called by name by make_page for the root box; takes page_is_empty, absolute_boxes, fixed_boxes sixth to"
        " eighth; the new box, or None, and resume_at come first of six results.",
    ),
    Seam(
        "weasyprint.layout",
        "initialize_page_maker",
        page_floats.before_pages,
        "Page floats leave the flow before the first page is made.",
        "Called by name by layout_document, once, with the context and the whole tree of boxes.",
    ),
    Seam(
        "weasyprint.layout.block",
        "columns_layout",
        column_floats.columns_with_floats,
        "Columns leave room for page floats; WeasyPrint fills and balances them without any (see column_floats).",
        "Called by name by block_box_layout; takes context, box, bottom_space, skip_stack, containing_block,"
        " page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins and two styles; returns five values.",
    ),
    Seam(
        "weasyprint.layout.column",
        "_report_footnotes",
        notes.column_notes_put_off,
        "Columns whose notes were all given up must not fail.",
        "Called by name by columns_layout with the context and the height that footnotes may have.",
    ),
    Seam(
        "weasyprint.layout.page",
        "make_page",
        notes.page_with_notes,
        "A note that its page has no room for must reach a later one (see notes).",
        "Called by name by remake_page with six values; returns the page first; context.footnotes holds the notes not"
        " yet set, reported_footnotes those the next page begins with.",
    ),
    Seam(
        "weasyprint.layout",
        "make_all_pages",
        notes.pages_with_notes,
        "Further passes lay out changed pages only, and would lose the notes that wait between them.",
        "Called by name by layout_document with the pages of the pass before; the last dictionary of a page's state in"
        " page_maker tells with content_changed that it is laid out again.",
    ),
    Seam(
        "weasyprint.formatting_structure.boxes",
        "InlineBox.hit_area",
        link_areas.hit_area,
        "Links of raised text and of text without line height can be clicked (see link_areas).",
        "Called by gather_anchors for links and anchors; gives x, y, width and height from the page's corner.",
    ),
    Seam(
        "weasyprint.draw.color",
        "darken",
        shades.darken,
        "The shades of inset, outset, groove and ridge borders come out nearly black.",
        "Called by name by styled_color with a colour, and gives one.",
    ),
    Seam(
        "weasyprint.draw.color",
        "lighten",
        shades.lighten,
        "The shades of inset, outset, groove and ridge borders come out nearly black.",
        "Called by name by styled_color with a colour, and gives one.",
    ),
    Seam(
        "tinycss2.color4",
        "Color.to",
        css_colours.conversion,
        "Gradients, borders and shadows ask for sRGB, which tinycss2 gives of few spaces (see css_colours).",
        "Called with the name of a space by whoever paints; raises NotImplementedError for what it cannot convert.",
    ),
    Seam(
        "weasyprint.pdf.stream",
        "Stream.set_color",
        css_colours.set_color,
        "Colours of wide spaces look on the screen as they are meant, not as if they were sRGB (see css_colours).",
        "Called with a colour of tinycss2 and whether it strokes, for everything but gradients.",
    ),
    Seam(
        "weasyprint.svg.defs",
        "color",
        css_colours.drawing_color,
        "The stops of a drawing's gradients are read as sRGB, whatever their space (see css_colours).",
        "Called by name by draw_gradient with the text of a stop's colour.",
    ),
    Seam(
        "weasyprint.svg",
        "SVG.transform",
        svg_masks.transform,
        "Masks in drawings lie where the shapes are, and mask groups too (see svg_masks).",
        "Called by draw_node with node and font size, in a state of the node's own, before anything of it is drawn.",
    ),
    Seam(
        "weasyprint.svg",
        "paint_mask",
        svg_masks.paint_mask,
        "Masks are painted with the transformation.",
        "Called by name by draw_node, between a path and its painting.",
    ),
    Seam(
        "weasyprint.pdf.stream",
        "Font",
        embedding.font,
        "Fonts are embedded without copying whole CJK files into memory (see embedding).",
        "Called by name by Stream.add_font; its file_content is a file's bytes, then a subset's.",
    ),
    Seam(
        "weasyprint.pdf.fonts",
        "get_hb_object_data",
        embedding.hb_object_data,
        "The copy that Font makes on start is left out for lean fonts.",
        "Called by name by Font.__init__ with the face alone.",
    ),
    Seam(
        "weasyprint.pdf",
        "Stream",
        inks.stream,
        "A print PDF is painted in inks (see inks).",
        "Called by name by generate_pdf for each page; groups, patterns and masks come from its clone().",
    ),
    Seam(
        "weasyprint.pdf",
        "add_tags",
        accessibility.add_tags,
        "The structure of the PDF is that of the HTML: one element for a paragraph over two columns, none for layout.",
        "Called by name by generate_pdf with the PDF, the document, its version and the pages' streams, whose _tags"
        " hold the marked content of the boxes painted.",
    ),
    Seam(
        "weasyprint.formatting_structure.boxes",
        "TextBox.process_whitespace",
        whitespace.process_whitespace,
        "A line end in the source between Chinese characters is no space (CSS Text 3 segment break transformation).",
        "Called once for a text box before layout, with its source text; returns whether a space follows.",
    ),
    Seam(
        "weasyprint.formatting_structure.build",
        "blockify",
        blockified.blockify,
        "Page numbers in generated content that is a flex or grid item itself stay 0 (see blockified).",
        "Called by name by flex_children and grid_children with a child and “flex” or “grid”; gives the item's box.",
    ),
    Seam(
        "weasyprint.css.validation",
        "validate_non_shorthand",
        cascade.validator,
        "Properties and values that WeasyPrint does not know.",
        "Called by name by preprocess_declarations for names without an expander; yields (name, value) pairs.",
    ),
)

HELPERS: tuple[str, ...] = (
    "weasyprint.layout.inline._adjust_line_height",
    "weasyprint.layout.inline._out_of_flow_layout",
    "weasyprint.layout.inline.split_inline_level",
    "weasyprint.layout.inline.inline_block_width",
    "weasyprint.layout.inline.get_next_linebox",
    "weasyprint.layout.inline.iter_line_boxes",
    "weasyprint.layout.float.float_layout",
    "weasyprint.layout.block.block_level_layout",
    "weasyprint.layout.block.block_level_page_break",
    "weasyprint.layout.block.block_level_page_name",
    "weasyprint.layout.block.force_page_break",
    "weasyprint.layout.column._create_column_box",
    "weasyprint.layout.preferred.trailing_whitespace_size",
    "weasyprint.text.line_break.strut",
    "weasyprint.text.line_break.get_log_attrs",
)
"""Functions of WeasyPrint that composition calls or is called by; a contract test holds their signatures."""

_installed: dict[str, Callable[..., Any]] = {}


class UnsupportedEngineError(ImportError):
    """The installed WeasyPrint is not the one whose inside composition knows."""


def check_version(version: str) -> None:
    """Raise UnsupportedEngineError for a WeasyPrint that composition was not made for."""
    if version.split(".")[0] != TESTED_VERSION:
        raise UnsupportedEngineError(
            f"typeset composes lines inside WeasyPrint {TESTED_VERSION}, but WeasyPrint {version} is installed. "
            f'Install the tested version: pip install "weasyprint=={TESTED_VERSION}.*"'
        )


def install() -> None:
    """Put the replacements in place, once. Raises UnsupportedEngineError."""
    check_version(weasyprint.__version__)
    if _installed:
        return
    cascade.register_initial_values()
    for seam in SEAMS:
        owner: Any = importlib.import_module(seam.module)
        *inside, name = seam.name.split(".")  # a function of a module, or a method of one of its classes
        for attribute in inside:
            owner = getattr(owner, attribute)
        stock = getattr(owner, name)
        _installed[f"{seam.module}.{seam.name}"] = stock
        setattr(owner, name, seam.wrap(stock))


def stock(name: str) -> Callable[..., Any]:
    """WeasyPrint's own function behind a seam."""
    return _installed[name]
