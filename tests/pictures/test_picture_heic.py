from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from typeset.color import default_condition
from typeset.pictures import Limits, PictureFacts, Prepared, PrintPicture, prepare_print, prepare_screen, read_facts
from typeset.pictures import facts as facts_module
from typeset.pictures.cropping import Box
from typeset.pictures.decoding import decoding
from typeset.pictures.heic_bands import resampled_heic
from typeset.problems import Place

pillow_heif = pytest.importorskip("pillow_heif")

Facts = Callable[..., PictureFacts]
Draw = Callable[[int, int], Image.Image]
CORNERS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]


def heic(image: Image.Image, orientation: int = 1, **options: object) -> bytes:
    """As phones write it: stored as the sensor lay, turned by a property (irot, imir), with the same in Exif."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    pillow_heif.from_pillow(image).save(file, quality=95, exif=exif.tobytes(), **options)
    return file.getvalue()


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    image = image.convert("RGB")
    places = [(x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)]
    return [image.getpixel((int(x * image.width), int(y * image.height))) for x, y in places]  # type: ignore[misc]


def close(found: list[tuple[int, ...]], expected: list[tuple[int, ...]], by: int) -> bool:
    return all(abs(a - b) <= by for x, y in zip(found, expected, strict=True) for a, b in zip(x, y, strict=True))


def test_an_iphone_photo_can_be_set(facts_of: Facts, quarters: Draw) -> None:
    facts = facts_of(heic(quarters(240, 160)), "IMG_1.HEIC")
    assert (facts.format, facts.width, facts.height, facts.orientation) == ("HEIC", 240, 160, 1)
    assert (facts.mode, facts.colour_space, facts.has_alpha, facts.vector) == ("RGB", "rgb", False, False)


TURNED = {
    1: CORNERS,
    2: [CORNERS[1], CORNERS[0], CORNERS[3], CORNERS[2]],
    3: [CORNERS[3], CORNERS[2], CORNERS[1], CORNERS[0]],
    4: [CORNERS[2], CORNERS[3], CORNERS[0], CORNERS[1]],
    5: [CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]],
    6: [CORNERS[2], CORNERS[0], CORNERS[3], CORNERS[1]],
    7: [CORNERS[3], CORNERS[1], CORNERS[2], CORNERS[0]],
    8: [CORNERS[1], CORNERS[3], CORNERS[0], CORNERS[2]],
}
"""What is seen of red, green above blue, white under each orientation (CIPA DC-008 §4.6.5.1.6)."""


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_photos_stand_upright_on_screen_and_in_print(orientation: int, facts_of: Facts, quarters: Draw) -> None:
    facts = facts_of(heic(quarters(240, 160), orientation), "a.heic")
    assert (facts.width, facts.height) == ((240, 160) if orientation < 5 else (160, 240))
    screen = prepare_screen(facts, None, 120, 120)
    assert isinstance(screen, Prepared)
    image = Image.open(io.BytesIO(screen.data))
    assert image.size == ((120, 80) if orientation < 5 else (80, 120))
    assert close(corners(image), TURNED[orientation], 16)
    print_picture = prepare_print(facts, None, 120, 120, condition=default_condition())
    assert isinstance(print_picture, PrintPicture)
    inks = Image.open(io.BytesIO(print_picture.data))
    assert inks.size == image.size
    paper = [position for position, colour in enumerate(TURNED[orientation]) if colour == (255, 255, 255)]
    assert [position for position, colour in enumerate(corners(inks)) if min(colour) > 240] == paper


def test_a_photo_in_tiles(facts_of: Facts, quarters: Draw) -> None:
    facts = facts_of(heic(quarters(600, 400), 6, tile_size=256), "a.heic")
    assert (facts.width, facts.height) == (400, 600)
    screen = prepare_screen(facts, None, 60, 60)
    assert isinstance(screen, Prepared)
    assert close(corners(Image.open(io.BytesIO(screen.data))), TURNED[6], 16)


def test_its_profile_is_honoured(facts_of: Facts, quarters: Draw, swapped_profile: bytes) -> None:
    image = quarters(240, 160)
    image.info["icc_profile"] = swapped_profile
    facts = facts_of(heic(image), "a.heic")
    assert facts.has_icc
    screen = prepare_screen(facts, None, 60, 60)
    assert isinstance(screen, Prepared)
    assert close(corners(Image.open(io.BytesIO(screen.data))), [CORNERS[i] for i in (2, 1, 0, 3)], 20)


def test_transparency_stays(facts_of: Facts, quarters: Draw) -> None:
    image = quarters(240, 160)
    image.putalpha(Image.linear_gradient("L").resize((240, 160)))
    facts = facts_of(heic(image), "a.heic")
    assert facts.has_alpha
    screen = prepare_screen(facts, None, 60, 60)
    assert isinstance(screen, Prepared)
    assert Image.open(io.BytesIO(screen.data)).mode == "RGBA"


def test_the_pixel_limit_holds_before_anything_is_decoded(
    tmp_path: Path, place: Place, quarters: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.heic"
    path.write_bytes(heic(quarters(240, 160)))
    assert read_facts(path, place, limits=Limits(pixels=240 * 160))[0] is not None
    monkeypatch.delattr(pillow_heif, "HeifImageFile")
    facts, problems = read_facts(path, place, limits=Limits(pixels=240 * 160 - 1))
    assert facts is None
    assert problems[-1].code == "picture-too-large"


def test_a_size_that_is_a_bomb_is_refused_from_the_header(tmp_path: Path, place: Place, quarters: Draw) -> None:
    data = bytearray(heic(quarters(240, 160)))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", 60_000, 60_000)
    path = tmp_path / "a.heic"
    path.write_bytes(data)
    facts, problems = read_facts(path, place)
    assert facts is None
    assert problems[-1].message("zh") == "图片“a.heic”有 60000×60000 像素，超过 120 百万像素的上限，不读取。"


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.99])
def test_a_file_that_ends_too_early(share: float, tmp_path: Path, place: Place, noise: Draw) -> None:
    whole = heic(noise(240, 160))
    path = tmp_path / "a.heic"
    path.write_bytes(whole[: int(len(whole) * share)])
    facts, problems = read_facts(path, place)
    assert facts is None
    assert problems[-1].code == "picture-truncated"


@pytest.fixture(scope="module")
def small() -> bytes:
    return heic(Image.new("RGB", (16, 16), "red"))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(8, 500), st.integers(0, 255)), max_size=8))
def test_damage_is_a_problem_never_an_error(
    changes: list[tuple[int, int]], small: bytes, tmp_path: Path, place: Place
) -> None:
    data = bytearray(small)
    for at, value in changes:
        data[at % len(data)] = value
    path = tmp_path / "a.heic"
    path.write_bytes(data)
    facts, problems = read_facts(path, place)
    assert facts is not None or problems[-1].place == place
    if facts is not None:
        prepare_screen(facts, None, 8, 8, place=place)


def test_boxes_without_end_are_refused(tmp_path: Path, place: Place) -> None:
    head = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    path = tmp_path / "a.heic"
    path.write_bytes(head + struct.pack(">I4s", 8, b"free") * 30_000)
    assert read_facts(path, place)[1][-1].code == "picture-damaged"


def test_extents_without_end_are_refused(tmp_path: Path, place: Place) -> None:
    location = b"iloc" + bytes(4) + b"\0\0" + b"\xff\xff" + (b"\0\1\0\0\xff\xff") * 60_000
    location = struct.pack(">I", len(location) + 4) + location
    meta = struct.pack(">I4sI", len(location) + 12, b"meta", 0) + location
    path = tmp_path / "a.heic"
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + meta)
    assert read_facts(path, place)[1][-1].code == "picture-damaged"


def test_where_nothing_can_read_it_the_message_says_what_to_do(
    tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch, small: bytes
) -> None:
    monkeypatch.setattr(facts_module, "can_decode_heic", lambda: False)
    (tmp_path / "IMG_1.HEIC").write_bytes(small)
    facts, (found,) = read_facts(tmp_path / "IMG_1.HEIC", place)
    assert facts is None
    assert found.code == "picture-heic"
    assert found.message("zh") == "“IMG_1.HEIC”是 HEIC 照片（苹果手机的格式），本机没有安装读取它的组件。"
    assert "导出为 JPEG" in found.hint("zh")
    assert "Export it as a JPEG" in found.hint("en")


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("box", [Box(0, 0, 400, 300), Box(33, 21, 371, 290)])
def test_resampling_band_by_band_is_resampling_at_once(mode: str, box: Box) -> None:
    across, down = np.meshgrid(np.arange(400), np.arange(300))
    waves = [127 + 120 * np.sin(across / period) * np.cos(down / (period + 2)) for period in (3, 7, 19)]
    data = heic(Image.fromarray(np.dstack(waves).astype("uint8")).convert(mode), chroma=444)
    with decoding():
        whole = pillow_heif.HeifImageFile(io.BytesIO(data))
        found = resampled_heic(data, (400, 300), box, (140, 111))

    assert found is not None
    expected = whole.resize((140, 111), Image.Resampling.LANCZOS, box=box)
    assert (found[0].mode, found[0].tobytes()) == (expected.mode, expected.tobytes())
