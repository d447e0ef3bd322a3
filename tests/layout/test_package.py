from __future__ import annotations

from pathlib import Path

import pytest

from typeset.layout import Layout, find_layouts, load_layout, resolve_options, style_problems
from typeset.layout.colours import read_colour
from typeset.problems import Giveup, Place
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
        "选项“主色”的值“red; } body { display: none”不能用，应写颜色，"
        '如 "#b5121b"、C10 M100 Y100 K15，或两样都写。本次用默认值。',
        "版式“classic”没有“主题色”这个选项。"
        "可用：主色 (accent)、底色 (tint)、首字下沉 (drop_cap)、文末符号 (end_sign)。",
    ]


@pytest.mark.parametrize(
    ("layout", "given", "zh", "en"),
    [
        (
            "bulletin",
            {"报头字号": 60},
            "应写带单位（mm、pt）的长度，30pt 到 72pt，如 54pt。",
            "a length in mm or pt from 30pt to 72pt",
        ),
        ("bulletin", {"报头字号": "30mm"}, "“报头字号”的值“30mm”不能用", "from 30pt to 72pt"),
        ("bulletin", {"报头字号": "40em"}, "“报头字号”的值“40em”不能用", "from 30pt to 72pt"),
        ("bulletin", {"报头字号": "54px"}, "“报头字号”的值“54px”不能用", "from 30pt to 72pt"),
        ("classic", {"首字下沉": "也许"}, "“首字下沉”的值“也许”不能用，应写“是”或“否”。", "write true or false"),
        ("classic", {"底色": True}, "选项“底色”的值“是”不能用，应写颜色", "write a colour"),
        (
            "classic",
            {"文末符号": True},
            "应写文字（“是”“否”要加引号），最多 4 个字。",
            "write text (yes and no in quotes)",
        ),
        ("classic", {"文末符号": "■" * 50}, "最多 4 个字。", "at most 4 characters"),
    ],
)
def test_what_an_option_may_be_is_told(layout: str, given: dict[str, bool | int | str], zh: str, en: str) -> None:
    [told] = resolve_options(load_layout(layout, FOLDERS), given)[1]

    assert zh in told.message("zh")
    assert en in told.message("en")


@pytest.mark.parametrize(("written", "value"), [("20mm", "20mm"), ("60 pt", "60pt"), ("11mm", "11mm")])
def test_a_length_may_be_given_in_another_unit(written: str, value: str) -> None:
    options, problems = resolve_options(load_layout("bulletin", FOLDERS), {"报头字号": written})

    assert problems == ()
    assert options.values["name_size"] == value


def test_no_text_is_the_meaning_of_no() -> None:
    options, problems = resolve_options(load_layout("classic", FOLDERS), {"文末符号": False})

    assert problems == ()
    assert options.values["end_sign"] == ""


def test_an_option_is_told_at_its_own_place() -> None:
    layout, places = load_layout("classic", FOLDERS), {"主色": Place("issue.yaml", 5, 7)}

    found = resolve_options(layout, {"首字下沉": 3, "主色": "红"}, Place("issue.yaml", 3, 3), places.get)[1]

    assert [str(item.place) for item in found] == ["issue.yaml:3:3", "issue.yaml:5:7"]


@pytest.mark.parametrize(
    ("before", "after", "place", "zh", "en"),
    [
        ("new_page: true", "new_pages: true", "new_pages:", "不认识“new_pages”", "new_pages is not known"),
        ("default: ■", "defaults: ■", "end_sign:", "缺少“options.end_sign.default”", "options.end_sign.default: Field"),
        (
            "kind: boolean",
            "kind: flag",
            "kind: flag",
            "“options.drop_cap.kind”只能写 'colour'",
            "Input should be 'colour'",
        ),
        (
            "pages_multiple_of: 4",
            "pages_multiple_of: 0",
            "pages_multiple_of",
            "“pages_multiple_of”应不小于 1",
            "greater than",
        ),
        ("step: 0.05", "step: fine", "step: fine", "“copyfit.picture-height.step”应写数字", "valid number"),
        ("default: true", "default: maybe", "drop_cap:", "maybe", "the default 'maybe' is none of the values"),
    ],
)
def test_what_is_wrong_in_a_declaration_is_told_with_its_line(
    tmp_path: Path, before: str, after: str, place: str, zh: str, en: str
) -> None:
    source = (shipped("layouts") / "classic" / "layout.yaml").read_text("utf-8").replace(before, after, 1)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "layout.yaml").write_text(source, "utf-8")

    with pytest.raises(Giveup) as giveup:
        load_layout("mine", (tmp_path,))

    told = giveup.value.problems
    lines = [source.splitlines()[item.place.line - 1].strip() for item in told if item.place]
    assert any(line.startswith(place) for line in lines)
    assert any(zh in item.message("zh") for item in told)
    assert any(en in item.message("en") for item in told)


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
