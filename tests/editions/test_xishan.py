"""A whole edition with a piece of every kind: what a reader must find on its pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition
SOURCE = Path(__file__).parent / "xishan"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("xishan") / "project"
    shutil.copytree(SOURCE, root)
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("2026-01"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)


@pytest.fixture(scope="module")
def text(built: Built) -> str:
    document = pypdfium2.PdfDocument(built.pdf)
    found = "\f".join(re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document)
    document.close()
    return found


def test_nothing_is_wrong_with_any_piece(built: Built) -> None:
    wrong = {item.code for item in built.report.problems if item.severity == "error"}
    assert wrong <= {"picture-resolution-low"}  # the pictures are small on purpose
    assert "glyph-missing" not in {item.code for item in built.report.problems}


@pytest.mark.parametrize(
    "piece",
    [
        "走进车间、田头和校园",  # a section's opening page
        "十一万公里",  # deck
        "林远，溪山县邮政工会干事",  # author's note
        "溪山县邮路始于",  # sidebar
        "扫码看视频",  # QR code
        "代购药品须有医院处方",  # note at the end
        "挑着日头上南山",  # poem
        "问：谁可以参加互助保障",
        "表1：互助保障待遇一览",
        "征文启事",
        "案例二食堂里的调解",
        "南溪镇工会换届",
        "老陈的一天从凌晨四点开始",  # caption of a group
        "阿卜杜拉·买买提",
        "公益之页",  # the publication's second filler
    ],
)
def test_every_piece_is_printed_once(text: str, piece: str) -> None:
    assert text.count(piece) == 1


def test_fillers_stand_before_the_back_cover_in_the_publications_order(text: str) -> None:
    pages = text.split("\f")

    assert len(pages) % 4 == 0
    assert any("公益之页" in page for page in pages[-4:-1])
    assert "印刷单位" in pages[-1]
