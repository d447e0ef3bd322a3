"""`typeset layouts check` and `layouts new`: what a layout author is told, with file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from typeset.build import check_edition
from typeset.cli import main
from typeset.fonts import load_catalogue
from typeset.layout import find_layouts, load_layout, transparency_problems
from typeset.layout.checking import check_layout
from typeset.layout.contrast import contrast
from typeset.problems import Problem
from typeset.workspace import Workspace

DECLARATION = """\
title: {zh: 小样, en: Small}
about: {zh: 一页。, en: One page.}
page: {width: 210, height: 297}
styles: [page.css]
roles: [song]
parts: [{name: articles, template: articles.html, each: run}]
pages_multiple_of: 1
options:
  accent: {kind: colour, chinese: 主色, default: "#b5121b", property: --accent, about: {zh: 主色, en: Accent}}
"""
TEMPLATE = "{% for article in run.articles %}\n<h2>{{ article.title|title }}</h2>\n{% endfor %}\n"
STYLE = "html { font: 10.5pt/17.5pt song }\nh2 { color: var(--accent) }\n"


class Layouts:
    """A project with the layout “small”."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("layout.yaml", DECLARATION)
        self.write("templates/articles.html", TEMPLATE)
        self.write("styles/page.css", STYLE)
        (root / "issues").mkdir()
        (root / "issues" / "publication.yaml").write_text("", "utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / "layouts" / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def problems(self, name: str = "small") -> tuple[Problem, ...]:
        workspace = Workspace(self.root)
        catalogue, _ = load_catalogue(workspace.fonts)
        return check_layout(load_layout(name, workspace.layouts), catalogue)

    def only(self) -> tuple[str, str, int]:
        """Code, file and line of the one problem."""
        [item] = self.problems()
        assert item.place is not None
        return item.code, item.place.file.removeprefix("layouts/small/"), item.place.line


@pytest.fixture
def layouts(tmp_path: Path) -> Layouts:
    return Layouts(tmp_path)


def test_a_right_layout_has_no_problem(layouts: Layouts) -> None:
    assert layouts.problems() == ()


@pytest.mark.parametrize("name", sorted(find_layouts(Workspace(Path(__file__).parents[2]).layouts)))
def test_the_shipped_layouts_have_no_problem(name: str) -> None:
    workspace = Workspace(Path(__file__).parents[2])
    catalogue, _ = load_catalogue(workspace.fonts)

    assert check_layout(load_layout(name, workspace.layouts), catalogue) == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("p { colour: red }", "layout-css"),
        ("p { color: #12 }", "layout-css"),
        ("p { text-autospace: sometimes }", "layout-css"),
        ("p:nope { color: black }", "layout-css"),
        ("p { color: device-cmyk(0 0 0 1) }", "layout-css-inks"),
        ("@page { bleed: 5mm }", "layout-css-printing"),
        ("p { color: var(--acent) }", "layout-property-unknown"),
        ("p { background-image: url(../images/none.svg) }", "layout-file-missing"),
        ("p { font-family: SimSun }", "layout-family-unknown"),
        ("p { font: 700 9pt/12pt 'Noto Sans' , song }", "layout-family-unknown"),
        ("p { font-size: 4pt }", "layout-text-small"),
        ("p { border-bottom: 0.1pt solid black }", "layout-line-thin"),
        ("p { color: #aaaaaa }", "layout-contrast"),
        ("p { color: white; background: #eeeeee }", "layout-contrast"),
        ("@media print { p { color: #aaa } }", "layout-contrast"),
    ],
)
def test_a_bad_line_of_a_style_sheet_is_named(layouts: Layouts, line: str, code: str) -> None:
    layouts.write("styles/page.css", STYLE + line + "\n")

    found = {(item.code, item.place.line) for item in layouts.problems() if item.place}
    assert (code, 3) in found or (code == "layout-css" and {item[0] for item in found} == {code})


@pytest.mark.parametrize(
    "line",
    [
        "p { color: var(--other, black) }",
        ":root { --own: 3pt } p { padding: var(--own) var(--bleed) }",
        "p { color: white; background: black }",
        "p { color: white }",
        "p { font: inherit }",
        "p { font: 700 18pt/20pt song; color: #888888 }",
        "p { border: none; font-size: 0.9em }",
        "p { background: url(data:image/png;base64,AAAA) }",
    ],
)
def test_a_good_line_of_a_style_sheet_is_left_alone(layouts: Layouts, line: str) -> None:
    layouts.write("styles/page.css", STYLE + line + "\n")

    assert layouts.problems() == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{{ options.akzent }}", "layout-option-unknown"),
        ("{{ options['akzent'] }}", "layout-option-unknown"),
        ("{{ nobody }}", "layout-template-name"),
        ("{{ run.name|nofilter }}", "layout-template"),
        ("{% if %}", "layout-template"),
        ("{% include 'none.html' %}", "layout-file-missing"),
    ],
)
def test_a_bad_line_of_a_template_is_named(layouts: Layouts, line: str, code: str) -> None:
    layouts.write("templates/articles.html", TEMPLATE + line + "\n")

    assert layouts.only() == (code, "templates/articles.html", 4)


def test_what_nobody_uses_is_named(layouts: Layouts) -> None:
    layouts.write("templates/old.html", "")
    layouts.write("styles/old.css", "")
    layouts.write("layout.yaml", DECLARATION.replace("[song]", "[song, kai]"))
    layouts.write("styles/page.css", "html { font: 10pt song }")

    assert {(item.code, item.place.file.rpartition("/")[2]) for item in layouts.problems() if item.place} == {
        ("layout-file-unused", "old.html"),
        ("layout-file-unused", "old.css"),
        ("layout-role-unused", "layout.yaml"),
        ("layout-option-unused", "layout.yaml"),
    }


def test_files_that_are_declared_and_missing_are_named(layouts: Layouts) -> None:
    layouts.write("layout.yaml", DECLARATION.replace("[page.css]", "[page.css, more.css]").replace(": 1\n", ": 4\n"))

    messages = {item.message("en") for item in layouts.problems()}
    assert messages == {
        "The layout needs the file styles/more.css, which is not there or lies outside the layout's folder.",
        "The layout needs the file templates/filler.html, which is not there or lies outside the layout's folder.",
    }


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)


def test_the_command_prints_the_place_and_exits_with_one(
    layouts: Layouts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    layouts.write("styles/page.css", STYLE + "p { font-family: SimSun }\n")
    monkeypatch.chdir(layouts.root)

    assert main(["layouts", "check", "small", "--lang", "zh"]) == 1
    told = capsys.readouterr()
    assert told.out == "版式 small：1 个错误，0 个警告。\n"
    assert "layouts/small/styles/page.css:3:5: 错误: 字体“SimSun”不是这个版式声明的字体角色（song）" in told.err
    assert main(["layouts", "check", "small", "--json", "--lang", "en"]) == 1
    [item] = json.loads(capsys.readouterr().out)["small"]
    assert item["code"] == "layout-family-unknown"


def test_a_new_layout_is_a_copy_that_checks(
    layouts: Layouts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(layouts.root)

    assert main(["layouts", "new", "mine", "--from", "classic", "--lang", "en"]) == 0
    assert (
        (layouts.root / "layouts/mine/layout.yaml").read_text("utf-8").startswith("# Started from the layout classic.")
    )
    assert main(["layouts", "check", "mine"]) == 0
    capsys.readouterr()
    assert main(["layouts", "new", "mine", "--lang", "zh"]) == 2
    assert "layouts 文件夹里已经有“mine”了，没有改动。" in capsys.readouterr().err
    assert main(["layouts", "new", "../out", "--lang", "zh"]) == 2
    assert main(["layouts", "new", "other", "--from", "none", "--lang", "zh"]) == 1
    assert sorted(path.name for path in (layouts.root / "layouts").iterdir()) == ["mine", "small"]


def test_a_broken_layout_does_not_hide_the_others(
    layouts: Layouts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    layouts.write("layout.yaml", "title: [")
    monkeypatch.chdir(layouts.root)

    assert main(["layouts", "--lang", "zh"]) == 1
    told = capsys.readouterr()
    assert "classic  " in told.out
    assert "layouts/small/layout.yaml:1" in told.err


@pytest.mark.parametrize(
    "line",
    [
        "p { opacity: 0.5 }",
        "p { opacity: 50% }",
        "p { background: rgba(0, 0, 0, 0.2) }",
        "p { box-shadow: 0 1pt 2pt #00000044 }",
        "p { background: linear-gradient(#fff8, white) }",
        "@media print { p { color: hsl(0 0% 0% / 40%) } }",
    ],
)
def test_transparency_is_named_with_its_line(layouts: Layouts, line: str) -> None:
    layouts.write("styles/page.css", STYLE + line + "\n")
    workspace = Workspace(layouts.root)

    [item] = transparency_problems(load_layout("small", workspace.layouts))
    assert item.code == "layout-css-transparent"
    assert item.place is not None
    assert (item.place.file, item.place.line) == ("layouts/small/styles/page.css", 3)


@pytest.mark.parametrize(
    "line", ["p { opacity: 1 }", "p { background: transparent; color: #123456 }", "p { flex: 0.5 }"]
)
def test_what_is_opaque_is_left_alone(layouts: Layouts, line: str) -> None:
    layouts.write("styles/page.css", STYLE + line + "\n")

    assert list(transparency_problems(load_layout("small", Workspace(layouts.root).layouts))) == []


@pytest.mark.parametrize("name", ["classic", "modern", "bulletin"])
def test_the_shipped_layouts_are_opaque(name: str) -> None:
    workspace = Workspace(Path(__file__).parents[2])

    assert list(transparency_problems(load_layout(name, workspace.layouts))) == []


@pytest.mark.parametrize(("written", "binding"), [("", "perfect"), ("印刷: {装订: 骑马订}\n", "saddle-stitch")])
def test_a_layout_says_how_its_editions_are_bound_unless_the_manifest_does(
    layouts: Layouts, written: str, binding: str
) -> None:
    layouts.write("layout.yaml", DECLARATION + "binding: perfect\n")
    folder = layouts.root / "issues" / "2026-01"
    folder.mkdir()
    text = "版式: small\n刊物: {刊名: 试刊}\n栏目: [{栏目: 要闻, 文章: [{标题: 一, 正文: 正文。}]}]\n"
    (folder / "issue.yaml").write_text(written + text, "utf-8")
    workspace = Workspace(layouts.root)

    assert check_edition(workspace.edition("2026-01"), workspace).edition.printing.binding == binding


def test_a_picture_that_a_template_shows_must_be_there(layouts: Layouts) -> None:
    layouts.write("templates/articles.html", TEMPLATE + '<p>甲 <img src="layout/images/sign.svg"></p>\n')

    [told] = layouts.problems()

    assert (told.code, str(told.place)) == ("layout-file-missing", "layouts/small/templates/articles.html:4:23")
    assert told.message("zh") == "版式要用的文件“images/sign.svg”不存在，或不在版式文件夹里。"


def test_a_picture_that_nobody_shows_is_told(layouts: Layouts) -> None:
    layouts.write("images/sign.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")

    assert layouts.only() == ("layout-file-unused", "images/sign.svg", 0)


def test_an_unused_option_and_role_are_told_with_their_line(layouts: Layouts) -> None:
    layouts.write("layout.yaml", DECLARATION.replace("[song]", "[song, hei]"))
    layouts.write("styles/page.css", "html { font: 10.5pt/17.5pt song }\n")

    told = {(item.code, item.place.line) for item in layouts.problems() if item.place}

    assert told == {("layout-option-unused", 9), ("layout-role-unused", 5)}
