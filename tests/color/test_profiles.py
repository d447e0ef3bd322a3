from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.color.conftest import described, icc, localised, press
from typeset.color import default_condition, read_profile


def test_a_version_2_profile_tells_what_it_is() -> None:
    data = press(described("Zeitungspapier 2024"))
    profile = read_profile(data)
    assert profile is not None
    assert (profile.description, profile.device_class, profile.space) == ("Zeitungspapier 2024", "prtr", "CMYK")
    assert profile.version == "2.4"
    assert profile.data == data
    assert profile.sha256 == hashlib.sha256(data).hexdigest()
    assert profile.md5 == hashlib.md5(data).hexdigest()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"enUS": "Press one"}, "Press one"),
        ({"deDE": "Presse eins", "enGB": "Press one"}, "Press one"),
        ({"zhCN": "一号机", "deDE": "Presse"}, "一号机"),
        ({"enUS": "two\nlines\0rest"}, "two lines"),
        ({}, ""),
    ],
)
def test_a_version_4_profile_is_called_in_english_where_it_can_be(texts: dict[str, str], expected: str) -> None:
    profile = read_profile(icc(b"CMYK", b"prtr", {b"desc": localised(texts)}, version=b"\x04\x30\0\0"))
    assert profile is not None
    assert (profile.description, profile.version) == (expected, "4.3")


def test_a_display_profile(srgb_profile: bytes) -> None:
    profile = read_profile(srgb_profile)
    assert profile is not None
    assert (profile.device_class, profile.space) == ("mntr", "RGB")
    assert "sRGB" in profile.description


def test_a_profile_without_description_has_none() -> None:
    profile = read_profile(icc(b"GRAY", b"mntr", {b"desc": b"what\0\0\0\0ever"}))
    assert profile is not None
    assert (profile.description, profile.space) == ("", "GRAY")


@pytest.mark.parametrize("data", [b"", b"acsp", bytes(200), b"\x89PNG\r\n\x1a\n" + bytes(300), b"%PDF-1.7" * 40])
def test_other_files_are_no_profiles(data: bytes) -> None:
    assert read_profile(data) is None


def test_a_profile_that_ends_too_early_is_none() -> None:
    data = press(described("x"))
    assert read_profile(data[:-1]) is None
    assert read_profile(data[:140]) is None


def test_a_profile_of_very_many_tags_is_none() -> None:
    data = bytearray(press(described("x")))
    data[128:132] = b"\xff\xff\xff\xff"
    assert read_profile(bytes(data)) is None


DAMAGED = press(described("FOGRA39"), {b"targ": localised({"enUS": "ICCHDAT FOGRA39"})})


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=12))
def test_damage_never_raises(changes: list[tuple[int, int]]) -> None:
    data = bytearray(DAMAGED)
    for at, value in changes:
        data[at] = value
    profile = read_profile(bytes(data))
    if profile is not None:
        assert len(profile.description) <= 200
        assert profile.description.isprintable()


def test_the_shipped_profile_is_the_one_that_is_licensed() -> None:
    profile = default_condition().profile
    assert profile.sha256.startswith("b424c77f")
    assert profile.description == "ISO Coated v2 300% (basICColor)"
    assert (profile.device_class, profile.space, profile.version) == ("prtr", "CMYK", "2.1")
