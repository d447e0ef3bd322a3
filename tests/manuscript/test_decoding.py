"""Decoding: text files as Windows writes them are read right, and nothing is ever read wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.manuscript import decode
from typeset.problems import Place

FILE = Place("articles/a.txt")
TEXT = "江都区紧紧围绕“第一议题”，坚持党建、工建一体化推进。\n2022年，共开展活动200多场次。\n"
TRADITIONAL = "為了進一步加強產業工人隊伍建設，與會代表圍繞職工權益、技能提升等議題展開討論。\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
def test_utf8_is_read_without_a_word(codec: str) -> None:
    decoded = decode(TEXT.encode(codec), FILE)

    assert (decoded.text, decoded.encoding, decoded.problems) == (TEXT, "UTF-8", ())


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("gb18030"), "GB18030 (GBK, GB2312)"),
        (TEXT.replace("产", "\u00b7").encode("gbk"), "GB18030 (GBK, GB2312)"),
        (TRADITIONAL.encode("gb18030"), "GB18030 (GBK, GB2312)"),
        (b"\x84\x31\x95\x33" + TEXT.encode("gb18030"), "GB18030 (GBK, GB2312)"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "UTF-16 LE"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16 BE"),
        (TEXT.encode("utf-16-le"), "UTF-16 LE"),
        (TEXT.encode("utf-16-be"), "UTF-16 BE"),
        ("January 2023\n".encode("utf-16-le"), "UTF-16 LE"),
        (b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"), "UTF-32 LE"),
        (b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be"), "UTF-32 BE"),
    ],
)
def test_other_encodings_are_read_and_named(data: bytes, encoding: str) -> None:
    decoded = decode(data, FILE)

    assert decoded.encoding == encoding
    assert decoded.text in {TEXT, TEXT.replace("产", "\u00b7"), TRADITIONAL, "January 2023\n"}
    (notice,) = decoded.problems
    assert (notice.code, notice.place) == ("encoding-not-utf8", FILE)
    assert notice.message("zh") == f"文件的编码是 {encoding}，已按它读入。"
    assert notice.message("en") == f"The file is encoded in {encoding} and was read so."
    assert notice.hint("zh") == "用记事本“另存为”，编码选 UTF-8，以后在别的电脑上也不会乱码。"


def test_one_short_line_in_gbk_is_enough() -> None:
    assert decode("联通".encode("gbk"), FILE).text == "联通"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_is_one(end: str) -> None:
    assert decode(f"甲{end}乙".encode(), FILE).text == "甲\n乙"


def test_an_empty_file_is_empty_text() -> None:
    assert decode(b"", FILE).text == ""
    assert decode(b"\xef\xbb\xbf", FILE) == decode(b"", FILE)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_damaged_byte_is_told_with_its_place(codec: str) -> None:
    data = TEXT.encode(codec) + "江苏".encode(codec) + b"\xff" + "省总工会\n".encode(codec) + TEXT.encode(codec)

    decoded = decode(data, FILE)

    (problem,) = decoded.problems
    name = {"utf-8": "UTF-8", "gb18030": "GB18030 (GBK, GB2312)"}[codec]
    assert (decoded.text, decoded.encoding) == ("", "")
    assert problem.place == Place("articles/a.txt", 3, 3)
    assert problem.code == "encoding-undecodable"
    assert (
        problem.message("zh") == f"从这里起读不下去：字节 0xFF 不符合 {name} 编码，文件可能损坏或被截断，本稿没有读入。"
    )
    assert problem.message("en").startswith(f"Reading stops here: the byte 0xFF is not valid in {name}.")
    assert "另存为" in problem.hint("zh")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
def test_a_file_that_was_cut_off_is_told_at_its_end(codec: str) -> None:
    mark = b"\xff\xfe" if codec == "utf-16-le" else b""

    decoded = decode(mark + TEXT.encode(codec) + "江苏".encode(codec)[:-1], FILE)

    assert [(item.code, item.place) for item in decoded.problems] == [
        ("encoding-undecodable", Place("articles/a.txt", 3, 2))
    ]


def test_big5_is_refused_not_printed_as_something_else() -> None:
    decoded = decode(TRADITIONAL.encode("big5"), FILE)

    assert (decoded.text, [item.code for item in decoded.problems]) == ("", ["encoding-big5"])
    assert decoded.problems[0].message("zh") == "文件像是 Big5（繁体中文）编码。为了不印出乱码，本稿没有读入。"


@pytest.mark.parametrize(
    "data",
    [
        "産業労働者の建設について、会議を開きました。".encode("shift_jis"),
        "Café français, déjà vu".encode("cp1252"),
        bytes(range(128, 256)) * 4,
        b"\x00\x01\x02\x03" * 50 + b"\xff",
    ],
)
def test_what_is_no_chinese_text_is_refused(data: bytes) -> None:
    decoded = decode(data, FILE)

    assert (decoded.text, [item.code for item in decoded.problems]) == ("", ["encoding-unknown"])


# Level 1 of GB 2312, the characters of ordinary text, with its punctuation.
_ORDINARY = st.text(
    st.one_of(
        st.builds(
            lambda high, low: bytes((high, low)).decode("gb2312"),
            st.integers(0xB0, 0xD6),
            st.integers(0xA1, 0xFE),
        ),
        st.sampled_from("，。、；：“”（）《》0123456789 \nabc"),
    ),
    min_size=20,
    max_size=200,
)


@given(_ORDINARY, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]))
def test_ordinary_text_comes_back_from_every_encoding(text: str, codec: str) -> None:
    assert decode(text.encode(codec), FILE).text == text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    decoded = decode(data, FILE)

    assert bool(decoded.encoding) != any(item.severity == "error" for item in decoded.problems)
    assert decoded.encoding or not decoded.text


@given(_ORDINARY, st.data())
def test_the_place_of_a_bad_byte_lies_in_the_text(text: str, data: st.DataObject) -> None:
    text = "江都区紧紧围绕" + text
    at = data.draw(st.integers(0, len(text)))

    (problem,) = decode(text[:at].encode() + b"\xff" + text[at:].encode(), FILE).problems

    before = text[:at].split("\n")
    assert (problem.code, problem.place) == (
        "encoding-undecodable",
        Place("articles/a.txt", len(before), len(before[-1]) + 1),
    )
