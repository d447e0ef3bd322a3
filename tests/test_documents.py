"""What the documents say is there: every key, option, page report code and key of layout.yaml has its word in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from typeset.layout import find_layouts, load_layout
from typeset.layout.package import Adjustment, Declaration, Option
from typeset.manifest import Issue, PublicationFile
from typeset.manifest.shapes import group_of, groups_below
from typeset.permit import RULES
from typeset.problems.catalogue import codes

ROOT = Path(__file__).parents[1]
LAYOUTS = (ROOT / "layouts",)
FOR_EDITORS = "".join(
    (ROOT / "docs" / f"{name}.zh-CN.md").read_text("utf-8") for name in ("editors-guide", "printing", "copyediting")
)
FOR_LAYOUTS = (ROOT / "docs" / "layout-author.md").read_text("utf-8")


def test_every_key_of_the_manifests_is_told_to_editors() -> None:
    keys = {
        field.chinese
        for model in (Issue, PublicationFile)
        for _, group in groups_below(group_of(model))
        for field in group.fields.values()
    }

    assert sorted(key for key in keys if key not in FOR_EDITORS) == []


@pytest.mark.parametrize("name", sorted(find_layouts(LAYOUTS)))
def test_every_option_of_a_layout_is_told_to_editors(name: str) -> None:
    options = load_layout(name, LAYOUTS).declaration.options

    assert [option.chinese for option in options.values() if option.chinese not in FOR_EDITORS] == []


def test_every_code_of_the_page_report_and_of_copyfitting_is_told_to_editors() -> None:
    wanted = {code for code in codes() if code.startswith(("page-", "copyfit-")) and code != "page-float-too-tall"}

    assert sorted(code for code in wanted if f"`{code}`" not in FOR_EDITORS) == []


def test_every_rule_for_internal_publications_is_told_to_editors() -> None:
    part = FOR_EDITORS.partition("### 准印证的规定")[2]

    assert [rule.chinese for rule in RULES if rule.chinese not in part] == []


@pytest.mark.parametrize("model", [Declaration, Option, Adjustment])
def test_every_key_of_a_layout_is_told_to_its_author(model: type[Declaration | Option | Adjustment]) -> None:
    assert [key for key in model.model_fields if not re.search(rf"`{key}`", FOR_LAYOUTS)] == []
