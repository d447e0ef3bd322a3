"""Reading and writing the project's files through the preview: nothing outside, nothing lost."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.edition.file_texts import read_bytes, write_text
from typeset.preview.history import History

from .serving import MANIFEST, MANUSCRIPT, Session, session


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as found:
        yield found


def test_a_file_is_read_with_its_version(preview: Session) -> None:
    answer = preview.get(f"/api/file?name={MANUSCRIPT}").json()

    data = preview.path(MANUSCRIPT).read_bytes()
    assert answer == {
        "name": MANUSCRIPT,
        "text": "第一段。\n\n第二段。\n",
        "version": sha256(data).hexdigest(),
        "writable": True,
    }


@pytest.mark.parametrize(
    "name",
    [
        "secret.txt",
        "../secret.txt",
        "issues/2026-01/../../secret.txt",
        "issues/2026-01/articles/../../../secret.txt",
        "issues/2026-01/./issue.yaml",
        "issues/2026-01//issue.yaml",
        "issues/2026-01/articles\\01.md",
        "issues/2026-01/",
        "issues/2026-01",
        "issues/2025-12/issue.yaml",
        "/etc/passwd",
        "C:/Windows/win.ini",
        "issues/2026-01/C:x.md",
        "issues/2026-01/01.md:stream",
        "issues/2026-01/con.md",
        "issues/2026-01/nul",
        "issues/2026-01/a\0.md",
        "issues/2026-01/.hidden.md",
        "issues/2026-01/a.md.",
        "issues/2026-01/a.md ",
        "layouts/../secret.txt",
        "build/2026-01/report.json",
        "file:///etc/passwd",
        "issues/2026-01/" + "d/" * 20 + "a.md",
    ],
)
def test_names_that_lead_outside_are_refused_for_reading_and_writing(preview: Session, name: str) -> None:
    for answer in (preview.client.get("/api/file", params={"name": name}), preview.put(name, "x", "")):
        assert answer.status_code == 403
        assert answer.json()["code"] == "preview-file-outside"
    assert preview.path("secret.txt").read_text("utf-8") == "秘密"


def test_an_absolute_name_of_a_file_inside_is_refused_too(preview: Session) -> None:
    name = str(preview.path(MANUSCRIPT).absolute())

    assert preview.client.get("/api/file", params={"name": name}).status_code == 403


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("link", ["articles/link.md", "linked/secret.txt", "articles/dangling.md"])
def test_symbolic_links_are_neither_read_nor_written_nor_listed(preview: Session, link: str) -> None:
    folder = preview.path("issues/2026-01")
    (folder / "articles" / "link.md").symlink_to(preview.path("secret.txt"))
    (folder / "articles" / "dangling.md").symlink_to(preview.path("new.md"))
    (folder / "linked").symlink_to(preview.root)
    name = f"issues/2026-01/{link}"

    assert preview.client.get("/api/file", params={"name": name}).status_code == 403
    assert preview.put(name, "x", "").status_code == 403
    assert not preview.path("new.md").exists()
    assert name not in {item["name"] for item in preview.get("/api/state").json()["files"]}


def test_files_are_listed_with_their_kind_and_whether_they_may_be_written(preview: Session) -> None:
    (preview.path("issues/2026-01") / "notes.docx").write_bytes(b"PK")
    files = {item["name"]: (item["kind"], item["writable"]) for item in preview.get("/api/state").json()["files"]}

    assert files[MANIFEST] == ("manifest", True)
    assert files["issues/publication.yaml"] == ("manifest", True)
    assert files[MANUSCRIPT] == ("manuscript", True)
    assert files["issues/2026-01/photos/a.jpg"] == ("picture", False)
    assert files["layouts/classic/styles/article.css"] == ("style", False)
    assert "issues/2026-01/notes.docx" not in files
    assert next(iter(files)) == MANIFEST


def test_a_layout_that_came_with_typeset_is_read_and_not_written(preview: Session) -> None:
    name = "layouts/classic/styles/article.css"
    found = preview.get(f"/api/file?name={name}").json()

    answer = preview.put(name, "", found["version"])

    assert found["writable"] is False
    assert answer.status_code == 403
    assert answer.json()["error"]["en"] == f"{name} can be read in the preview, not changed."


def test_the_projects_own_layout_is_written(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "own"
    own.mkdir(parents=True)
    (own / "layout.yaml").write_text("{}", "utf-8")
    (own / "style.css").write_text("p {}", "utf-8")
    with session(tmp_path) as preview:
        preview.path("issues/publication.yaml").write_text("版式: own\n", "utf-8")
        preview.put(MANIFEST, preview.get(f"/api/file?name={MANIFEST}").json()["text"], preview.version(MANIFEST))
        preview.files.refresh_layout()

        answer = preview.put("layouts/own/style.css", "h1 {}", preview.version("layouts/own/style.css"))

        assert answer.status_code == 200
        assert (own / "style.css").read_text("utf-8") == "h1 {}"


def test_pictures_and_files_that_are_not_there_are_no_texts(preview: Session) -> None:
    assert preview.get("/api/file?name=issues/2026-01/photos/a.jpg").status_code == 415
    answer = preview.get("/api/file?name=issues/2026-01/articles/99.md")
    assert answer.status_code == 404
    assert answer.json()["error"]["zh"] == "没有文件“issues/2026-01/articles/99.md”。"
    assert preview.get("/api/file").status_code == 400


def test_saving_writes_the_text_and_answers_with_the_new_version(preview: Session) -> None:
    answer = preview.put(MANUSCRIPT, "新的一段。\n", preview.version(MANUSCRIPT))

    data = preview.path(MANUSCRIPT).read_bytes()
    assert data.decode() == "新的一段。\n"
    assert answer.json() == {"version": sha256(data).hexdigest()}
    assert [path.name for path in preview.path(MANUSCRIPT).parent.iterdir()] == ["01.md"]


def test_a_file_that_changed_on_disk_is_not_overwritten(preview: Session) -> None:
    base = preview.version(MANUSCRIPT)
    preview.path(MANUSCRIPT).write_text("别人改的。\n", "utf-8")

    answer = preview.put(MANUSCRIPT, "我改的。\n", base)

    assert answer.status_code == 409
    assert answer.json() == {"text": "别人改的。\n", "version": preview.version(MANUSCRIPT)}
    assert preview.path(MANUSCRIPT).read_text("utf-8") == "别人改的。\n"
    assert preview.get(f"/api/history?name={MANUSCRIPT}").json() == []


def test_a_file_that_was_removed_is_a_conflict_and_not_made_anew(preview: Session) -> None:
    base = preview.version(MANUSCRIPT)
    preview.path(MANUSCRIPT).unlink()

    answer = preview.put(MANUSCRIPT, "我改的。\n", base)

    assert (answer.status_code, answer.json()) == (409, {"text": "", "version": ""})
    assert not preview.path(MANUSCRIPT).exists()


def test_a_new_manuscript_is_made_where_there_is_none_and_not_over_one(preview: Session) -> None:
    name = "issues/2026-01/articles/02.md"

    assert preview.put(name, "新稿。\n", "").status_code == 200
    assert preview.path(name).read_text("utf-8") == "新稿。\n"
    assert preview.put(name, "另一篇。\n", "").status_code == 409
    assert preview.path(name).read_text("utf-8") == "新稿。\n"


def test_previous_versions_are_kept_and_give_the_text_back(preview: Session) -> None:
    first = preview.version(MANUSCRIPT)
    second = preview.put(MANUSCRIPT, "二。\n", first).json()["version"]
    preview.put(MANUSCRIPT, "三。\n", second)

    versions = preview.get(f"/api/history?name={MANUSCRIPT}").json()
    texts = [preview.get(f"/api/history/{item['id']}?name={MANUSCRIPT}").json()["text"] for item in versions]

    assert texts == ["二。\n", "第一段。\n\n第二段。\n"]
    assert [item["size"] for item in versions] == [7, len("第一段。\n\n第二段。\n".encode())]
    assert datetime.fromisoformat(versions[0]["time"]).tzinfo is not None
    assert (preview.root / "build" / "2026-01" / "history").is_dir()
    answer = preview.put(MANUSCRIPT, texts[1], preview.version(MANUSCRIPT))
    assert answer.json()["version"] == first  # undone to the byte


@pytest.mark.parametrize("version", ["../../x", "20260101T000000000000", "x", "%2e%2e"])
def test_versions_that_there_are_not_are_told(preview: Session, version: str) -> None:
    assert preview.get(f"/api/history/{version}?name={MANUSCRIPT}").status_code == 404
    assert preview.get("/api/history?name=secret.txt").status_code == 403


def test_saving_the_same_text_writes_nothing(preview: Session) -> None:
    before = preview.path(MANUSCRIPT).stat().st_mtime_ns
    base = preview.version(MANUSCRIPT)

    assert preview.put(MANUSCRIPT, "第一段。\n\n第二段。\n", base).json() == {"version": base}
    assert preview.path(MANUSCRIPT).stat().st_mtime_ns == before
    assert preview.get(f"/api/history?name={MANUSCRIPT}").json() == []


@pytest.mark.parametrize(
    ("mark", "codec", "end"),
    [
        (b"", "gb18030", "\n"),
        (b"", "gb18030", "\r\n"),
        (b"\xef\xbb\xbf", "utf-8", "\r\n"),
        (b"\xff\xfe", "utf-16-le", "\r\n"),
        (b"\xfe\xff", "utf-16-be", "\n"),
        (b"", "utf-8", "\r"),
        (b"", "utf-8", "\r\n"),
    ],
)
def test_encoding_and_line_ends_stay(preview: Session, mark: bytes, codec: str, end: str) -> None:
    lines = ["突出党建引领，强化组织保障。", "", "着力构建产改新发展格局。", ""]
    preview.path(MANUSCRIPT).write_bytes(mark + end.join(lines).encode(codec))
    found = preview.get(f"/api/file?name={MANUSCRIPT}").json()

    answer = preview.put(MANUSCRIPT, found["text"].replace("产改", "产业工人队伍建设改革"), found["version"])

    assert found["text"] == "\n".join(lines)
    assert answer.status_code == 200
    assert preview.path(MANUSCRIPT).read_bytes() == mark + end.join(lines).replace(
        "产改", "产业工人队伍建设改革"
    ).encode(codec)


def test_a_manifest_in_gb18030_stays_in_it(preview: Session) -> None:
    path = preview.path(MANIFEST)
    text = path.read_text("utf-8")
    path.write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    base = preview.version(MANIFEST)

    edits = [{"path": ["sections", 0, "articles", 1], "key": "title", "value": "丙文"}]
    answer = preview.post("/api/form", {"base": base, "edits": edits})

    assert answer.status_code == 200
    assert path.read_bytes() == text.replace("标题: 乙文", "标题: 丙文").replace("\n", "\r\n").encode("gb18030")


def test_mixed_line_ends_change_only_with_their_lines(preview: Session) -> None:
    preview.path(MANUSCRIPT).write_bytes("一\r\n二\n三\r\n四\n五\r\n六".encode())
    found = preview.get(f"/api/file?name={MANUSCRIPT}").json()

    preview.put(MANUSCRIPT, found["text"].replace("三", "叁\n叁"), found["version"])

    assert preview.path(MANUSCRIPT).read_bytes().decode() == "一\r\n二\n叁\r\n叁\r\n四\n五\r\n六"


def test_damaged_text_is_not_offered_for_writing(preview: Session) -> None:
    preview.path(MANUSCRIPT).write_bytes("好的文字，其中有一个坏了的字节。".encode() + b"\xff")

    answer = preview.get(f"/api/file?name={MANUSCRIPT}")

    assert answer.status_code == 415
    assert answer.json()["code"] == "preview-file-unreadable"


def test_a_character_that_cannot_be_saved_is_named_and_nothing_is_written(preview: Session) -> None:
    before = preview.path(MANUSCRIPT).read_bytes()
    body = f'{{"text": "\\ud83d", "base": "{preview.version(MANUSCRIPT)}"}}'

    answer = preview.client.put(
        f"/api/file?name={MANUSCRIPT}",
        content=body,
        headers={"Content-Type": "application/json", **preview.writing},
    )

    assert answer.status_code == 400
    assert "U+D83D" in answer.json()["error"]["en"]
    assert preview.path(MANUSCRIPT).read_bytes() == before


def test_a_manuscript_that_is_too_long_is_not_written(preview: Session) -> None:
    answer = preview.put(MANUSCRIPT, "长" * 700_000, preview.version(MANUSCRIPT))

    assert answer.status_code == 413
    assert answer.json()["error"]["zh"] == f"“{MANUSCRIPT}”超过 2 MB，不能在这里编辑。"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the administrator may write everything")
def test_a_file_without_permission_is_told_of(preview: Session) -> None:
    preview.path(MANUSCRIPT).chmod(0o444)

    answer = preview.put(MANUSCRIPT, "x", preview.version(MANUSCRIPT))

    assert answer.status_code == 500
    assert answer.json()["code"] == "preview-file-system"


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_the_permissions_of_a_file_stay(preview: Session) -> None:
    preview.path(MANUSCRIPT).chmod(0o640)

    preview.put(MANUSCRIPT, "x", preview.version(MANUSCRIPT))

    assert preview.path(MANUSCRIPT).stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_written_is_told_and_the_file_stays(preview: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    base, before = preview.version(MANUSCRIPT), preview.path(MANUSCRIPT).read_bytes()
    monkeypatch.setattr("typeset.preview.files.write_atomically", full)

    answer = preview.put(MANUSCRIPT, "x", base)

    assert answer.status_code == 500
    assert answer.json()["error"]["en"] == (f"The system could not read or write {MANUSCRIPT}: No space left on device")
    assert preview.path(MANUSCRIPT).read_bytes() == before


def test_old_versions_go_when_there_are_many_and_the_order_holds_though_the_clock_stands(tmp_path: Path) -> None:
    history = History(tmp_path, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC), most_versions=3)

    for number in range(6):
        history.keep("a.md", b"%d" % number)
    history.keep("a.md", b"5")

    versions = history.versions("a.md")
    assert [history.read("a.md", item.id) for item in versions] == [b"5", b"4", b"3"]
    assert history.versions("b.md") == ()


def test_old_versions_go_when_they_are_large_and_the_newest_stays(tmp_path: Path) -> None:
    history = History(tmp_path, most_bytes=10)

    for size in (4, 5, 20):
        history.keep("a.md", b"x" * size)

    assert [item.size for item in history.versions("a.md")] == [20]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\ufeff\0"), max_size=60)


@given(TEXTS, TEXTS, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_what_is_written_is_what_was_typed_and_the_line_ends_are_the_files(
    old: str, new: str, end: str, mark: bytes
) -> None:
    before = mark + old.replace("\n", end).encode()

    data = write_text(new, before)

    decoded = read_bytes(data)
    assert decoded is not None
    assert decoded.text == new
    if "\n" in old:
        assert data == mark + new.replace("\n", end).encode()


@given(st.lists(st.tuples(st.text("ab", max_size=3), st.sampled_from(["\n", "\r\n"])), max_size=12))
def test_a_text_written_back_unchanged_gives_the_same_bytes(lines: list[tuple[str, str]]) -> None:
    before = "".join(line + end for line, end in lines).encode()
    decoded = read_bytes(before)
    assert decoded is not None

    assert write_text(decoded.text, before) == before
