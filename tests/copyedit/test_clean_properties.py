"""What holds for every text: nothing is lost, a second run changes nothing, every change can be taken back."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from typeset.copyedit import RULES, Kind, Settings, clean
from typeset.copyedit.characters import HAN
from typeset.copyedit.forms import ordinary

PIECES = st.sampled_from(
    [
        *"中文汉字我们的里一二三年月日，。、；：？！（）“”‘’「」『』《》【】—…·,.;:?!()\"'-~*_`#>|[]{}<>/\\&%@+=$^",
        *"abcXYZ0123456789 \t\n\u3000\u00a0\u200b\ufeff\u00ad⼯⻓豈︰﹐ﬁ＂＇ＡＢ１２％．～－●•・\r\ue000\ue003",
        "\n\n",
        "......",
        "--",
        "**",
        "```\n",
        "https://a.cn/x,y ",
        "a@b.cn",
        "![图](photos/a.jpg)",
        "[^1]",
        "[^1]: ",
        "- ",
        "1. ",
        "## ",
        "| a | b |\n|---|---|\n",
        "充分发挥党组织政治领导优势，推进党的创新理论走到职工身边、走进职工心里。",
        "江都区坚持党建、工建、产改一体化推进，注重在精准设置、建强组织上下功",
        "Hello, world! It is fine.",
        "2023年3月15日",
        "16:32",
        "１６：３２",
        "1,000",
        "记者 张三 李四",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def han(text: str) -> str:
    """The Han characters of a text, compatibility forms as what they stand for."""
    return "".join(re.findall(f"[{HAN}]", "".join(unicodedata.normalize("NFC", ordinary(char)) for char in text)))


@given(TEXTS, st.sampled_from(Kind))
def test_no_han_character_is_lost_or_added_or_moved(text: str, kind: Kind) -> None:
    assert han(clean(text, kind).text) == han(text)


@given(TEXTS, st.sampled_from(Kind))
def test_letters_and_digits_stay(text: str, kind: Kind) -> None:
    def letters(value: str) -> str:
        return "".join(char for char in unicodedata.normalize("NFKC", value) if char.isascii() and char.isalnum())

    assert letters(clean(text, kind).text) == letters(text)


@given(TEXTS, st.sampled_from(Kind))
def test_a_second_run_changes_nothing(text: str, kind: Kind) -> None:
    once = clean(text, kind).text

    assert clean(once, kind).text == once


@given(TEXTS, st.sampled_from(Kind))
def test_the_changes_lead_to_the_result_and_back(text: str, kind: Kind) -> None:
    cleaned = clean(text, kind)

    assert cleaned.undo() == text
    made, at = "", 0
    for change in cleaned.changes:
        assert change.start >= at
        assert text[change.start : change.end] == change.before != change.after
        assert change.rule in RULES
        made, at = made + text[at : change.start] + change.after, change.end
    assert made + text[at:] == cleaned.text


@given(TEXTS, st.sampled_from(Kind), st.sets(st.sampled_from(sorted(RULES))))
def test_a_rule_that_is_switched_off_does_nothing(text: str, kind: Kind, off: set[str]) -> None:
    cleaned = clean(text, kind, Settings(off=frozenset(off)))

    assert not {change.rule for change in cleaned.changes} & off
    assert clean(cleaned.text, kind, Settings(off=frozenset(off))).text == cleaned.text


@given(TEXTS)
def test_a_text_with_all_rules_off_stays(text: str) -> None:
    assert clean(text, Kind.MARKDOWN, Settings(off=frozenset(RULES))).text == text


@given(TEXTS, st.sampled_from(Kind))
def test_warnings_point_into_the_text(text: str, kind: Kind) -> None:
    for warning in clean(text, kind).warnings:
        assert 0 <= warning.start < warning.end <= max(1, len(text))
        assert text.count("\n") + 1 >= warning.line >= 1
