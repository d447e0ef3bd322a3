"""Poems, boxes, lists of names and photo groups as HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from typeset.edition import Figure
from typeset.layout.photo_groups import height_to_width, photo_rows
from typeset.layout.source_marks import source_attribute
from typeset.manuscript import Box, Inline, NameGroup, NameList, Poem
from typeset.problems import Place

Inlines = Callable[[tuple[Inline, ...]], Markup]

_DIGITS = "零一二三四五六七八九"
_SECTIONS = frozenset({"notice", "brief", "case"})
_LONG_NAME = 3  # characters: longer ones take two places
_REMARK = "编者按"


def _line(kind: str, text: str | Markup) -> Markup:
    return Markup('<p class="{}">{}</p>').format(kind, text) if text else Markup("")


def poem_html(poem: Poem, inlines: Inlines) -> Markup:
    """A poem: its title, its stanzas with a `span.verse` each line, who wrote it."""
    stanzas = Markup("").join(
        _line("stanza", Markup("<br>").join(Markup('<span class="verse">{}</span>').format(inlines(v)) for v in stanza))
        for stanza in poem.stanzas
    )
    return Markup('<section class="poem"{}>{}{}{}</section>').format(
        source_attribute(poem.place), _line("poem-title", poem.title), stanzas, _line("poem-signature", poem.signature)
    )


def box_html(box: Box, text: Markup) -> Markup:
    """A box around the HTML of its blocks: `.box.box-<kind>`, an aside where it stands beside the article's text."""
    title: str | Markup = box.title or (_REMARK if box.kind == "remark" else "")
    if box.kind == "case":
        number = Markup('<span class="case-number">案例{}</span>').format(han_number(box.number))
        title = Markup("{} {}").format(number, box.title) if box.title else number
    return Markup('<{0} class="box box-{1}"{2}>{3}<div class="box-text">{4}</div>{5}</{0}>').format(
        "section" if box.kind in _SECTIONS else "aside",
        box.kind,
        source_attribute(box.place),
        _line("box-title", title),
        text,
        _line("box-signature", box.signature),
    )


def han_number(number: int) -> str:
    """一, 十, 十二, 二十一 … for 1 to 99; larger numbers in digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def names_html(names: NameList) -> Markup:
    """A list of names: every group a list, every name an item; `.name-long` has more than three characters."""
    return Markup('<section class="names"{}>{}{}</section>').format(
        source_attribute(names.place),
        _line("names-title", names.title),
        Markup("").join(_name_group(group) for group in names.groups),
    )


def _name_group(group: NameGroup) -> Markup:
    items = Markup("").join(
        Markup('<li class="name{}">{}</li>').format(" name-long" if len(name) > _LONG_NAME else "", name)
        for name in group.names
    )
    listed = Markup('<ul class="names-list">{}</ul>').format(items) if items else Markup("")
    return Markup('<div class="names-group">{}{}</div>').format(_line("names-label", group.label), listed)


def photo_group_html(figures: Sequence[Figure], caption: str, place: Place | None) -> Markup:
    """Rows of pictures of one height: `--ratios` of a row is the sum of its `--ratio`s, `--count` their number;
    `--tall` of the group is the height of its rows divided by their width."""
    ratios = [figure.ratio for figure in figures]
    rows = photo_rows(ratios)
    shared = Markup("<figcaption>{}</figcaption>").format(caption) if caption else Markup("")
    return Markup('<figure class="photo-group count-{}" role="group"{} style="--tall: {:.5f}">{}{}</figure>').format(
        len(figures),
        source_attribute(place),
        height_to_width(rows, ratios),
        Markup("").join(_photo_row([figures[index] for index in row]) for row in rows),
        shared,
    )


def _photo_row(figures: Sequence[Figure]) -> Markup:
    total = sum(figure.ratio for figure in figures)
    return Markup('<div class="photo-row" style="--ratios: {:.5f}; --count: {}">{}</div>').format(
        total, len(figures), Markup("").join(_photo(figure) for figure in figures)
    )


def _photo(figure: Figure) -> Markup:
    credit = Markup("")
    if figure.credit:
        credit = Markup('<span class="credit"{}>{}</span>').format(source_attribute(figure.credit_place), figure.credit)
    said = Markup(" ").join(part for part in (figure.caption, credit) if part)
    caption = Markup("<figcaption{}>{}</figcaption>").format(source_attribute(figure.caption_place), said)
    point = figure.focal_point
    return Markup(
        '<figure class="photo{}"{} style="--ratio: {:.5f}">'
        '<img src="{}" alt="{}" style="object-position: {}% {}%">{}</figure>'
    ).format(
        " placeholder" if figure.placeholder else "",
        source_attribute(figure.place),
        figure.ratio,
        figure.address,
        figure.alt,
        f"{point.x:g}",
        f"{point.y:g}",
        caption if said else "",
    )
