"""核红 without an edition: what moved, what only looks otherwise, what changed though its source did not."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from typeset.problems import Giveup
from typeset.proofs import Proof, compare, load_proof, proofs_of
from typeset.proofs.change_rows import change_rows, summary
from typeset.proofs.comparison_report import comparison_html
from typeset.proofs.problem_rows import problem_rows
from typeset.proofs.store import Paragraph, save_proof
from typeset.workspace import EditionFolder

SOURCE = "issues/2026-01/a.md"


def pdf(*grey: float) -> bytes:
    """Pages with a square of this grey."""
    with pikepdf.new() as file:
        for tone in grey:
            page = file.add_blank_page(page_size=(200, 200))
            page.contents_add(f"{tone} g 50 50 60 60 re f".encode())
        saved = io.BytesIO()
        file.save(saved)
    return saved.getvalue()


def proof(name: str, pages: list[list[str]], grey: tuple[float, ...], sums: str = "1") -> Proof:
    paragraphs = [
        Paragraph(page, 10 * page + at, "p", f"{SOURCE}:{at}:1", 10, 10 + 10 * at, 50, 5, 0, (text,), "paragraph", True)
        for page, texts in enumerate(pages, 1)
        for at, text in enumerate(texts, 1)
    ]
    count = tuple(range(1, len(pages) + 1))
    return Proof(
        name, "2026-01", "试刊", "第1期", name, 1, "2026-01-01 09:00", "", "0" * 12, "1", {SOURCE: sums}, (), count,
        tuple(paragraphs), ((),) * len(pages), pdf=pdf(*grey),
    )  # fmt: skip


def test_a_paragraph_that_went_to_another_page_has_moved() -> None:
    kept = [f"这一段原来就在这里，一直没有动过，编号{n}。" for n in range(4)]
    wanders = "这一段从第一页搬到了第二页，一个字也没有改。"
    before = proof("一校", [[kept[0], wanders, kept[1]], [kept[2], kept[3]]], (0.2, 0.2))
    after = proof("二校", [[kept[0], kept[1]], [kept[2], wanders, kept[3]]], (0.3, 0.3), "2")
    (change,) = compare(before, after).texts
    assert (change.kind, change.old_page, change.new_page) == ("moved", 1, 2)
    assert [(run.kind, run.text) for run in change.runs] == [("same", wanders)]
    html = comparison_html(compare(before, after)).decode()
    assert "移动" in html
    assert "（第 1 页 → 第 2 页）" in html


def test_a_paragraph_that_became_the_last_has_moved_though_the_end_sign_follows_it() -> None:
    wanders = "这一段搬到了文章的末尾，后面跟着文末符号。"
    before = proof(
        "一校", [["开头一段。", wanders, "中间一段写得长一些，免得看错。"], ["末尾一段，也写得长一些。"]], (0.2, 0.2)
    )
    after = proof(
        "二校",
        [["开头一段。", "中间一段写得长一些，免得看错。"], ["末尾一段，也写得长一些。", f"{wanders}■"]],
        (0.3, 0.3),
        "2",
    )
    (change,) = compare(before, after).texts
    assert (change.kind, change.old_page, change.new_page) == ("moved", 1, 2)


def test_what_nobody_asked_for_stands_first_and_is_named() -> None:
    before = proof("一校", [["甲段。"], ["乙段。"], ["丙段原来这样写。"]], (0.2, 0.2, 0.2))
    after = proof("二校", [["甲段。"], ["乙段。"], ["丙段现在这样写。"]], (0.2, 0.8, 0.3))
    found = compare(before, after)
    assert [(zh, pages) for zh, _, _, pages in summary(found)] == [
        ("样子变了，文字没改（请核对）", [2]),
        ("文字有改动", [3]),
        ("没有变化", [1]),
    ]
    assert [text["source_same"] for page in change_rows(found)["pages"] for text in page["texts"]] == [True]
    html = comparison_html(found).decode()
    assert "文字没改、也没有重排，请核对有没有人要求" in html
    assert "稿件没改，请核对" in html
    asked = comparison_html(compare(before, proof("二校", [["甲段改了。"], [], []], (0.3, 0.2, 0.2), "2"))).decode()
    assert "稿件没改" not in asked


@pytest.mark.parametrize("damage", ['{"format": 1', '{"format": 9}', "[]", "null", '{"format": 1, "name": 3}', ""])
def test_a_damaged_proof_is_told(tmp_path: Path, damage: str) -> None:
    folder = EditionFolder(tmp_path)
    save_proof(folder, proof("一校", [["甲段。"]], (0.2,)), b"%PDF")
    assert load_proof(folder, "一校").paragraphs[0].lines == ("甲段。",)
    (tmp_path / "proofs" / "一校" / "proof.json").write_text(damage, "utf-8")
    with pytest.raises(Giveup) as told:
        load_proof(folder, "一校")
    assert told.value.problems[0].message("zh") == "校样“一校”的文件不全或已损坏。"


KILLED = """
import os, sys
from pathlib import Path
from tests.proofs.test_comparing import proof
from typeset.proofs.store import save_proof
from typeset.workspace import EditionFolder
whole = Path.write_bytes
Path.write_bytes = lambda path, data: os._exit(9) if path.suffix == ".pdf" else whole(path, data)
save_proof(EditionFolder(Path(sys.argv[1])), proof("一校", [["甲段。"]], (0.2,)), b"%PDF")
"""


def test_a_killed_command_leaves_no_half_proof_and_its_rest_is_swept(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=root, check=False)
    assert done.returncode == 9
    folder = EditionFolder(tmp_path)
    (rest,) = (tmp_path / "proofs").iterdir()
    assert proofs_of(folder) == ()
    save_proof(folder, proof("一校", [["甲段。"]], (0.2,)), b"%PDF")
    assert proofs_of(folder) == ("一校",)
    assert rest.exists()  # it may be another command that is still at work
    os.utime(rest, (0, 0))
    save_proof(folder, proof("二校", [["甲段。"]], (0.2,)), b"%PDF")
    assert sorted(path.name for path in (tmp_path / "proofs").iterdir()) == ["一校", "二校"]


def told(code: str, severity: str, zh: str, **more: object) -> dict[str, object]:
    place = {"file": "issues/2026-01/a.md", "line": 3, "column": 1, "page": None}
    return {"code": code, "severity": severity, **place, "message": {"zh": zh, "en": f"{zh} (en)"}, "hint": {}, **more}


def test_the_first_sheet_tells_open_accepted_and_noted_apart_with_places_and_codes() -> None:
    by = {"reason": "原话", "by": "张三"}
    frozen = replace(
        proof("一校", [["甲段。"]], (0.2,)),
        problems=(
            told("edition-note", "notice", "请核对日期"),
            told("copy-words-repeated", "warning", "说了两遍"),
            told("preflight-image-coarse", "error", "图片太糙", file="build/2026-01-print.pdf", line=None, page=4),
            told("copy-end-odd", "warning", "句尾可疑", accepted=by),
        ),
    )
    rows = problem_rows(frozen, accepted=False)
    assert [(row["class"], row["code"], row["where"]) for row in rows] == [
        ("error", "preflight-image-coarse", "第4页"),
        ("warning", "copy-words-repeated", "a.md:3"),
    ]
    assert [(row["code"], row["by"]) for row in problem_rows(frozen, accepted=True)] == [("copy-end-odd", by)]
    assert [row["zh"] for row in problem_rows(frozen, accepted=False, notes=True)] == ["请核对日期"]
