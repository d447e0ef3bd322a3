from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw

from tests.color.conftest import described, press
from typeset.color import ColorConversion, PrintCondition, default_condition, load_condition
from typeset.pictures import (
    CropBox,
    PictureCache,
    PictureFacts,
    Prepared,
    PrintPicture,
    PrintSettings,
    prepare_drawing,
    prepare_print,
    prepare_screen,
)
from typeset.problems import Place, Problem

Encoded = Callable[..., bytes]
Facts = Callable[..., PictureFacts]
Draw = Callable[[int, int], Image.Image]

CONDITION = default_condition()
CONVERSION = ColorConversion(CONDITION)


def made(facts: PictureFacts, width: int = 64, height: int = 64, **options: object) -> PrintPicture:
    crop = options.pop("crop", None)
    condition = options.pop("condition", CONDITION)
    result = prepare_print(facts, crop, width, height, condition=condition, **options)  # type: ignore[arg-type]
    assert isinstance(result, PrintPicture), result
    return result


def decoded(picture: PrintPicture) -> Image.Image:
    """What a PDF reader makes of it: 255 is full ink in CMYK, white in L."""
    size = (picture.width, picture.height)
    if picture.filter == "flate":
        return Image.frombytes(picture.mode, size, zlib.decompress(picture.data))
    image = Image.open(io.BytesIO(picture.data))
    image.load()
    assert (image.size, image.mode) == (size, picture.mode)
    return image


def mask(picture: PrintPicture) -> Image.Image:
    assert picture.alpha is not None
    return Image.frombytes("L", (picture.width, picture.height), zlib.decompress(picture.alpha))


def inks_at(picture: PrintPicture, x: float = 0.5, y: float = 0.5) -> tuple[int, ...]:
    """Inks in per cent."""
    image = decoded(picture)
    found = image.getpixel((int(x * image.width), int(y * image.height)))
    values = found if isinstance(found, tuple) else (0, 0, 0, 255 - int(found or 0))
    return tuple(round(value * 100 / 255) for value in values)


def close(found: tuple[int, ...], expected: tuple[int, ...], by: int = 3) -> bool:
    return len(found) == len(expected) and all(abs(a - b) <= by for a, b in zip(found, expected, strict=True))


def on_press(red: int, green: int, blue: int) -> tuple[int, ...]:
    """What the page's own colours become: pictures beside them must match."""
    return tuple(round(100 * ink) for ink in CONVERSION.cmyk(red / 255, green / 255, blue / 255))


def most_ink(image: Image.Image) -> float:
    data = image.tobytes()
    return max(sum(data[at : at + 4]) for at in range(0, len(data), 4)) * 100 / 255


def dark_photo(width: int, height: int) -> Image.Image:
    """Night: dark saturated colours, with hard edges and grain."""
    image = Image.new("RGB", (width, height), (12, 3, 20))
    draw = ImageDraw.Draw(image)
    for step in range(0, width, 7):
        draw.rectangle((step, step // 2, step + 4, step // 2 + 30), fill=(step * 5 % 60, step * 3 % 25, step * 11 % 70))
    grain = Image.frombytes("RGB", (64, 48), bytes((i * i * 31 + i * 17) >> 3 & 31 for i in range(64 * 48 * 3)))
    return ImageChops.add(image, grain.resize((width, height)))


# --- colours ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"])
def test_every_format_comes_out_in_ink_at_the_placed_size(
    kind: str, quarters: Draw, encoded: Encoded, facts_of: Facts
) -> None:
    picture = made(facts_of(encoded(quarters(240, 160), kind), f"a.{kind.lower()}"), 60, 40)
    assert (picture.width, picture.height, picture.mode) == (60, 40, "CMYK")
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]
    places = [(x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)]
    for place, colour in zip(places, colours, strict=True):
        assert close(inks_at(picture, *place), on_press(*colour)), colour


def test_a_photo_is_a_baseline_jpeg_with_nothing_beside_it(facts_of: Facts, noise: Draw, srgb_profile: bytes) -> None:
    extras = {"comment": b"SECRET", "icc_profile": srgb_profile, "dpi": (72, 72)}
    picture = made(facts_of(noise(300, 200), "a.jpg", **extras), 120, 80)
    assert (picture.filter, picture.mode, picture.alpha, picture.inverted) == ("jpeg", "CMYK", None, True)
    image = Image.open(io.BytesIO(picture.data))
    assert "progressive" not in image.info
    assert "icc_profile" not in image.info
    assert image.info["adobe_transform"] == 0  # inks as they are, not as YCCK
    assert [layer[1:3] for layer in image.layer] == [(1, 1)] * 4  # type: ignore[attr-defined]
    assert b"SECRET" not in picture.data


def test_the_sources_profile_is_honoured(facts_of: Facts, quarters: Draw, swapped_profile: bytes) -> None:
    for name in ("a.jpg", "a.png", "a.tif"):
        picture = made(facts_of(quarters(240, 160), name, icc_profile=swapped_profile), 60, 40)
        assert close(inks_at(picture, 0.2, 0.2), on_press(0, 0, 255), 5), name


def test_a_wider_space_than_srgb_keeps_its_colours(facts_of: Facts, linear_profile: bytes) -> None:
    # 55 of 255 of the light is sRGB 128; in the other channels all and none.
    straight = facts_of(Image.new("RGB", (16, 16), (255, 55, 0)), "a.png", icc_profile=linear_profile)
    usual = facts_of(Image.new("RGB", (16, 16), (255, 128, 0)), "b.png")
    assert close(inks_at(made(straight)), inks_at(made(usual)), 2)


def test_a_damaged_profile_counts_as_none(facts_of: Facts, srgb_profile: bytes) -> None:
    broken = srgb_profile[:132] + bytes(len(srgb_profile) - 132)
    facts = facts_of(Image.new("RGB", (16, 16), (200, 40, 40)), "a.png", icc_profile=broken)
    assert close(inks_at(made(facts)), on_press(200, 40, 40))


def test_lab_is_converted(facts_of: Facts) -> None:
    red = made(facts_of(Image.new("LAB", (8, 8), (136, 208, 195)), "a.tif"))
    assert close(inks_at(red), on_press(255, 0, 0), 4)
    white = made(facts_of(Image.new("LAB", (8, 8), (255, 128, 128)), "b.tif"))
    assert close(inks_at(white), (0, 0, 0, 0), 1)


def test_palettes_are_converted(facts_of: Facts) -> None:
    image = Image.new("RGB", (16, 16), (200, 40, 40)).quantize(4)
    assert close(inks_at(made(facts_of(image, "a.png"))), on_press(200, 40, 40))


def test_sixteen_bits_a_channel(facts_of: Facts) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    row = b"\0" + struct.pack(">3H", 200 * 257, 40 * 257, 40 * 257) * 4
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 16, 2, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(row * 4)) + chunk(b"IEND", b"")
    assert close(inks_at(made(facts_of(data, "a.png"))), on_press(200, 40, 40))
    deep = Image.frombytes("I;16", (3, 1), b"\0\0\x80\x80\xff\xff")
    picture = made(facts_of(deep, "b.png"))
    assert (picture.mode, decoded(picture).tobytes()) == ("L", bytes((0, 128, 255)))


# --- black -----------------------------------------------------------------------------------------------------------


def test_grey_pictures_are_printed_in_black_alone(facts_of: Facts, noise: Draw) -> None:
    grey = noise(64, 48).convert("L")
    neutral = grey.convert("RGB")
    for name, image in (("a.jpg", grey), ("a.png", grey), ("b.jpg", neutral), ("b.png", neutral)):
        picture = made(facts_of(image, name, **({"quality": 98} if name.endswith("jpg") else {})))
        assert picture.mode == "L", name
        differences = ImageChops.difference(decoded(picture), grey).tobytes()
        assert sum(differences) / len(differences) < 4  # noise is hard on a JPEG
        assert picture.ink == pytest.approx(100 - decoded(picture).getextrema()[0] / 2.55)  # type: ignore[operator]


def test_grey_goes_through_its_tone_curve(facts_of: Facts, linear_grey_profile: bytes, linear_profile: bytes) -> None:
    for mode, profile in (("L", linear_grey_profile), ("RGB", linear_profile)):
        colour = 55 if mode == "L" else (55, 55, 55)
        picture = made(facts_of(Image.new(mode, (8, 8), colour), "a.png", icc_profile=profile))
        assert picture.mode == "L"
        assert close(inks_at(picture), (0, 0, 0, 50), 1)


def test_one_coloured_pixel_makes_it_a_colour_picture(facts_of: Facts, noise: Draw) -> None:
    image = noise(80, 60).convert("L").convert("RGB")
    image.putpixel((5, 5), (255, 0, 0))
    assert made(facts_of(image, "a.png"), 80, 60).mode == "CMYK"


def test_text_in_a_screen_shot_is_black_alone(facts_of: Facts) -> None:
    image = Image.new("RGB", (200, 100), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 199, 20), fill=(0, 90, 180))
    draw.rectangle((20, 40, 180, 45), fill=(0, 0, 0))
    draw.rectangle((20, 60, 180, 65), fill=(102, 102, 102))
    picture = made(facts_of(image, "a.png"), 200, 100)
    assert picture.filter == "flate"
    assert not picture.inverted
    assert inks_at(picture, 0.5, 0.42) == (0, 0, 0, 100)
    assert inks_at(picture, 0.5, 0.62) == (0, 0, 0, 60)
    assert inks_at(picture, 0.5, 0.9) == (0, 0, 0, 0)
    assert close(inks_at(picture, 0.5, 0.1), on_press(0, 90, 180), 1)
    smaller = decoded(made(facts_of(image, "a.png"), 50, 25))
    assert smaller.getpixel((25, 20)) == (0, 0, 0, 0)


def test_neutral_spots_of_a_photo_stay_in_the_profiles_inks(facts_of: Facts, noise: Draw) -> None:
    image = noise(300, 200)
    image.paste((0, 0, 0), (100, 60, 200, 140))
    picture = made(facts_of(image, "a.jpg", quality=98), 300, 200)
    cyan, magenta, yellow, black = inks_at(picture)
    assert min(cyan, magenta, yellow) > 40
    assert black > 80


def test_line_art_is_exact(facts_of: Facts) -> None:
    image = Image.new("1", (120, 80), 1)
    ImageDraw.Draw(image).line((0, 0, 119, 79), fill=0)
    picture = made(facts_of(image, "a.png"), 120, 80)
    assert (picture.filter, picture.mode) == ("flate", "L")
    assert decoded(picture).tobytes() == image.convert("L").tobytes()


def test_one_colour_jobs_have_black_alone(facts_of: Facts, noise: Draw) -> None:
    grey = PrintSettings(inks="grey")
    for mode in ("RGB", "CMYK", "LAB"):
        image = noise(64, 48) if mode == "RGB" else noise(64, 48).convert("RGB" if mode == "LAB" else mode)
        if mode == "LAB":
            image = Image.merge("LAB", image.split())
        name = "a.tif" if mode == "LAB" else "a.jpg"
        picture = made(facts_of(image, name), settings=grey)
        assert picture.mode == "L"
        assert picture.ink <= 100


@pytest.mark.parametrize(
    ("colour", "black"),
    [((255, 0, 0), 50), ((0, 255, 0), 14), ((0, 0, 255), 73), ((0, 0, 0), 100), ((255, 255, 255), 0)],
)
def test_in_black_alone_colours_stay_as_light_as_they_are(
    colour: tuple[int, int, int], black: int, facts_of: Facts
) -> None:
    # CIE L* (D50) of sRGB red is 54, of green 88, of blue 30: greys of sRGB value 129, 221 and 70.
    image = Image.new("RGB", (9, 9), colour)
    image.putpixel((0, 0), (1, 2, 3))
    picture = made(facts_of(image, "a.png"), settings=PrintSettings(inks="grey"))
    assert close(inks_at(picture), (0, 0, 0, black), 1)


# --- CMYK sources ----------------------------------------------------------------------------------------------------


def without_adobe(data: bytes) -> bytes:
    marker = data.index(b"\xff\xee")
    return data[:marker] + data[marker + 2 + int.from_bytes(data[marker + 2 : marker + 4], "big") :]


def test_ink_without_a_profile_keeps_its_numbers(facts_of: Facts, encoded: Encoded) -> None:
    inks = Image.new("CMYK", (32, 32), (51, 204, 255, 26))
    inverted = Image.new("CMYK", (32, 32), (204, 51, 0, 229))
    for name, data in (
        ("a.tif", encoded(inks, "TIFF")),
        ("a.jpg", encoded(inks, "JPEG", quality=98)),
        ("b.jpg", without_adobe(encoded(inverted, "JPEG", quality=98))),
    ):
        assert close(inks_at(made(facts_of(data, name))), (20, 80, 100, 10), 1), name


def test_ink_for_the_same_press_keeps_its_numbers(facts_of: Facts) -> None:
    facts = facts_of(Image.new("CMYK", (32, 32), (51, 204, 255, 26)), "a.tif", icc_profile=CONDITION.profile.data)
    assert facts.has_icc
    assert close(inks_at(made(facts)), (20, 80, 100, 10), 1)


def test_ink_for_another_press_is_separated_anew(facts_of: Facts, odd_cmyk_profile: bytes) -> None:
    facts = facts_of(Image.new("CMYK", (32, 32), (255, 0, 0, 0)), "a.tif", icc_profile=odd_cmyk_profile)
    cyan, magenta, yellow, _ = inks_at(made(facts))
    assert cyan < 30  # that press prints red with its cyan ink
    assert min(magenta, yellow) > 60


def test_black_ink_for_another_press_stays_black_ink(facts_of: Facts, odd_cmyk_profile: bytes) -> None:
    image = Image.new("CMYK", (32, 32), (255, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 32, 10))
    image.paste((0, 0, 0, 102), (0, 22, 32, 32))
    picture = made(facts_of(image, "a.tif", icc_profile=odd_cmyk_profile))
    assert inks_at(picture, 0.5, 0.1) == (0, 0, 0, 100)
    assert inks_at(picture, 0.5, 0.9) == (0, 0, 0, 40)


def test_a_picture_in_black_ink_alone_has_one_channel(facts_of: Facts) -> None:
    picture = made(facts_of(Image.new("CMYK", (32, 32), (0, 0, 0, 102)), "a.tif"))
    assert picture.mode == "L"
    assert inks_at(picture) == (0, 0, 0, 40)


# --- the ink limit ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [300, 280, 240, 180])
@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_no_pixel_of_the_result_has_more_ink_than_the_limit(limit: int, name: str, facts_of: Facts) -> None:
    facts = facts_of(dark_photo(320, 240), name)
    picture = made(facts, 320, 240, condition=default_condition(limit))
    assert picture.mode == "CMYK"
    assert most_ink(decoded(picture)) == pytest.approx(picture.ink)
    assert limit - 25 < picture.ink <= limit


def test_a_limit_below_what_a_jpeg_can_keep_is_kept_all_the_same(facts_of: Facts) -> None:
    board = Image.new("CMYK", (64, 64))
    for x in range(0, 64, 2):
        board.paste((255, 255, 255, 255), (x, 0, x + 1, 64))
    picture = made(facts_of(board.convert("CMYK"), "a.tif"), condition=default_condition(100))
    assert picture.ink <= 100
    assert most_ink(decoded(picture)) <= 100
    assert inks_at(picture, 0.0, 0.5)[3] == 100


def test_ink_that_is_given_is_limited_too(facts_of: Facts) -> None:
    picture = made(facts_of(Image.new("CMYK", (32, 32), (255, 255, 255, 204)), "a.tif"))
    assert close(inks_at(picture), (73, 73, 73, 80), 1)
    assert picture.ink <= 300


def test_within_the_limit_nothing_is_taken(facts_of: Facts, noise: Draw) -> None:
    facts = facts_of(noise(64, 48), "a.png")
    assert made(facts, condition=default_condition(300)) == made(facts, condition=default_condition(400))


def test_another_press_gives_other_inks(tmp_path: Path, facts_of: Facts, noise: Draw) -> None:
    (tmp_path / "press.icc").write_bytes(press(described("press")))
    condition = load_condition(tmp_path / "press.icc", 320, None, "press.icc")
    assert isinstance(condition, PrintCondition)
    facts = facts_of(noise(64, 48), "a.png")
    assert made(facts, condition=condition) != made(facts)


# --- transparency ----------------------------------------------------------------------------------------------------


def see_through(width: int, height: int) -> Image.Image:
    image = Image.new("RGBA", (width, height), (200, 40, 40, 255))
    image.paste((0, 0, 0, 0), (0, 0, width // 2, height))
    image.paste((200, 40, 40, 128), (0, 0, width, height // 4))
    return image


def test_transparency_is_kept_as_a_mask(facts_of: Facts) -> None:
    picture = made(facts_of(see_through(64, 64), "a.png"))
    assert picture.mode == "CMYK"
    alpha = mask(picture)
    assert [alpha.getpixel(place) for place in ((60, 60), (4, 60), (60, 4))] == [255, 0, 128]
    assert close(inks_at(picture, 0.9, 0.9), on_press(200, 40, 40))
    assert inks_at(picture, 0.1, 0.9) == (0, 0, 0, 0)


def test_transparency_can_be_laid_on_paper(facts_of: Facts) -> None:
    picture = made(facts_of(see_through(64, 64), "a.png"), settings=PrintSettings(alpha="flatten"))
    assert picture.alpha is None
    assert close(inks_at(picture, 0.9, 0.9), on_press(200, 40, 40))
    assert inks_at(picture, 0.1, 0.9) == (0, 0, 0, 0)
    assert close(inks_at(picture, 0.9, 0.1), on_press(227, 147, 147))


def test_opaque_pictures_have_no_mask(facts_of: Facts, noise: Draw) -> None:
    image = noise(64, 48)
    image.putalpha(255)
    assert made(facts_of(image, "a.png")).alpha is None


def test_grey_and_palette_transparency(facts_of: Facts) -> None:
    grey = Image.new("LA", (16, 16), (100, 200))
    picture = made(facts_of(grey, "a.png"))
    assert (picture.mode, mask(picture).getextrema()) == ("L", (200, 200))
    palette = Image.new("P", (16, 16), 1)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    palette.paste(0, (0, 0, 8, 16))
    picture = made(facts_of(palette, "b.png", transparency=0))
    alpha = mask(picture)
    assert (alpha.getpixel((2, 2)), alpha.getpixel((12, 2))) == (0, 255)
    assert close(inks_at(picture, 0.8, 0.5), on_press(0, 0, 255), 1)


def test_hidden_colours_do_not_count_as_ink(facts_of: Facts) -> None:
    image = Image.new("RGBA", (32, 32), (2, 1, 0, 0))
    image.paste((250, 240, 230, 255), (16, 0, 32, 32))
    assert made(facts_of(image, "a.png")).ink < 40


# --- size, crop, turn ------------------------------------------------------------------------------------------------

UNTURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stand_upright(
    name: str, orientation: int, quarters: Draw, facts_of: Facts, turned: Callable[[int], Image.Exif]
) -> None:
    stored = quarters(240, 160)
    if orientation in UNTURNS:
        stored = stored.transpose(UNTURNS[orientation])
    facts = facts_of(stored, name, exif=turned(orientation), **({"quality": 95} if name == "a.jpg" else {}))
    picture = made(facts, 120, 120)
    assert (picture.width, picture.height) == (120, 80)
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]
    places = [(x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)]
    for at, colour in zip(places, colours, strict=True):
        assert close(inks_at(picture, *at), on_press(*colour), 4)
    right = made(facts, 120, 120, crop=CropBox(left=55, bottom=55))
    assert close(inks_at(right), on_press(0, 255, 0), 4)


def test_a_picture_is_never_enlarged(facts_of: Facts, noise: Draw) -> None:
    picture = made(facts_of(noise(30, 20), "a.jpg"), 3000, 2000)
    assert (picture.width, picture.height) == (30, 20)


def test_no_pixels_and_no_vectors(facts_of: Facts, noise: Draw) -> None:
    with pytest.raises(ValueError, match="no pixels wanted"):
        prepare_print(facts_of(noise(30, 20), "a.jpg"), None, 0, 10, condition=CONDITION)
    drawing = facts_of(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "a.svg")
    with pytest.raises(ValueError, match="a vector picture"):
        prepare_print(drawing, None, 10, 10, condition=CONDITION)


# --- failures --------------------------------------------------------------------------------------------------------


def test_what_cannot_be_made_is_a_problem_at_its_place(facts_of: Facts, noise: Draw, place: Place) -> None:
    facts = facts_of(noise(30, 20), "a.png")
    empty = prepare_print(facts, CropBox(left=60, right=60), 10, 10, condition=CONDITION, place=place)
    facts.path.write_bytes(b"other")
    changed = prepare_print(facts, None, 10, 10, condition=CONDITION, place=place)
    facts.path.unlink()
    gone = prepare_print(facts, None, 10, 10, condition=CONDITION, place=place)
    found = [item for item in (empty, changed, gone) if isinstance(item, Problem)]
    assert [(item.code, item.place) for item in found] == [
        ("picture-crop-empty", place),
        ("picture-changed", place),
        ("picture-changed", place),
    ]
    assert found[1].message("zh") == "图片“a.png”在排版过程中变了或不见了。"


def test_a_picture_that_breaks_while_decoded_is_a_problem(facts_of: Facts, place: Place) -> None:
    facts = facts_of(Image.new("F", (3, 3)), "a.tif")
    found = prepare_print(facts, None, 3, 3, condition=CONDITION, place=place)
    assert isinstance(found, Problem)
    assert (found.code, found.place) == ("picture-depth-unsupported", place)


# --- pictures that come with style sheets and drawings ---------------------------------------------------------------


def test_a_picture_of_a_style_sheet(encoded: Encoded, quarters: Draw) -> None:
    picture = prepare_drawing(encoded(quarters(40, 20), "PNG"), CONDITION)
    assert (picture.width, picture.height, picture.mode, picture.filter) == (40, 20, "CMYK", "flate")
    assert close(inks_at(picture, 0.2, 0.2), on_press(255, 0, 0), 1)


def test_a_picture_of_a_style_sheet_follows_the_settings(encoded: Encoded) -> None:
    flat = PrintSettings(alpha="flatten", inks="grey")
    picture = prepare_drawing(encoded(see_through(32, 32), "PNG"), CONDITION, flat)
    assert (picture.mode, picture.alpha) == ("L", None)


def test_a_strip_of_a_style_sheet_may_be_narrow(encoded: Encoded) -> None:
    picture = prepare_drawing(encoded(Image.new("RGB", (500, 1), (200, 40, 40)), "PNG"), CONDITION)
    assert (picture.width, picture.height) == (500, 1)


@pytest.mark.parametrize("data", [b"", b"no picture", b"<svg/>", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_a_picture_of_a_style_sheet_that_cannot_be_decoded_is_a_grey_patch(data: bytes) -> None:
    picture = prepare_drawing(data, CONDITION)
    assert decoded(picture).getextrema() == (220, 220)


# --- the same bytes --------------------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(facts_of: Facts, noise: Draw, tmp_path: Path) -> None:
    noise(300, 200).save(tmp_path / "b.jpg")
    facts = facts_of((tmp_path / "b.jpg").read_bytes(), "a.jpg")
    first = made(facts, 100, 100)
    assert made(facts, 100, 100) == first
    script = (
        "import sys, hashlib, pathlib; from typeset.pictures import *; from typeset.color import *; "
        "from typeset.problems import Place; facts, _ = read_facts(pathlib.Path(sys.argv[1]), Place('a')); "
        "made = prepare_print(facts, None, 100, 100, condition=default_condition()); "
        "sys.stdout.buffer.write(made.data)"
    )
    again = subprocess.run([sys.executable, "-c", script, str(tmp_path / "b.jpg")], capture_output=True, check=True)
    assert again.stdout == first.data


def test_what_was_made_is_kept(tmp_path: Path, facts_of: Facts) -> None:
    cache = PictureCache(tmp_path / "cache")
    facts = facts_of(see_through(64, 64), "a.png")
    first = made(facts, cache=cache)
    facts.path.unlink()
    assert made(facts, cache=PictureCache(tmp_path / "cache")) == first


def test_whatever_changes_the_result_changes_what_is_kept(tmp_path: Path, facts_of: Facts, noise: Draw) -> None:
    cache = PictureCache(tmp_path / "cache")
    facts = facts_of(noise(64, 48), "a.jpg")
    (tmp_path / "press.icc").write_bytes(press(described("press")))
    other = load_condition(tmp_path / "press.icc", 300, None, "press.icc")
    for change in (
        {},
        {"width": 31},
        {"height": 31},
        {"crop": CropBox(left=1)},
        {"condition": default_condition(280)},
        {"condition": other},
        {"settings": PrintSettings(quality=80)},
        {"settings": PrintSettings(alpha="flatten")},
        {"settings": PrintSettings(inks="grey")},
    ):
        made(facts, **{"width": 32, "height": 32, **change}, cache=cache)  # type: ignore[arg-type]
    assert len(list((tmp_path / "cache").glob("*/*"))) == 9
    assert isinstance(prepare_screen(facts, None, 32, 32, cache=cache), Prepared)
    assert len(list((tmp_path / "cache").glob("*/*"))) == 10


def test_inks_look_as_the_screen_does(facts_of: Facts, noise: Draw) -> None:
    """Seen through the press's profile, the print is the picture again, but for what no press can show."""
    picture = made(facts_of(noise(64, 48), "a.png"), 64, 48)
    profile = ImageCms.ImageCmsProfile(io.BytesIO(CONDITION.profile.data))
    back = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "CMYK", "RGB", 1, 0x2000)
    differences = ImageChops.difference(back.apply(decoded(picture)), noise(64, 48)).tobytes()
    assert sum(differences) / len(differences) < 16
