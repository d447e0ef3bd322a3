"""The fonts that come with typeset: whole, listed truly, free to embed, and enough for a Chinese publication."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from typeset.fonts import ROLES, Catalogue, load_catalogue, missing_characters
from typeset.fonts.fontlist import read_list
from typeset.problems import Problem
from typeset.workspace import shipped

FONTS = shipped("fonts")


@pytest.fixture(scope="module")
def loaded() -> tuple[Catalogue, tuple[Problem, ...]]:
    return load_catalogue([FONTS])


@pytest.fixture(scope="module")
def catalogue(loaded: tuple[Catalogue, tuple[Problem, ...]]) -> Catalogue:
    return loaded[0]


def test_the_shipped_list_is_without_fault(loaded: tuple[Catalogue, tuple[Problem, ...]]) -> None:
    assert loaded[1] == ()


def test_every_file_is_as_published(catalogue: Catalogue) -> None:
    listed = {
        FONTS / item["file"]: item["sha256"]
        for item in yaml.safe_load((FONTS / "fonts.yaml").read_text("utf-8"))["faces"]
    }
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in listed} == listed
    assert {face.file for face in catalogue.faces} == set(listed)
    assert all(face.verified and face.source for face in catalogue.faces)


def test_families_roles_and_weights(catalogue: Catalogue) -> None:
    assert {role: [(face.family, face.weight) for face in catalogue.faces_for(role)] for role in ROLES} == {
        "song": [("Noto Serif SC", 400), ("Noto Serif SC", 700), ("Noto Serif SC", 900)],
        "hei": [("Noto Sans SC", 400), ("Noto Sans SC", 700)],
        "kai": [("LXGW WenKai", 400)],
        "fang": [("Zhuque Fangsong", 400)],
    }
    # fontconfig goes by the file's own weight: the listed one must be the same.
    assert all(face.weight == face.own_weight for face in catalogue.faces)


def test_every_licence_is_the_whole_open_font_license(catalogue: Catalogue) -> None:
    for face in catalogue.faces:
        assert face.licence is not None
        assert face.licence.name == "OFL-1.1"
        assert face.licence.file is not None
        text = " ".join(face.licence.file.read_text("utf-8").split())
        assert text.startswith("Copyright ")
        parts = (
            "SIL OPEN FONT LICENSE Version 1.1",
            "PREAMBLE",
            "DEFINITIONS",
            "PERMISSION & CONDITIONS",
            "TERMINATION",
        )
        positions = [text.index(part) for part in parts]
        assert positions == sorted(positions)
        assert text.endswith("OTHER DEALINGS IN THE FONT SOFTWARE.")


@pytest.mark.parametrize("role", ["song", "hei", "kai"])
def test_each_role_has_the_common_characters_and_marks(catalogue: Catalogue, role: str) -> None:
    level_one = bytes(byte for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF) for byte in (high, low))
    text = level_one.decode("gb2312", "ignore") + "，。、；：？！“”‘’（）《》〈〉【】「」『』〔〕—…·～％℃¥①⑩ⅠⅫ■□●○◆★→"
    assert missing_characters(text, catalogue.faces_for(role)) == ()


def test_together_they_have_the_whole_of_gb2312(catalogue: Catalogue) -> None:
    pairs = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    text = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    assert len(text) > 7000
    assert missing_characters(text, catalogue.faces) == ()


def test_the_readme_example_is_a_list_that_can_be_read(tmp_path: Path) -> None:
    readme = (FONTS / "README.md").read_text("utf-8")
    block = readme.split("```yaml\n", 1)[1].split("```", 1)[0]
    path = tmp_path / "fonts.yaml"
    path.write_text("\n".join(line.removeprefix("   ") for line in block.splitlines()), "utf-8")
    listed, problems = read_list(path, "fonts.yaml")
    assert problems == ()
    assert [(item.entry.file, item.entry.role) for item in listed] == [
        ("FZFSK.TTF", "fang"),
        ("FZXBSK.TTF", "xiaobiaosong"),
    ]
