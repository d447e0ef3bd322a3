"""Files that are broken or mean harm: a clear message, bounded work, nothing fetched, nothing run."""

from __future__ import annotations

import socket
import zipfile
from pathlib import Path

import pytest

from typeset.copyedit import Settings
from typeset.importing import Delivery, Naming, Unreadable, import_file

from .word_files import run, saved, usual, with_part, xml


def imported(path: Path) -> Delivery:
    return import_file(path, path.name, Naming(lambda _: False, 1), Settings())


def refusal(path: Path) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        imported(path)
    return caught.value.problem.code, caught.value.problem.message("zh")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_a_file_that_is_no_zip_and_one_that_is_cut_off(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"no zip at all")
    whole = saved(usual(), tmp_path / "b.docx").read_bytes()
    (tmp_path / "b.docx").write_bytes(whole[: len(whole) // 2])

    assert refusal(tmp_path / "a.docx") == ("import-zip-damaged", "“a.docx”坏了，打不开（a.docx）。")
    assert refusal(tmp_path / "b.docx")[0] == "import-zip-damaged"


def test_damaged_bytes_in_a_part_are_named(tmp_path: Path) -> None:
    path = saved(usual(), tmp_path / "a.docx")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        info = file.getinfo("word/document.xml")
    start = info.header_offset + 30 + len(info.filename)
    data[start + 40 : start + 80] = bytes(40)
    path.write_bytes(bytes(data))

    assert refusal(path) == ("import-zip-damaged", "“a.docx”坏了，打不开（word/document.xml）。")


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = with_part(saved(usual(), tmp_path / "a.docx"), "word/document.xml", b"<a>" + bytes(60 * 2**20))

    assert refusal(path) == (
        "import-zip-bomb",
        "“a.docx”展开以后大得不正常（word/document.xml），为安全起见没有读。",
    )


def test_a_header_that_lies_about_the_size_does_not_help(tmp_path: Path) -> None:
    path = with_part(saved(usual(), tmp_path / "a.docx"), "word/document.xml", b"<a>" + bytes(60 * 2**20))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        size = file.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    path.write_bytes(bytes(data).replace(size, (1000).to_bytes(4, "little")))

    assert refusal(path)[0] in ("import-zip-damaged", "import-zip-bomb")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, encoding: str) -> None:
    text = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><w:document>&c;</w:document>'
    path = with_part(saved(usual(), tmp_path / "a.docx"), "word/document.xml", text.encode(encoding))

    assert refusal(path)[0] == "import-entities"


def test_an_encoding_that_could_hide_entities_is_refused(tmp_path: Path) -> None:
    text = b'<?xml version="1.0" encoding="cp037"?><w:document/>'
    path = with_part(saved(usual(), tmp_path / "a.docx"), "word/document.xml", text)

    assert refusal(path)[0] == "import-damaged"


def test_elements_nested_without_end_are_damage(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deep = "<w:smartTag>" * 20_000 + "</w:smartTag>" * 20_000
    text = f"<w:document {space}><w:body><w:p>{deep}</w:p></w:body></w:document>"
    path = with_part(saved(usual(), tmp_path / "a.docx"), "word/document.xml", text.encode())

    assert refusal(path)[0] == "import-damaged"


def test_macros_are_named_and_left_alone(tmp_path: Path) -> None:
    delivery = imported(with_part(saved(usual(), tmp_path / "a.docx"), "word/vbaProject.bin", b"\xd0\xcf\x11\xe0macro"))

    assert "文件里有宏，没有运行，也没有导入。" in [item.message("zh") for item in delivery.problems]
    assert delivery.articles[0].draft.title == "把服务送到职工身边"


def test_names_that_point_elsewhere_are_ignored_and_told(tmp_path: Path) -> None:
    path = with_part(saved(usual(), tmp_path / "a.docx"), "../../evil.txt", b"x")
    delivery = imported(path)

    assert "文件里有指向别处的部件，没有理会：../../evil.txt" in [item.message("zh") for item in delivery.problems]
    assert not (tmp_path.parent / "evil.txt").exists()


def test_pictures_from_outside_are_never_fetched_but_keep_their_place(tmp_path: Path) -> None:
    document = usual()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = document.part.relate_to("https://example.com/p.jpg", kind, is_external=True)
    xml(document, f'<w:r><w:drawing><a:blip r:link="{relation}"/></w:drawing></w:r>')
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert "原稿引用了外面的内容，没有去取：https://example.com/p.jpg" in [
        item.message("zh") for item in delivery.problems
    ]
    assert [photo.awaited for photo in delivery.articles[0].photos] == [False, True]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"", "import-empty"),
        ("a.pdf", b"%PDF-1.7", "import-kind-unknown"),
        ("a.txt", b"  \n\n ", "import-empty"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "import-encrypted"),
    ],
)
def test_what_cannot_be_an_article(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)

    assert refusal(tmp_path / name)[0] == code


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.docx") == ("import-file-missing", "没有“a.docx”这个文件。")


def test_a_zip_that_is_not_words(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
        file.writestr("hello.txt", "x")

    assert refusal(tmp_path / "a.docx") == ("import-not-word", "“a.docx”不是 Word 文件，里面没有正文。")


def test_without_libreoffice_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.importing.office.find_office", lambda: None)
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(Unreadable) as caught:
        imported(tmp_path / "a.doc")

    assert caught.value.problem.message("zh") == "导入“a.doc”（.doc）要用 LibreOffice，这台电脑上没有。"
    assert "另存为 .docx" in caught.value.problem.hint("zh")


def test_many_runs_do_not_take_many_times_as_long_in_depth(tmp_path: Path) -> None:
    document = usual()
    xml(document, "".join(run("字") for _ in range(5000)))

    assert "字" * 5000 in imported(saved(document, tmp_path / "a.docx")).articles[0].markdown
