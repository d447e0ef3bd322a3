from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from typeset.fonts import cache as cache_module
from typeset.fonts.cache import FactsCache
from typeset.fonts.facts import FontFacts, UnusableFont

MakeFont = Callable[..., Path]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The fonts that were really opened."""
    opened: list[Path] = []
    real = cache_module.read_facts

    def counted(path: Path) -> FontFacts:
        opened.append(path)
        return real(path)

    monkeypatch.setattr(cache_module, "read_facts", counted)
    return opened


def _facts(font: Path, cache: Path | None) -> FontFacts:
    facts = FactsCache(cache)
    found = facts.facts(font)
    facts.save()
    return found


def test_an_unchanged_font_is_read_once(tmp_path: Path, make_font: MakeFont, reads: list[Path]) -> None:
    font = make_font(tmp_path / "a.ttf")
    first = _facts(font, tmp_path / "build" / "fonts.json")
    second = _facts(font, tmp_path / "build" / "fonts.json")
    assert reads == [font]
    assert first == second
    assert "文" in second.characters


def test_a_warm_cache_does_not_import_fonttools(tmp_path: Path, make_font: MakeFont) -> None:
    font = make_font(tmp_path / "a.ttf")
    _facts(font, tmp_path / "fonts.json")
    program = (
        "import sys; from pathlib import Path; from typeset.fonts.cache import FactsCache\n"
        "facts = FactsCache(Path(sys.argv[2])).facts(Path(sys.argv[1]))\n"
        "print(facts.families[0], 'fontTools' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(font), str(tmp_path / "fonts.json")]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout == "Test Song False\n"


def test_a_changed_font_is_read_again(tmp_path: Path, make_font: MakeFont, reads: list[Path]) -> None:
    font = make_font(tmp_path / "a.ttf", "中")
    _facts(font, tmp_path / "fonts.json")
    make_font(font, "中文字")
    assert "字" in _facts(font, tmp_path / "fonts.json").characters
    assert reads == [font, font]


def test_a_font_of_the_same_size_and_another_time_is_read_again(
    tmp_path: Path, make_font: MakeFont, reads: list[Path]
) -> None:
    font = make_font(tmp_path / "a.ttf", "中")
    _facts(font, tmp_path / "fonts.json")
    size = font.stat().st_size
    make_font(font, "文")
    assert font.stat().st_size == size
    os.utime(font, ns=(1, 1))
    assert "文" in _facts(font, tmp_path / "fonts.json").characters
    assert len(reads) == 2


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"format": 1}',
        b'{"format": 0, "files": {}}',
        b'{"format": 1, "files": 3}',
    ],
)
def test_a_damaged_cache_is_made_anew(tmp_path: Path, make_font: MakeFont, reads: list[Path], damage: bytes) -> None:
    font = make_font(tmp_path / "a.ttf")
    cache = tmp_path / "fonts.json"
    cache.write_bytes(damage)
    _facts(font, cache)
    _facts(font, cache)
    assert reads == [font]


def test_an_entry_that_lacks_something_is_read_again(tmp_path: Path, make_font: MakeFont, reads: list[Path]) -> None:
    font = make_font(tmp_path / "a.ttf")
    cache = tmp_path / "fonts.json"
    _facts(font, cache)
    data = json.loads(cache.read_text("utf-8"))
    del data["files"][str(font)]["facts"]["version"]
    cache.write_text(json.dumps(data), "utf-8")
    assert _facts(font, cache).version == "1.000"
    assert len(reads) == 2


def test_fonts_that_are_no_longer_used_leave_the_cache(tmp_path: Path, make_font: MakeFont) -> None:
    cache = tmp_path / "fonts.json"
    _facts(make_font(tmp_path / "a.ttf"), cache)
    _facts(make_font(tmp_path / "b.ttf"), cache)
    assert list(json.loads(cache.read_text("utf-8"))["files"]) == [str(tmp_path / "b.ttf")]


def test_a_cache_that_is_up_to_date_is_not_written(tmp_path: Path, make_font: MakeFont) -> None:
    font = make_font(tmp_path / "a.ttf")
    cache = tmp_path / "fonts.json"
    _facts(font, cache)
    os.utime(cache, ns=(1, 1))
    _facts(font, cache)
    assert cache.stat().st_mtime_ns == 1


def test_where_the_cache_cannot_be_written_fonts_are_still_read(tmp_path: Path, make_font: MakeFont) -> None:
    font = make_font(tmp_path / "a.ttf")
    (tmp_path / "file").write_bytes(b"")
    assert _facts(font, tmp_path / "file" / "fonts.json").weight == 400


def test_without_a_cache_nothing_is_written(tmp_path: Path, make_font: MakeFont) -> None:
    font = make_font(tmp_path / "a.ttf")
    _facts(font, None)
    assert list(tmp_path.iterdir()) == [font]


def test_an_unusable_font_is_not_kept(tmp_path: Path) -> None:
    font = tmp_path / "a.ttf"
    font.write_bytes(b"<html>")
    facts = FactsCache(tmp_path / "fonts.json")
    with pytest.raises(UnusableFont):
        facts.facts(font)
    facts.save()
    assert not (tmp_path / "fonts.json").exists()
