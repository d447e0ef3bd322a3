from __future__ import annotations

from pathlib import Path

import pytest

from typeset.layout import load_layout, resolve_options
from typeset.problems import Giveup
from typeset.workspace import shipped

FOLDERS = (shipped("layouts"),)


def test_an_unknown_layout_is_answered_with_the_nearest() -> None:
    with pytest.raises(Giveup) as giveup:
        load_layout("clasic", FOLDERS)

    assert giveup.value.problems[0].message("zh").startswith("没有名为“clasic”的版式。现有：classic")


def test_options_may_be_written_in_chinese() -> None:
    layout = load_layout("classic", FOLDERS)

    values, problems = resolve_options(layout, {"主色": "#004488", "首字下沉": "否"})

    assert problems == ()
    assert values["accent"] == "#004488"
    assert values["drop_cap"] is False
    assert values["end_sign"] == "■"


def test_a_wrong_option_is_reported_and_the_default_stands() -> None:
    layout = load_layout("classic", FOLDERS)

    values, problems = resolve_options(layout, {"主色": "red; } body { display: none", "主题色": "#123456"})

    assert values["accent"] == layout.declaration.options["accent"].default
    assert [item.message("zh") for item in problems] == [
        "选项“主色”的值“red; } body { display: none”不能用，应写成：#b5121b。本次用默认值。",
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

    assert resolve_options(layout, {"主色": "#000000"})[0]["tint"] == "#ebebeb"
    assert resolve_options(layout, {"主色": "#000", "底色": "#ffffff"})[0]["tint"] == "#ffffff"


def test_free_text_cannot_become_style(tmp_path: Path) -> None:
    source = (shipped("layouts") / "classic" / "layout.yaml").read_text("utf-8")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "layout.yaml").write_text(source.replace("kind: text", 'kind: text\n    property: "--sign"'), "utf-8")

    with pytest.raises(Giveup) as giveup:
        load_layout("mine", (tmp_path,))

    assert "a text option cannot be a custom property" in giveup.value.problems[0].message("en")
