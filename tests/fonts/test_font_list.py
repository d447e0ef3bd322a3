"""What is wrong with how a fonts.yaml is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from typeset.fonts.fontlist import read_list
from typeset.problems import Place, Problem, Severity


def _problems(tmp_path: Path, data: str | bytes) -> tuple[Problem, ...]:
    path = tmp_path / "fonts.yaml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    listed, problems = read_list(path, "fonts/fonts.yaml")
    assert not problems or not listed
    return problems


def _place(line: int, column: int, length: int = 1) -> Place:
    return Place("fonts/fonts.yaml", line, column, length)


_SHAPE = (
    "这里的写法不对：字体清单由 faces 开头，下面每一项是一个字体，从“- file:”开始。",
    "This is not how fonts are listed: the list starts with faces, each item below it is a font and starts with "
    "“- file:”.",
)
_ENTRY = "faces:\n- file: a.ttf\n  "

CASES = {
    "yaml": (
        "faces:\n  - file: a.ttf\n\trole: song\n",
        _place(3, 1),
        "字体清单的写法不合 YAML：found character '\\t' that cannot start any token。",
        "The list of fonts is not valid YAML: found character '\\t' that cannot start any token.",
    ),
    "yaml without a place": (
        "faces: \x07\n",
        Place("fonts/fonts.yaml"),
        "字体清单的写法不合 YAML：special characters are not allowed。",
        "The list of fonts is not valid YAML: special characters are not allowed.",
    ),
    "encoding": (
        "faces:\n- file: 方正.ttf".encode("gb18030"),
        Place("fonts/fonts.yaml", 2),
        "字体清单不是 UTF-8 编码。",
        "The list of fonts is not encoded in UTF-8.",
    ),
    "alias": (
        "faces:\n- &a {file: a.ttf}\n- *a\n",
        _place(3, 3),
        "字体清单里不能用 YAML 的引用（*）。",
        "References (*) are not allowed in the list of fonts.",
    ),
    "depth": ("[" * 5000, _place(1, 14), "字体清单的层次太深。", "The list of fonts is nested too deeply."),
    "a list at the top": ("- file: a.ttf\n", Place("fonts/fonts.yaml", 1, 1), *_SHAPE),
    "text at the top": ("fonts", _place(1, 1, 5), *_SHAPE),
    "faces as text": ("faces: a.ttf", _place(1, 8, 5), *_SHAPE),
    "an entry as text": ("faces:\n- a.ttf\n", _place(2, 3, 5), *_SHAPE),
    "unknown key": (
        _ENTRY + "rol: song",
        _place(3, 3, 3),
        "字体清单里没有“rol”这一项。",
        "There is no key “rol” in a list of fonts.",
    ),
    "a list as a key": (
        _ENTRY + "? [a]\n  : b",
        _place(3, 5, 3),
        "字体清单里没有“”这一项。",
        "There is no key “” in a list of fonts.",
    ),
    "key twice": (
        _ENTRY + "文件: b.ttf",
        _place(3, 3, 2),
        "同一个字体写了两次“文件”。",
        "The key “文件” stands twice for the same font.",
    ),
    "no file": (
        "faces:\n- {role: song}\n",
        _place(2, 3, 12),
        "这个字体没有写字体文件。",
        "This font names no file.",
    ),
    "empty file": (
        "faces:\n- {file: }\n",
        _place(2, 3, 8),
        "这个字体没有写字体文件。",
        "This font names no file.",
    ),
    "family as a list": (
        _ENTRY + "family: [a, b]",
        _place(3, 11, 6),
        "“family”要写成一行文字，不超过 500 字。",
        "The value of “family” must be one line of text of at most 500 characters.",
    ),
    "file too long": (
        f"faces:\n- file: {'a' * 501}",
        _place(2, 9, 501),
        "“file”要写成一行文字，不超过 500 字。",
        "The value of “file” must be one line of text of at most 500 characters.",
    ),
    "licence without a name": (
        _ENTRY + "licence: {file: OFL.txt}",
        _place(3, 12, 15),
        "“licence”要写成一行文字，不超过 500 字。",
        "The value of “licence” must be one line of text of at most 500 characters.",
    ),
    "role": (
        _ENTRY + "role: body text",
        _place(3, 9, 9),
        "“body text”不能作用途的名称：只能用文字、数字和连字符，不超过 40 字，不留空格。",
        "“body text” cannot name a role, which is made of letters, digits and hyphens, at most 40 and without a space.",
    ),
    "weight": (
        _ENTRY + "weight: bold",
        _place(3, 11, 4),
        "字重“bold”不是 1 到 1000 的整数。",
        "The weight “bold” is not a whole number from 1 to 1000.",
    ),
    "weight out of range": (
        _ENTRY + "weight: 1001",
        _place(3, 11, 4),
        "字重“1001”不是 1 到 1000 的整数。",
        "The weight “1001” is not a whole number from 1 to 1000.",
    ),
    "style": (
        _ENTRY + "style: oblique",
        _place(3, 10, 7),
        "样式“oblique”不对，只有 normal（正体）和 italic（斜体）。",
        "The style “oblique” does not exist; there are normal and italic.",
    ),
    "sha256": (
        _ENTRY + "sha256: 12ab",
        _place(3, 11, 4),
        "“12ab”不是 SHA-256 校验值：应当是 64 个 0–9、a–f 的字符。",
        "“12ab” is no SHA-256, which is 64 characters 0–9 and a–f.",
    ),
    "too large": (
        "#" * (256 * 1024 + 1),
        Place("fonts/fonts.yaml"),
        "字体清单超过 256 KB，不读取。",
        "The list of fonts is larger than 256 KB and is not read.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_mistake_has_its_place_and_its_words(tmp_path: Path, case: str) -> None:
    data, place, zh, en = CASES[case]
    (found,) = _problems(tmp_path, data)
    assert found.place == place
    assert found.severity is Severity.ERROR
    assert (found.message("zh"), found.message("en")) == (zh, en)
    assert found.hint("zh")
    assert found.hint("en")


def test_a_misspelt_key_gets_the_nearest_and_a_strange_one_all(tmp_path: Path) -> None:
    near, strange = _problems(tmp_path, "faces:\n- {file: a.ttf, licens: x, 字幕: y}\n")
    assert near.hint("zh") == "可以写的是：license。"
    assert strange.hint("en") == (
        "What may stand here: family、file、licence、role、sha256、source、style、version、weight、without."
    )


def test_all_mistakes_of_an_entry_come_at_once(tmp_path: Path) -> None:
    found = _problems(tmp_path, "faces:\n- {file: a.ttf, weight: x, style: y, role: z z}\n")
    assert {item.code for item in found} == {"fonts-value-weight", "fonts-value-style", "fonts-value-role"}


def test_values_are_taken_as_written(tmp_path: Path) -> None:
    path = tmp_path / "fonts.yaml"
    path.write_text("faces:\n- {file: 001.ttf, version: 1.250, role: no, source: 2023-01-01}\n", "utf-8")
    ((listed,), problems) = read_list(path, "fonts.yaml")
    assert problems == ()
    entry = listed.entry
    assert (entry.file, entry.version, entry.role, entry.source) == ("001.ttf", "1.250", "no", "2023-01-01")
    assert listed.place("version") == Place("fonts.yaml", 2, 28, 5)
    assert listed.place("family") == listed.place() == Place("fonts.yaml", 2, 3)
