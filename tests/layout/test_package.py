from __future__ import annotations

from pathlib import Path

import pytest

from typeset.layout import Layout, find_layouts, load_layout, resolve_options, style_problems
from typeset.layout.colours import read_colour
from typeset.problems import Giveup
from typeset.workspace import shipped

FOLDERS = (shipped("layouts"),)


def test_an_unknown_layout_is_answered_with_the_nearest() -> None:
    with pytest.raises(Giveup) as giveup:
        load_layout("clasic", FOLDERS)

    assert giveup.value.problems[0].message("zh").startswith("没有名为“clasic”的版式。现有：classic")


def test_options_may_be_written_in_chinese() -> None:
    layout = load_layout("classic", FOLDERS)

    options, problems = resolve_options(layout, {"主色": "#004488", "首字下沉": "否"})

    assert problems == ()
    assert options.values["accent"] == "#004488"
    assert options.values["drop_cap"] is False
    assert options.values["end_sign"] == "■"


def test_a_wrong_option_is_reported_and_the_default_stands() -> None:
    layout = load_layout("classic", FOLDERS)

    options, problems = resolve_options(layout, {"主色": "red; } body { display: none", "主题色": "#123456"})

    assert options.values["accent"] == "#b5121b"
    assert [item.message("zh") for item in problems] == [
        "选项“主色”的值“red; } body { display: none”不能用，应写成：#b5121b / C10 M100 Y100 K15。本次用默认值。",
        "版式“classic”没有“主题色”这个选项。可用：主色。",
    ]


def test_a_broken_declaration_is_named_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "layout.yaml").write_text("title: {zh: 甲, en: a}\nparts: [")

    with pytest.raises(Giveup) as giveup:
        load_layout("mine", (tmp_path,))

    assert str(giveup.value.problems[0].place) == "layouts/mine/layout.yaml:2:9"


def test_a_missing_key_of_a_declaration_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "layout.yaml").write_text("title: {zh: 甲, en: a}\n")

    with pytest.raises(Giveup) as giveup:
        load_layout("mine", (tmp_path,))

    assert "about: Field required" in giveup.value.problems[0].message("en")


def test_a_tint_follows_the_accent_unless_it_is_set() -> None:
    layout = load_layout("classic", FOLDERS)

    assert resolve_options(layout, {"主色": "#000000"})[0].values["tint"] == "#ebebeb"
    assert resolve_options(layout, {"主色": "#000", "底色": "#ffffff"})[0].values["tint"] == "#ffffff"


def test_free_text_cannot_become_style(tmp_path: Path) -> None:
    source = (shipped("layouts") / "classic" / "layout.yaml").read_text("utf-8")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "layout.yaml").write_text(source.replace("kind: text", 'kind: text\n    property: "--sign"'), "utf-8")

    with pytest.raises(Giveup) as giveup:
        load_layout("mine", (tmp_path,))

    assert "a text option cannot be a custom property" in giveup.value.problems[0].message("en")


@pytest.mark.parametrize(
    ("css", "code", "line", "column"),
    [
        ("p { color: red }\nh1 { background: linear-gradient(white, device-cmyk(0 1 1 0)) }", "layout-css-inks", 2, 41),
        ("@color-profile device-cmyk { src: url(a.icc) }", "layout-css-inks", 1, 1),
        ("@page { size: A4;\n  marks: crop }", "layout-css-printing", 2, 3),
        ("@page :left { bleed: 5mm }", "layout-css-printing", 1, 15),
    ],
)
def test_styles_that_cannot_be_printed_are_named_with_their_place(
    tmp_path: Path, css: str, code: str, line: int, column: int
) -> None:
    declaration = load_layout("classic", FOLDERS).declaration.model_copy(update={"styles": ("own.css",)})
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.css").write_text(css, "utf-8")

    found = list(style_problems(Layout("mine", tmp_path, declaration)))

    assert [(item.code, item.place.line, item.place.column) for item in found if item.place] == [(code, line, column)]
    assert found[0].place is not None
    assert found[0].place.file == "layouts/mine/styles/own.css"


def test_the_layouts_that_come_along_can_be_printed() -> None:
    for name in find_layouts(FOLDERS):
        assert list(style_problems(load_layout(name, FOLDERS))) == []


@pytest.mark.parametrize(
    ("written", "css", "inks"),
    [
        ("#b5121b", "#b5121b", None),
        ("#ABC", "#aabbcc", None),
        ("#b5121b C10 M100 Y100 K15", "#b5121b", (0.1, 1, 1, 0.15)),
        ("K100 #111", "#111111", (0, 0, 0, 1)),
        ("c 50% m20", "#88b4e1", (0.5, 0.2, 0, 0)),
    ],
)
def test_a_colour_says_screen_and_inks(written: str, css: str, inks: tuple[float, ...] | None) -> None:
    colour = read_colour(written)

    assert colour is not None
    assert (colour.css, colour.inks) == (css, inks)


@pytest.mark.parametrize("written", ["red", "#12", "#12345", "C101", "C10 C20", "C10 #111 #222", "", "#111; } body {"])
def test_what_is_no_colour_is_none(written: str) -> None:
    assert read_colour(written) is None


def test_colours_alike_on_the_screen_cannot_have_different_inks() -> None:
    layout = load_layout("classic", FOLDERS)

    _, problems = resolve_options(layout, {"主色": "#111111 C0 M0 Y0 K50"})

    assert [item.message("en") for item in problems] == [
        "The colours ink and accent of the layout “classic” are both #111111 on a screen but are to be printed with"
        " different inks; painting cannot tell them apart."
    ]
