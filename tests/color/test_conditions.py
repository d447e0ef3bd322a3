from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.color.conftest import described, icc, press
from typeset.color import PrintCondition, default_condition, load_condition
from typeset.problems import Place, Problem

PLACE = Place("issues/publication.yaml", 20, 11, 9)
REGISTRY = "http://www.color.org"


def loaded(path: Path, data: bytes, ink_limit: float = 300) -> PrintCondition:
    path.write_bytes(data)
    found = load_condition(path, ink_limit, PLACE, path.name)
    assert isinstance(found, PrintCondition), found
    return found


def refused(path: Path) -> Problem:
    found = load_condition(path, 300, PLACE, path.name)
    assert isinstance(found, Problem)
    assert found.place == PLACE
    return found


def test_the_default_is_offset_on_coated_paper() -> None:
    condition = default_condition()
    assert (condition.identifier, condition.registry, condition.ink_limit) == ("FOGRA39", REGISTRY, 300)
    assert condition.condition == "Offset, coated paper (ISO 12647-2:2004/Amd 1:2007, paper type 1 or 2)"
    assert default_condition(260).ink_limit == 260
    assert default_condition(260).profile == condition.profile


@pytest.mark.parametrize("limit", [99, 401, -1, float("nan")])
def test_an_ink_limit_that_no_press_has(limit: float) -> None:
    with pytest.raises(ValueError, match="an ink limit"):
        default_condition(limit)


def test_the_printers_profile(tmp_path: Path) -> None:
    data = press(described("Our web press, 45 g newsprint"))
    condition = loaded(tmp_path / "press.icc", data, 240)
    assert condition.profile.data == data
    assert condition.ink_limit == 240
    assert (condition.identifier, condition.registry) == ("", "")
    assert condition.condition == "Our web press, 45 g newsprint"


@pytest.mark.parametrize(
    ("description", "identifier"),
    [
        ("Coated FOGRA39 (ISO 12647-2:2004)", "FOGRA39"),
        ("FOGRA39L coated", "FOGRA39"),
        ("ISO Coated v2 (ECI)", "FOGRA39"),
        ("ISOcoated_v2_300_eci", "FOGRA39"),
        ("PSO Coated FOGRA51 (basICColor)", "FOGRA51"),
        ("PSO Coated v3", "FOGRA51"),
        ("PSOuncoated_v3_FOGRA52", "FOGRA52"),
        ("PSO Uncoated ISO12647 (ECI)", "FOGRA47"),
        ("GRACoL2006_Coated1v2", "CGATS TR 006"),
        ("Coated GRACoL 2006 (ISO 12647-2:2004)", "CGATS TR 006"),
        ("SWOP2006_Coated3v2", "CGATS TR 003"),
        ("SWOP2006_Coated5v2", "CGATS TR 005"),
        ("U.S. Web Coated (SWOP) v2", "CGATS TR 001"),
        ("Japan Color 2001 Coated", "JC200103"),
        ("JapanColor2001Uncoated", ""),
        ("Based on JC200103", "JC200103"),
        ("FOGRA39 to FOGRA51", ""),
        ("FOGRA391", ""),
        ("FOGRA99", ""),
        ("My ISO coating", ""),
        ("", ""),
    ],
)
def test_a_registered_condition_is_recognised_by_its_name_only(
    description: str, identifier: str, tmp_path: Path
) -> None:
    condition = loaded(tmp_path / "a.icc", press(described(description)))
    assert condition.identifier == identifier
    assert condition.registry == (REGISTRY if identifier else "")
    assert condition.condition


def test_the_characterisation_target_goes_before_the_description(tmp_path: Path) -> None:
    target = {b"targ": b"text\0\0\0\0ICCHDAT FOGRA52\0"}
    assert loaded(tmp_path / "a.icc", press(described("ISO Coated v2"), target)).identifier == "FOGRA52"


def test_a_missing_profile(tmp_path: Path) -> None:
    found = refused(tmp_path / "press.icc")
    assert found.code == "profile-missing"
    assert found.message("zh") == "找不到颜色配置文件“press.icc”。"
    assert found.message("en") == "The colour profile press.icc is not there."
    assert "自带的 FOGRA39" in found.hint("zh")


def test_a_folder_is_no_profile(tmp_path: Path) -> None:
    found = refused(tmp_path)
    assert found.code == "profile-not-a-file"
    assert found.message("zh") == f"颜色配置文件“{tmp_path.name}”不是文件。"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
def test_a_profile_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.icc").write_bytes(b"")
    (tmp_path / "a.icc").chmod(0)
    assert refused(tmp_path / "a.icc").code == "profile-unreadable"


def test_a_name_that_no_file_can_have() -> None:
    found = load_condition(Path("a\0b"), 300, PLACE, "a")
    assert isinstance(found, Problem)
    assert found.code == "profile-unreadable"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.icc").open("wb") as file:
        file.truncate(20 * 2**20 + 1)
    found = refused(tmp_path / "a.icc")
    assert found.code == "profile-too-large"
    assert found.message("zh") == "颜色配置文件“a.icc”超过 20 MB，不读取。"
    assert found.message("en") == "The colour profile a.icc is larger than 20 MB and is not read."


def test_what_is_no_profile(tmp_path: Path) -> None:
    (tmp_path / "a.icc").write_bytes(b"PK\x03\x04" + bytes(500))
    found = refused(tmp_path / "a.icc")
    assert found.code == "profile-not-icc"
    assert found.message("zh") == "“a.icc”不是 ICC 颜色配置文件，或者已经损坏。"
    assert found.message("en") == "a.icc is no ICC colour profile, or it is damaged."


def test_a_profile_of_a_monitor(tmp_path: Path, srgb_profile: bytes) -> None:
    (tmp_path / "a.icc").write_bytes(srgb_profile)
    found = refused(tmp_path / "a.icc")
    assert found.code == "profile-not-cmyk"
    assert found.message("zh") == "颜色配置文件“a.icc”用于 RGB，不是四色（CMYK）印刷用的。"
    assert found.message("en") == "The colour profile a.icc is for RGB, not for printing in four colours (CMYK)."


def test_a_device_link(tmp_path: Path) -> None:
    (tmp_path / "a.icc").write_bytes(icc(b"CMYK", b"link", {b"desc": described("link")}))
    found = refused(tmp_path / "a.icc")
    assert found.code == "profile-not-press"
    assert found.message("zh") == "颜色配置文件“a.icc”不是输出设备的（类别 link，应是 prtr）。"


@pytest.mark.parametrize("lost", [b"A2B0", b"B2A0"])
def test_a_profile_without_a_table(tmp_path: Path, lost: bytes) -> None:
    (tmp_path / "a.icc").write_bytes(press(described("x")).replace(lost, b"lost"))
    found = refused(tmp_path / "a.icc")
    assert found.code == "profile-unusable"
    assert found.message("zh") == "颜色配置文件“a.icc”里的数据不完整，无法用来转换颜色。"
    assert found.message("en") == "The colour profile a.icc lacks data; colours cannot be converted with it."
