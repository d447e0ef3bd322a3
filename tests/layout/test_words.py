from __future__ import annotations

from typing import Any

import pytest

from typeset.layout import words
from typeset.manifest.model import Imprint, ImprintField, Publication


def publication(**fields: Any) -> Publication:
    return Publication(title="产改通讯", **fields)


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({"number": 1, "date": "2023-03-15"}, "2023年第1期"),
        ({"number": "3-4", "kind": "double", "date": "2023"}, "2023年第3—4期合刊"),
        ({"number": 1, "kind": "extra", "date": "2023-10"}, "2023年增刊第1期"),
        ({"kind": "extra", "date": "2023-10"}, "2023年增刊"),
        ({}, ""),
    ],
)
def test_the_number_in_print(fields: dict[str, Any], printed: str) -> None:
    assert words.issue_words(publication(**fields)) == printed


def test_dates_are_printed_as_far_as_they_go() -> None:
    assert words.date_words(publication(date="2023-03-05")) == "2023年3月5日"
    assert words.date_words(publication(date="2023-03")) == "2023年3月"


def test_the_imprint_prints_what_there_is_in_its_order() -> None:
    imprint = Imprint(print_run="1000册", permit="准印证（示例）", more=(ImprintField(name="开本", value="大16开"),))

    fields = [(field.name, field.value) for field in words.imprint_fields(publication(imprint=imprint))]

    assert fields == [("准印证号", "准印证（示例）"), ("印数", "1000册"), ("开本", "大16开")]
