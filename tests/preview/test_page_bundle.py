"""The committed bundle of the page is what its sources give."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from build_frontend import BUNDLE, SOURCES, STATIC, build, find_npm  # noqa: E402


@pytest.mark.skipif(find_npm() is None, reason="npm is not on this machine")
def test_equals_a_rebuild_of_sources_whose_types_are_right() -> None:
    rebuilt = build()
    assert {name: (STATIC / name).read_bytes() == data for name, data in rebuilt.items()} == dict.fromkeys(BUNDLE, True)


def test_every_package_is_pinned_to_one_version() -> None:
    package = json.loads((SOURCES / "package.json").read_text("utf-8"))
    for group in ("dependencies", "devDependencies", "overrides"):
        for name, version in package[group].items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
    assert not (SOURCES / "package-lock.json").exists()  # it would record where packages were downloaded from


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = (STATIC / "index.html").read_text("utf-8")
    assert set(re.findall(r'(?:src|href)="([^"]+)"', page)) == {"/static/app.js", "/static/app.css", "data:,"}
    assert "<style" not in page
    assert not re.search(r"\son\w+=|style=", page)
    assert not re.search(r"@import|url\((?!data:)", (STATIC / "app.css").read_text("utf-8"))
