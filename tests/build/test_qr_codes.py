"""QR codes in the print PDF: black ink alone, so that scanners read them and no plate out of register blurs them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from typeset.build import Typesetter, build_edition, check_edition
from typeset.workspace import Workspace

ADDRESS = "https://example.org/register?number=2026-03"
PUBLICATION = "刊物:\n  刊名: 试刊\n  主办单位: 试验单位\n  出版物类别: 其他\n"
ISSUE = f"""\
刊物: {{期号: 3, 日期: 2026-03-15}}
栏目:
  - 栏目: 要闻
    文章:
      - 标题: 报名
        正文: 请扫码报名。
        二维码: [{{网址: "{ADDRESS}", 说明: 报名}}]
"""
PATHS = ("m", "l", "re", "c", "v", "y", "h")
PAINTED = {"S": "stroke", "s": "stroke", "f": "fill", "F": "fill", "f*": "fill", "B": "both", "b": "both"}
COLOURS = {"K": "stroke", "k": "fill", "RG": "stroke", "rg": "fill", "G": "stroke", "g": "fill", "SCN": "stroke",
           "scn": "fill", "SC": "stroke", "sc": "fill"}  # fmt: skip
BLACK = ("k", (0.0, 0.0, 0.0, 1.0))
Colour = tuple[str, tuple[Any, ...]]


def long_paths(content: Any, resources: Any) -> Iterator[tuple[Colour, int]]:
    """The colour in which each path was painted, with its number of segments; forms included."""
    colours: dict[str, Colour] = {"stroke": ("k", ()), "fill": ("k", ())}
    kept: list[dict[str, Colour]] = []
    segments = 0
    instructions: Any = pikepdf.parse_content_stream(content)
    for operands, operator in instructions:
        name = str(operator)
        if name == "q":
            kept.append(dict(colours))
        elif name == "Q":
            colours = kept.pop()
        elif name in COLOURS:
            values = tuple(float(value) for value in operands if not isinstance(value, pikepdf.Name))
            colours[COLOURS[name]] = name.lower(), values
        elif name in PATHS:
            segments += 1
        elif name in PAINTED:
            sides = ("stroke", "fill") if PAINTED[name] == "both" else (PAINTED[name],)
            yield from ((colours[side], segments) for side in sides)
            segments = 0
        elif name == "n":
            segments = 0
        elif name == "Do":
            form = resources.XObject[operands[0]]
            if form.Subtype == "/Form":
                yield from long_paths(form, form.get("/Resources", resources))


@pytest.mark.edition
@pytest.mark.parametrize("printing", ["", "  印刷: {印色: 双色, 专色: {主色: PANTONE 186 C}}\n"], ids=["four", "two"])
def test_a_qr_code_prints_in_black_alone(tmp_path: Path, printing: str) -> None:
    folder = tmp_path / "issues" / "2026-03"
    folder.mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text(PUBLICATION + printing, "utf-8")
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    workspace = Workspace(tmp_path)
    checked = check_edition(workspace.edition("2026-03"), workspace)
    built = build_edition(checked, Typesetter(checked.layout, checked.catalogue), workspace, lambda *_: None)

    assert built.printed is not None
    with pikepdf.open(io.BytesIO(built.printed.pdf)) as pdf:
        paths = [path for page in pdf.pages for path in long_paths(page, page.Resources)]
    codes = [colour for colour, segments in paths if segments > 200]  # a code of this address has some 560
    assert codes
    assert set(codes) == {BLACK}
