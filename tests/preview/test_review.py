"""The review's addresses from outside: proofs, comments, acceptances, findings of the texts; and who may ask."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from PIL import Image

from tests.preview.serving import (
    FIRST,
    ISSUE,
    KEYS,
    MANIFEST,
    MANUSCRIPT,
    PORT,
    FakeRenderer,
    Session,
    session,
    write_project,
)
from typeset.build.preflight_places import placed_findings
from typeset.edition import Accepted
from typeset.prepress.preflight import Preflight
from typeset.prepress.preflight.model import Check, FileFacts, Finding, Spot, Status, Wanted
from typeset.preview.jobs import Judge, ListComments, ListProofs
from typeset.preview.judging_job import judged
from typeset.preview.preflight_process import PreflightProcess, finding_data
from typeset.preview.refusal import Refusal
from typeset.preview.text_jobs import proofread_texts
from typeset.preview.worker import Worker
from typeset.problems import Place, Severity, problem
from typeset.proofs.store import Paragraph, Proof, write_proof
from typeset.signoff import Acceptances, fingerprint, where_of
from typeset.workspace import Workspace

COMMENTS = "issues/2026-01/comments.yaml"
ENTRY = """\
- page: 3
  where: issues/2026-01/articles/01.md:1
  kind: 高亮 highlight
  text: 第一段
  comment: 请核对
  by: 赵六
  id: one
  done: no
  note: 人写的话
"""


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        yield opened


def blank_pdf(pages: int, grey: float = 1) -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(283.46, 425.2))  # 100 × 150 mm
            made.pages[-1].Contents = made.make_stream(f"{grey} g 28.35 28.35 56.7 56.7 re f".encode())
        made.save(written, deterministic_id=True)
    return written.getvalue()


def write(root: Path, name: str, when: str, words: str, grey: float = 1) -> None:
    """A proof of one page with one paragraph."""
    part = Paragraph(1, 1, "p", f"{MANUSCRIPT}:1:1", 10, 20, 50, 6, 0, (words,))
    proof = Proof(name, "2026-01", "试刊", "第1期", name[:2], 1, when, "王五", "abc0" + format(len(words), "x"), "1",
                  {}, (), (1,), (part,), (("1",),), pdf=blank_pdf(1, grey))  # fmt: skip
    folder = root / "issues/2026-01/proofs" / name
    folder.mkdir(parents=True)
    write_proof(proof, folder)


# Proofs


def test_an_edition_without_proofs_has_none(preview: Session) -> None:
    assert preview.get("/api/proofs").json() == []


def test_proofs_are_listed_in_the_order_in_which_they_were_made(preview: Session) -> None:
    write(preview.root, "二校", "2026-01-03 09:00", "甲")
    write(preview.root, "一校", "2026-01-02 09:00", "甲乙")
    (preview.root / "issues/2026-01/proofs/三校").mkdir()
    (preview.root / "issues/2026-01/proofs/三校/proof.json").write_text("{", "utf-8")  # damaged

    first, second = preview.get("/api/proofs").json()
    assert first == {
        "name": "一校",
        "heading": {"zh": "一校样", "en": "First proof"},
        "when": "2026-01-02 09:00",
        "by": "王五",
        "build": "abc02",
        "article": "",
        "pages": [1],
    }
    assert second["name"] == "二校"


def test_a_comparison_tells_words_pages_and_where_the_layout_differs(preview: Session) -> None:
    write(preview.root, "一校", "2026-01-02 09:00", "春天来了")
    write(preview.root, "二校", "2026-01-03 09:00", "春天真的来了", grey=0)

    found = preview.get("/api/proofs/compare?old=一校&new=二校").json()
    (page,) = found["pages"]
    (text,) = page["texts"]
    assert text["runs"] == [["same", "春天"], ["inserted", "真的"], ["same", "来了"]]
    assert (text["file"], text["line"], text["what"]) == (MANUSCRIPT, 1, {"zh": "正文", "en": "text"})
    assert text["new"] == [{"page": 1, "box": [10, 20, 50, 6]}]  # the words are not in the PDF: their line
    ((x, y, width, height),) = page["areas"]
    assert (x, y) == (pytest.approx(10, abs=3), pytest.approx(120, abs=3))
    assert (width, height) == (pytest.approx(20, abs=6), pytest.approx(20, abs=6))
    assert found["unchanged"] == []
    assert found["new"]["sizes"] == [[pytest.approx(100, abs=0.1), pytest.approx(150, abs=0.1)]]


def test_a_proofs_page_is_drawn_at_the_scale_asked_for_and_may_be_kept(preview: Session) -> None:
    write(preview.root, "一校", "2026-01-02 09:00", "春天")
    write(preview.root, "二校", "2026-01-03 09:00", "春天来", grey=0)
    address = "/proof-page.png?name=二校&build=abc03&page=1&scale=2"
    one = preview.get(address)
    assert Image.open(io.BytesIO(one.content)).size == (200, 300)
    assert one.headers["cache-control"] == "private, max-age=31536000, immutable"
    over = Image.open(io.BytesIO(preview.get(address + "&against=一校").content)).convert("RGB")
    assert over.getpixel((40, 260)) == (20, 140, 70)  # came in


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("name=二校&build=abc03&page=1&scale=2", 422),
        ("name=一校&build=abc99&page=1&scale=2", 404),
        ("name=一校&build=abc02&page=2&scale=2", 404),
        ("name=一校&build=abc02&page=1&scale=99", 400),
        ("name=一校&build=abc02&page=1&scale=0", 400),
        ("name=一校&build=../x&page=1&scale=2", 400),
        ("name=../../articles&build=abc02&page=1&scale=2", 422),
        ("name=一校&build=abc02&page=1&scale=2&against=../一校", 422),
        ("build=abc02&page=1&scale=2", 400),
    ],
)
def test_what_is_no_page_of_a_proof_is_refused(preview: Session, query: str, status: int) -> None:
    write(preview.root, "一校", "2026-01-02 09:00", "春天")
    answer = preview.get(f"/proof-page.png?{query}")
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"zh", "en"}


# Comments


def test_comments_are_listed_and_a_tick_changes_nothing_else(preview: Session) -> None:
    assert preview.get("/api/comments").json() == {"comments": [], "problems": [], "read": None}
    preview.path(COMMENTS).write_text(ENTRY, "utf-8")
    (comment,) = preview.get("/api/comments").json()["comments"]
    assert comment == {
        "id": "one",
        "page": 3,
        "file": MANUSCRIPT,
        "line": 1,
        "kind": "高亮 highlight",
        "text": "第一段",
        "comment": "请核对",
        "by": "赵六",
        "when": "",
        "from": "",
        "proof": "",
        "replies": [],
        "done": False,
    }
    (ticked,) = preview.post("/api/comments/tick", {"id": "one", "done": True}).json()["comments"]
    assert ticked == comment | {"done": True}
    before, (after,) = yaml.safe_load(ENTRY)[0], yaml.safe_load(preview.path(COMMENTS).read_text("utf-8"))
    assert after == before | {"done": True}


def test_a_tick_for_no_comment_and_one_that_is_no_tick_are_refused(preview: Session) -> None:
    preview.path(COMMENTS).write_text(ENTRY, "utf-8")
    assert preview.post("/api/comments/tick", {"id": "two", "done": True}).status_code == 404
    assert preview.post("/api/comments/tick", {"id": "one", "done": "yes"}).status_code == 400
    assert preview.path(COMMENTS).read_text("utf-8") == ENTRY


def send(preview: Session, data: bytes, **headers: str) -> Any:
    wanted = {"content-type": "application/pdf", "x-typeset-token": KEYS.writing, **headers}
    return preview.client.post("/api/comments/read", params={"name": "王.pdf"}, content=data, headers=wanted)


def test_a_pdf_without_comments_lists_none_and_leaves_no_file(preview: Session) -> None:
    answer = send(preview, blank_pdf(1))
    assert answer.json() == {"comments": [], "problems": [], "read": 0}
    assert not preview.path(COMMENTS).exists()
    assert not list((preview.root / "build").rglob("*.pdf"))


def test_what_is_no_pdf_is_refused_by_its_name(preview: Session) -> None:
    answer = send(preview, b"no PDF")
    assert answer.status_code == 422
    assert "王.pdf" in answer.json()["error"]["zh"]


def test_a_pdf_needs_the_token_and_its_own_kind(preview: Session) -> None:
    assert send(preview, b"%PDF", **{"x-typeset-token": "wrong"}).status_code == 403
    assert send(preview, b"{}", **{"content-type": "application/json"}).status_code == 415
    assert send(preview, b"x", **{"content-type": "text/plain"}).status_code == 415
    assert send(preview, b"x", origin="http://evil.example").status_code == 403
    assert send(preview, b"", **{"content-length": str(2**40)}).status_code == 413
    json = preview.client.post(
        "/api/form", content=b"x", headers={"content-type": "application/pdf", **preview.writing}
    )
    assert json.status_code == 415


# Acceptances


def test_a_problem_is_accepted_in_the_manifest_and_the_version_before_is_kept(preview: Session) -> None:
    before = preview.path(MANIFEST).read_text("utf-8")
    (told,) = preview.get("/api/state").json()["problems"]
    answer = preview.post("/api/accept", {"id": told["id"], "reason": " 稍后 补 ", "by": "李四"})

    assert answer.status_code == 200
    assert preview.path(MANIFEST).read_text("utf-8") == before + (
        "已接受:\n  - 代码: manuscript-missing\n"
        '    位置: "issue.yaml:8"\n    理由: "稍后 补"\n    签字人: "李四"\n'
        '    原文: "正文: articles/01.md"\n'
    )
    assert answer.json()["version"] == preview.version(MANIFEST)
    (version,) = preview.get(f"/api/history?name={MANIFEST}").json()
    assert preview.get(f"/api/history/{version['id']}?name={MANIFEST}").json()["text"] == before


@pytest.mark.parametrize(("reason", "by"), [("", "李四"), ("可以", " "), ("", "")])
def test_nobody_is_made_up_and_no_reason(preview: Session, reason: str, by: str) -> None:
    before = preview.path(MANIFEST).read_text("utf-8")
    (told,) = preview.get("/api/state").json()["problems"]
    answer = preview.post("/api/accept", {"id": told["id"], "reason": reason, "by": by})
    assert (answer.status_code, answer.json()["error"]["zh"]) == (400, "接受一个问题要写明理由和签字人。")
    assert preview.path(MANIFEST).read_text("utf-8") == before


def test_a_problem_that_is_gone_is_not_accepted(preview: Session) -> None:
    answer = preview.post("/api/accept", {"id": "0" * 16, "reason": "可以", "by": "李四"})
    assert (answer.status_code, answer.json()["code"]) == (409, "preview-problem-gone")


def test_a_manifest_that_cannot_be_edited_is_left_alone(preview: Session) -> None:
    (told,) = preview.get("/api/state").json()["problems"]
    preview.path(MANIFEST).write_text("刊物: [", "utf-8")
    assert preview.post("/api/accept", {"id": told["id"], "reason": "可以", "by": "李四"}).status_code == 422
    assert preview.path(MANIFEST).read_text("utf-8") == "刊物: ["


class Found(PreflightProcess):
    """A preflight that finds something on page 2."""

    def run(self) -> list[dict[str, Any]]:
        item = problem("preview-fault", Place("2026-01-print.pdf", page=2), why="x")
        return [finding_data(item, 2, None, Place(MANIFEST))]


def test_a_finding_of_preflight_is_accepted_and_shown_so_at_once(tmp_path: Path) -> None:
    workspace, folder = write_project(tmp_path / "other")
    calm = replace(FIRST, problems=(), boxes={})
    with session(tmp_path, FakeRenderer([calm]), preflight=Found(folder, workspace)) as preview:
        preview.post("/api/preflight", {})
        (told,) = preview.get("/api/state").json()["problems"]
        assert (told["group"], told["accepted"], told["page"]) == ("preflight", None, 2)
        assert "text" not in told
        assert preview.post("/api/accept", {"id": told["id"], "reason": "可以", "by": "李四"}).status_code == 200
        (after,) = preview.get("/api/state").json()["problems"]
        assert after["accepted"] == {"reason": "可以", "by": "李四"}
        (entry,) = yaml.safe_load(preview.path(MANIFEST).read_text("utf-8"))["已接受"]
        assert entry["位置"] == "第2页"


def test_what_the_manifest_says_of_a_finding_of_preflight_counts_once_it_is_saved(tmp_path: Path) -> None:
    workspace, folder = write_project(tmp_path / "other")
    calm = replace(FIRST, problems=(), boxes={})
    with session(tmp_path, FakeRenderer([calm]), preflight=Found(folder, workspace)) as preview:
        before = preview.path(MANIFEST).read_text("utf-8")
        preview.post("/api/preflight", {})
        (told,) = preview.get("/api/state").json()["problems"]
        preview.post("/api/accept", {"id": told["id"], "reason": "可以", "by": "李四"})
        accepted = preview.path(MANIFEST).read_text("utf-8")

        def judged_after(text: str) -> object:
            with preview.client.websocket_connect(f"ws://127.0.0.1:{PORT}/live") as window:
                preview.put(MANIFEST, text, preview.version(MANIFEST))
                while True:
                    message = window.receive_json()
                    if message["type"] == "state" and message["state"] == "ready":
                        (found,) = message["problems"]
                        if bool(found["accepted"]) is ("李四" in text):
                            return found["accepted"]

        assert judged_after(before) is None
        assert judged_after(accepted) == {"reason": "可以", "by": "李四"}


def test_what_is_written_of_a_finding_of_preflight_is_found_by_the_next_one(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    manifest = Place("issues/2026-01/issue.yaml")
    finding = Finding("preview-fault", Severity.ERROR, {"why": "y"}, (Spot(2, 30.0, 40.0), Spot(3)))
    report = Preflight(Wanted(), FileFacts(3), (Check("r", Status.FAILED, "", (finding,)),))
    found = next(placed_findings(report, "2026-01-print.pdf")).problem
    entry = Accepted(found.code, where_of(found, manifest), "可以", "李四", fingerprint(found, ""), manifest)
    again = list(placed_findings(report, "2026-01-print.pdf", Acceptances((entry,), workspace).applied))
    assert [item.problem.accepted is not None for item in again] == [True, True]
    other = replace(report, checks=(replace(report.checks[0], findings=(replace(finding, arguments={"why": "z"}),)),))
    (moved, _) = placed_findings(other, "2026-01-print.pdf", Acceptances((entry,), workspace).applied)
    assert moved.problem.accepted is None


# Texts


def test_what_is_typed_is_proofread_with_its_fixes(preview: Session) -> None:
    text = "他说,好。\n\n会议会议开了。\n"
    problems = preview.post("/api/check", {"name": MANUSCRIPT, "text": text}).json()["problems"]
    (fixed,) = [item for item in problems if item.get("fixes")]
    assert fixed["fixes"] == [
        {"line": 1, "column": 3, "before": ",", "after": "，", "rule": {"zh": "半角标点", "en": "half-width-marks"}}
    ]
    assert fixed["message"]["zh"] == "可以清理（半角标点）：, → ，"
    assert fixed["severity"] == "notice"
    assert [(item["line"], item["column"]) for item in problems if item["code"] == "copy-words-repeated"] == [(3, 1)]


def test_a_value_is_fixed_where_it_stands_as_it_is_and_only_there(preview: Session) -> None:
    before = preview.path(MANIFEST).read_text("utf-8")
    text = before.replace("标题: 乙文", "标题: 乙文,丙文").replace("正文: 只有一句话。", '正文: "他说,\\"好\\"。"')
    problems = preview.post("/api/check", {"name": MANIFEST, "text": text}).json()["problems"]
    fixes = [fix for item in problems for fix in item.get("fixes", [])]
    assert [(fix["line"], fix["column"], fix["before"], fix["after"]) for fix in fixes if fix["line"] == 9] == [
        (9, 15, ",", "，")
    ]
    lines = text.split("\n")
    for fix in fixes:
        assert lines[fix["line"] - 1][fix["column"] - 1 :].startswith(fix["before"])
        assert '"' not in fix["before"] + fix["after"]


def test_windows_hear_of_the_texts_after_the_pages(preview: Session) -> None:
    preview.path(MANUSCRIPT).write_text("他说,好。\n", "utf-8")
    with preview.client.websocket_connect(f"ws://127.0.0.1:{PORT}/live") as live:
        for _ in range(20):
            message = live.receive_json()
            if message["type"] == "texts" and message["findings"]:
                break
    waits = [item for item in message["findings"] if item["code"] == "copy-clean-up-waits"]
    assert [(item["file"], item["line"], item["group"]) for item in waits] == [(MANUSCRIPT, 1, "texts")]
    assert [fix["after"] for fix in waits[0]["fixes"]] == ["，"]


# Workers


def test_a_worker_does_jobs_rests_and_is_there_again(tmp_path: Path) -> None:
    workspace, folder = write_project(tmp_path)
    worker = Worker(folder, workspace, rest=0.2)
    try:
        assert worker.do(ListComments())["comments"] == []
        running = worker._running
        assert running is not None
        running[0].join(30)
        assert not running[0].is_alive()
        assert worker.do(ListProofs()) == []
    finally:
        worker.close()
    with pytest.raises(Refusal) as refused:
        worker.do(ListProofs())
    assert refused.value.problem.code == "preview-worker-failed"


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    workspace, folder = write_project(tmp_path)
    worker = Worker(folder, workspace)
    try:
        worker.do(ListComments())
        assert worker._running is not None
        worker._running[0].kill()
        assert worker.do(ListComments())["comments"] == []
        (folder.path / "comments.yaml").write_text("- [", "utf-8")
        with pytest.raises(Refusal) as refused:
            worker.do(ListComments())
        assert refused.value.problem.code == "comments-list-broken"
    finally:
        worker.close()


def test_an_acceptance_of_something_that_is_mended_is_told(tmp_path: Path) -> None:
    workspace, folder = write_project(tmp_path)
    entry = "  - {代码: copy-words-repeated, 位置: 'articles/01.md:1', 理由: 可以, 签字人: 李四, 原文: 会议会议}\n"
    manifest = tmp_path / MANIFEST
    manifest.write_text(f"{manifest.read_text('utf-8')}已接受:\n{entry}", "utf-8")

    def told() -> list[str]:
        return [item["code"] for item in proofread_texts(folder, workspace) if item["code"].startswith("accepted-")]

    assert told() == ["accepted-unused"]
    (tmp_path / MANUSCRIPT).write_text("会议会议开了。\n", "utf-8")
    assert told() == []


def test_an_acceptance_that_no_finding_of_preflight_needs_is_told_once_preflight_was_run(tmp_path: Path) -> None:
    workspace, folder = write_project(tmp_path)
    entry = "{代码: preflight-layers, 位置: 第1页, 理由: 可以, 签字人: 李四, 原文: '#0123456789ab'}"
    manifest = tmp_path / MANIFEST
    manifest.write_text(f"{manifest.read_text('utf-8')}已接受:\n  - {entry}\n", "utf-8")
    item = finding_data(problem("preflight-layers", Place("2026-01-print.pdf", page=2)), 2, None, Place(MANIFEST))

    told = judged(Judge((item,)), folder, workspace)
    assert [(found["code"], found["page"], found["file"]) for found in told] == [
        ("preflight-layers", 2, None),
        ("accepted-unused", 0, MANIFEST),
    ]
    assert judged(Judge(tuple(told)), folder, workspace) == told, "judged again, it is told once"
    manifest.write_text(ISSUE, "utf-8")
    assert [found["code"] for found in judged(Judge(tuple(told)), folder, workspace)] == ["preflight-layers"]
