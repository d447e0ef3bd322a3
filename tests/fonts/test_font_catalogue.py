from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from typeset.fonts import Catalogue, load_catalogue
from typeset.problems import Place, Problem, Severity

MakeFont = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "fonts"
    path.mkdir()
    return path


def _load(*folders: Path) -> tuple[Catalogue, tuple[Problem, ...]]:
    return load_catalogue(folders, name_of=lambda path: path.name)


def _listed(folder: Path, *entries: str) -> tuple[Catalogue, tuple[Problem, ...]]:
    _write(folder, *entries)
    return _load(folder)


def _write(folder: Path, *entries: str) -> None:
    folder.mkdir(exist_ok=True)
    text = "faces:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)
    (folder / "fonts.yaml").write_text(text, "utf-8")


def _codes(problems: tuple[Problem, ...]) -> list[str]:
    return [item.code for item in problems]


def test_what_the_list_does_not_say_comes_from_the_file(folder: Path, make_font: MakeFont) -> None:
    font = make_font(folder / "a.ttf", family="方正仿宋", style="Bold", weight=700, version="Version 3.2")
    catalogue, problems = _listed(folder, "file: a.ttf, licence: 合同 1")
    (face,) = catalogue.faces
    assert problems == ()
    assert (face.file, face.family, face.subfamily, face.role) == (font, "方正仿宋", "Bold", None)
    assert (face.weight, face.style, face.version) == (700, "normal", "3.2")
    assert (face.verified, face.source, len(face.sha256)) == (False, "", 64)
    assert face.licence is not None
    assert (face.licence.name, face.licence.file) == ("合同 1", None)
    assert "文" in face.characters


def test_what_the_list_says_counts(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "sub" / "a.ttf", family="Test Song", version="Version 1.250")
    (folder / "OFL.txt").write_text("…", "utf-8")
    (first,) = _listed(folder, "file: sub/a.ttf, licence: x")[0].faces
    catalogue, problems = _listed(
        folder,
        "file: sub/a.ttf, family: Test Song, role: song, weight: 900, style: normal, version: 1.250, "
        f"licence: {{id: OFL-1.1, file: OFL.txt}}, sha256: {first.sha256.upper()}, source: a package 1.0",
    )
    (face,) = catalogue.faces
    assert problems == ()
    assert (face.role, face.weight, face.own_weight, face.version) == ("song", 900, 400, "1.250")
    assert (face.verified, face.source) == (True, "a package 1.0")
    assert face.licence is not None
    assert (face.licence.name, face.licence.file) == ("OFL-1.1", folder / "OFL.txt")


def test_keys_and_roles_may_be_chinese(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf")
    make_font(folder / "b.ttf", family="Other", italic=True)
    (folder / "fonts.yaml").write_text(
        "字体:\n  - 文件: a.ttf\n    字体名: Test Song\n    用途: 仿宋\n    字重: 400\n"
        "    样式: 正体\n    版本: '1.000'\n    授权: {名称: 商业授权}\n    来源: 光盘\n"
        "  - {文件: b.ttf, 用途: 无, 样式: 斜体, 授权: 商业授权}\n",
        "utf-8",
    )
    catalogue, problems = _load(folder)
    assert problems == ()
    assert [(face.role, face.style, face.source) for face in catalogue.faces] == [
        ("fang", "normal", "光盘"),
        (None, "italic", ""),
    ]


def test_a_byte_order_mark_and_an_empty_list_are_fine(folder: Path) -> None:
    for data in (b"", b"faces:\n", b"\xef\xbb\xbffaces: []\n", b"# nothing yet\n"):
        (folder / "fonts.yaml").write_bytes(data)
        assert _load(folder) == (Catalogue(), ())


def test_a_folder_without_a_list_has_no_faces(folder: Path) -> None:
    assert _load(folder) == (Catalogue(), ())


# --- roles ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(tmp_path: Path, make_font: MakeFont) -> tuple[Path, Path]:
    """A project's own folder (a 400 for song, a fang of its own) before the shipped one (song 400 and 900, kai)."""
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    for name, family, weight in (("s4", "Song", 400), ("s9", "Song", 900), ("k", "Kai", 400), ("h", "Hei", 400)):
        make_font(shipped / f"{name}.ttf", family=family, weight=weight)
    _write(
        shipped,
        "file: s4.ttf, role: song, licence: x",
        "file: s9.ttf, role: song, licence: x",
        "file: k.ttf, role: kai, licence: x",
        "file: h.ttf, role: hei, licence: x",
    )
    make_font(own / "mine.ttf", family="Mine")
    make_font(own / "label.ttf", family="Label")
    return own, shipped


def _names(catalogue: Catalogue, role: str) -> list[str]:
    return [face.file.name for face in catalogue.faces_for(role)]


def test_the_projects_faces_win_a_role_and_leave_the_others(two: tuple[Path, Path]) -> None:
    own, shipped = two
    _write(own, "file: mine.ttf, role: song, licence: x", "file: label.ttf, role: label, licence: x")
    catalogue, problems = _load(own, shipped)
    assert _names(catalogue, "song") == ["mine.ttf"]
    assert _names(catalogue, "hei") == ["h.ttf"]
    assert _names(catalogue, "label") == ["label.ttf"]
    assert catalogue.roles == ("song", "hei", "kai", "fang", "label", "xiaobiaosong")
    assert [face.file.name for face in catalogue.faces][:2] == ["mine.ttf", "label.ttf"]
    (notice,) = problems
    assert notice.severity is Severity.NOTICE
    assert notice.place == Place("fonts.yaml", 2, 5)
    assert notice.message("zh") == (
        "“song”现在用“Mine”，只有字重 400；自带的字体还有 900，版面上用到这些字重的地方会改用最接近的字重。"
    )
    assert notice.message("en") == (
        "The role “song” now has Mine with the weights 400 only; the shipped font has 900 too, and where pages use "
        "these the nearest weight stands in."
    )


def test_kai_stands_in_for_fang_with_a_notice(two: tuple[Path, Path]) -> None:
    catalogue, problems = _load(two[1])
    assert problems == ()
    assert _names(catalogue, "fang") == ["k.ttf"]
    place = Place("layout.yaml", 3, 1)
    (notice,) = catalogue.role_problems(["song", "fang", "fang"], place)
    assert (notice.code, notice.severity, notice.place) == ("fonts-role-stand-in", Severity.NOTICE, place)
    assert notice.message("zh") == "没有用途为“fang”的字体，暂用“kai”的“Kai”代替。"
    assert notice.message("en") == "There is no font for the role “fang”; Kai of the role “kai” stands in."
    assert "role: fang" in notice.hint("zh")
    assert "role: fang" in notice.hint("en")


def test_with_a_fang_of_its_own_nothing_stands_in(two: tuple[Path, Path]) -> None:
    own, shipped = two
    _write(own, "file: mine.ttf, role: fang, licence: x", "file: label.ttf, licence: x")
    catalogue, problems = _load(own, shipped)
    assert problems == ()
    assert _names(catalogue, "fang") == ["mine.ttf"]
    assert catalogue.role_problems(["fang"]) == ()


def test_a_role_without_faces_is_an_error(two: tuple[Path, Path]) -> None:
    catalogue, _ = _load(two[1])
    assert catalogue.faces_for("brush") == ()
    (error,) = catalogue.role_problems(["brush"])
    assert error.severity is Severity.ERROR
    assert error.message("zh") == "没有字体可以用作“brush”。"
    assert error.message("en") == "There is no font for the role “brush”."
    assert error.hint("zh") == (
        "在 fonts/fonts.yaml 里给一个字体写上“role: brush”。现有用途：song、hei、kai、fang、xiaobiaosong。"
    )


def test_even_a_stand_in_needs_faces() -> None:
    (error,) = Catalogue().role_problems(["fang"])
    assert error.code == "fonts-role-missing"
    assert error.hint("en").endswith("There are: —.")


def test_roles_of_a_face_are_the_names_under_which_it_serves(two: tuple[Path, Path]) -> None:
    own, shipped = two
    _write(own, "file: mine.ttf, role: song, licence: x", "file: label.ttf, licence: x")
    catalogue, _ = _load(own, shipped)
    roles = {face.file.name: catalogue.roles_of(face) for face in catalogue.faces}
    assert roles == {
        "mine.ttf": ("song", "xiaobiaosong"),
        "label.ttf": (),
        "s4.ttf": (),
        "s9.ttf": (),
        "k.ttf": ("kai", "fang"),
        "h.ttf": ("hei",),
    }


def test_a_face_of_the_project_replaces_the_shipped_one_of_the_same_name(tmp_path: Path, make_font: MakeFont) -> None:
    for place, version in (("own", "Version 2.0"), ("shipped", "Version 1.0")):
        make_font(tmp_path / place / "song.ttf", family="Song", version=version)
        _write(tmp_path / place, "file: song.ttf, role: song, licence: x")
    catalogue, problems = _load(tmp_path / "own", tmp_path / "shipped")
    assert problems == ()
    assert [face.version for face in catalogue.faces] == ["2.0"]


def test_the_same_family_twice_in_a_list_keeps_the_first(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf")
    make_font(folder / "b.ttf")
    catalogue, problems = _listed(folder, "file: a.ttf, licence: x", "file: b.ttf, licence: x")
    assert [face.file.name for face in catalogue.faces] == ["a.ttf"]
    (warning,) = problems
    assert (warning.severity, warning.place) == (Severity.WARNING, Place("fonts.yaml", 3, 5))
    assert warning.message("zh") == "“b.ttf”与“a.ttf”重复：同为 Test Song，字重都是 400；只用先写的“a.ttf”。"
    assert warning.message("en") == (
        "b.ttf repeats a.ttf: both are Test Song of weight 400; the earlier one, a.ttf, is used."
    )


def test_two_families_of_one_role_and_weight_leave_the_role_to_the_first(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf", family="One")
    make_font(folder / "b.ttf", family="Two")
    entries = ("file: a.ttf, role: song, licence: x", "file: b.ttf, role: song, licence: x")
    catalogue, problems = _listed(folder, *entries)
    assert [(face.family, face.role) for face in catalogue.faces] == [("One", "song"), ("Two", None)]
    assert [item.message("en") for item in problems] == [
        "b.ttf repeats a.ttf: both are song of weight 400; the earlier one, a.ttf, is used."
    ]


def test_two_families_may_share_a_role_with_different_weights(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf", family="One")
    make_font(folder / "b.ttf", family="Two")
    entries = ("file: a.ttf, role: song, licence: x", "file: b.ttf, role: song, weight: 900, licence: x")
    catalogue, problems = _listed(folder, *entries)
    assert problems == ()
    assert [(face.weight, face.own_weight) for face in catalogue.faces_for("song")] == [(400, 400), (900, 400)]


# --- files ---------------------------------------------------------------------------------------------------------


def test_problems_of_files_say_which_entry_and_why(folder: Path, make_font: MakeFont) -> None:
    outside = make_font(folder.parent / "outside.ttf")
    (folder / "link.ttf").symlink_to(outside)
    for name, data in (
        ("w.woff2", b"wOF2...."),
        ("c.ttc", b"ttcf...."),
        ("z.ttf", b"PK\3\4...."),
        ("d.ttf", b"OTTO...."),
    ):
        (folder / name).write_bytes(data)
    with (folder / "big.ttf").open("wb") as file:
        file.truncate(256 * 2**20 + 1)
    names = ("no.ttf", "../outside.ttf", "link.ttf", "w.woff2", "c.ttc", "z.ttf", "d.ttf", "big.ttf")
    catalogue, problems = _listed(folder, *(f"file: {name}" for name in names))
    assert catalogue.faces == ()
    assert [item.place for item in problems] == [
        Place("fonts.yaml", line, 12, len(name)) for line, name in enumerate(names, 2)
    ]
    assert {item.severity for item in problems} == {Severity.ERROR}
    assert [item.message("zh") for item in problems] == [
        "找不到字体文件“no.ttf”。",
        "字体文件“../outside.ttf”不在 fonts 文件夹里。",
        "字体文件“link.ttf”不在 fonts 文件夹里。",
        "“w.woff2”是网页字体（WOFF），不能用来制作印刷文件。",
        "“c.ttc”是字体集（TTC），里面有好几个字体，无法分别登记。",
        "“z.ttf”不是 TrueType 或 OpenType 字体文件。",
        "字体文件“d.ttf”已损坏或不完整。",
        "字体文件“big.ttf”超过 256 MB，不读取。",
    ]
    assert [item.message("en") for item in problems] == [
        "The font file no.ttf does not exist.",
        "The font file ../outside.ttf does not lie inside the fonts folder.",
        "The font file link.ttf does not lie inside the fonts folder.",
        "w.woff2 is a web font (WOFF), which does not serve for print.",
        "c.ttc is a font collection (TTC) of several faces, which cannot be listed one by one.",
        "z.ttf is no TrueType or OpenType font file.",
        "The font file d.ttf is damaged or incomplete.",
        "The font file big.ttf is larger than 256 MB and is not read.",
    ]


def test_a_font_that_was_replaced_is_an_error(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf")
    catalogue, problems = _listed(folder, f"file: a.ttf, licence: x, sha256: {'0' * 64}")
    assert catalogue.faces == ()
    (error,) = problems
    assert error.place == Place("fonts.yaml", 2, 39, 64)
    assert error.message("zh") == "字体文件“a.ttf”与登记的校验值不符：文件换过，或者已损坏。"
    assert (
        error.message("en") == "The font file a.ttf does not match the listed SHA-256: it was replaced, or is damaged."
    )
    found = error.arguments["found"]
    assert error.hint("zh") == f"恢复原来的文件；如果是有意更换，把校验值改成 {found}。"
    catalogue, problems = _listed(folder, f"file: a.ttf, licence: x, sha256: {found}")
    assert problems == ()
    assert catalogue.faces[0].verified


def test_a_family_that_the_font_does_not_have_is_an_error(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf")
    catalogue, problems = _listed(folder, "file: a.ttf, licence: x, family: 方正仿宋")
    assert catalogue.faces == ()
    (error,) = problems
    assert error.place == Place("fonts.yaml", 2, 39, 4)
    assert error.message("zh") == "字体文件“a.ttf”里没有“方正仿宋”这个字体名。"
    assert error.message("en") == "The font file a.ttf has no family name “方正仿宋”."
    assert error.hint("zh") == "改成：Test Song；或者删去这一行。"


def test_embedding_rights(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf", family="A", embedding=2)
    make_font(folder / "b.ttf", family="B", embedding=0x100)
    catalogue, problems = _listed(folder, "file: a.ttf, licence: x", "file: b.ttf, licence: x")
    assert [face.family for face in catalogue.faces] == ["B"]
    assert [(item.severity, item.message("zh")) for item in problems] == [
        (Severity.ERROR, "字体“a.ttf”不许嵌入文件，做不成可以付印的 PDF。"),
        (Severity.WARNING, "字体“b.ttf”只许整个嵌入，而 PDF 里只嵌入用到的字。"),
    ]
    assert [item.message("en") for item in problems] == [
        "The font a.ttf forbids embedding, so no PDF for print can be made with it.",
        "The font b.ttf may be embedded as a whole only, but a PDF holds just the characters used.",
    ]


def test_small_contradictions_are_warnings(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf", axes=True)
    catalogue, problems = _listed(folder, "file: a.ttf, style: italic, version: 1.0, licence: {id: x, file: none.txt}")
    assert len(catalogue.faces) == 1
    assert {item.severity for item in problems} == {Severity.WARNING}
    assert [item.message("zh") for item in problems] == [
        "“a.ttf”登记的样式是 italic，字体文件里是 normal。",
        "“a.ttf”登记的版本是 1.0，字体文件里是 1.000。",
        "“a.ttf”是可变字体，各个字重没有逐一核对过，印刷结果可能与预览不同。",
        "找不到授权文件“none.txt”。",
    ]
    assert [item.message("en") for item in problems] == [
        "a.ttf is listed with the style italic, the font file says normal.",
        "a.ttf is listed as version 1.0, the font file says 1.000.",
        "a.ttf is a variable font, whose weights are not checked one by one; the print may differ from the preview.",
        "The licence file none.txt does not exist.",
    ]


def test_a_font_without_a_licence_is_pointed_out(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf")
    catalogue, problems = _listed(folder, "file: a.ttf")
    assert catalogue.faces[0].licence is None
    (notice,) = problems
    assert (notice.severity, notice.place) == (Severity.NOTICE, Place("fonts.yaml", 2, 5))
    assert notice.message("zh") == "字体“a.ttf”没有写明授权。"
    assert notice.message("en") == "The licence of the font a.ttf is not stated."


def test_fonts_that_are_not_listed_are_pointed_out(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf")
    make_font(folder / "方正" / "FZFSK.TTF")
    (folder / "README.md").write_text("…", "utf-8")
    _, problems = _listed(folder, "file: a.ttf, licence: x")
    (notice,) = problems
    assert (notice.severity, notice.place) == (Severity.NOTICE, Place("FZFSK.TTF"))
    assert notice.message("zh") == "字体文件“方正/FZFSK.TTF”没有登记，排版时不会用到。"
    assert notice.message("en") == "The font file 方正/FZFSK.TTF is not listed and will not be used."
    assert notice.hint("zh") == ("要用它，就在 fonts/fonts.yaml 里加一项“- file: 方正/FZFSK.TTF”；不用就移走。")


def test_with_a_broken_list_fonts_are_not_called_unlisted(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf")
    (folder / "fonts.yaml").write_text("faces: [", "utf-8")
    assert _codes(_load(folder)[1]) == ["fonts-list-yaml"]


def test_one_bad_entry_does_not_hide_the_good_ones(folder: Path, make_font: MakeFont) -> None:
    make_font(folder / "a.ttf")
    catalogue, problems = _listed(folder, "file: no.ttf", "weight: 3", "file: a.ttf, licence: x")
    assert [face.file.name for face in catalogue.faces] == ["a.ttf"]
    assert _codes(problems) == ["fonts-file-missing", "fonts-file-unnamed"]


def _refuse(monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    """Let the system refuse to open files of this suffix (a test may run as a user who may read everything)."""
    real = io.open

    def refusing(file: object, *arguments: Any, **named: Any) -> Any:
        if str(file).endswith(suffix):
            raise PermissionError(13, "Permission denied")
        return real(file, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", refusing)


def test_a_font_that_may_not_be_read_is_a_problem(
    folder: Path, make_font: MakeFont, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_font(folder / "a.ttf")
    _write(folder, "file: a.ttf, licence: x")
    _refuse(monkeypatch, ".ttf")
    (error,) = _load(folder)[1]
    assert (error.severity, error.place) == (Severity.ERROR, Place("fonts.yaml", 2, 12, 5))
    assert error.message("zh") == "字体文件“a.ttf”读不出来：Permission denied。"
    assert error.message("en") == "The font file a.ttf cannot be read: Permission denied."


def test_a_list_that_may_not_be_read_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(folder, "file: a.ttf, licence: x")
    _refuse(monkeypatch, ".yaml")
    (error,) = _load(folder)[1]
    assert (error.severity, error.place) == (Severity.ERROR, Place("fonts.yaml"))
    assert error.message("zh") == "字体清单读不出来：Permission denied。"
    assert error.message("en") == "The list of fonts cannot be read: Permission denied."
