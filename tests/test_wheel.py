"""What the wheel holds: the package with its data, and the layouts and fonts where `workspace.shipped` looks."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def files() -> dict[str, Path]:
    """Files of the wheel and where each comes from, as hatchling collects them (without packing 90 MB)."""
    wheel = pytest.importorskip("hatchling.builders.wheel")
    builder = wheel.WheelBuilder(str(ROOT))
    return {
        PurePosixPath(file.distribution_path).as_posix(): Path(file.path) for file in builder.recurse_included_files()
    }


def _below(folder: Path) -> set[str]:
    skipped = {".DS_Store", "Thumbs.db"}
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name not in skipped
    }


@pytest.mark.parametrize("kind", ["layouts", "fonts"])
def test_layouts_and_fonts_are_shipped_whole(files: dict[str, Path], kind: str) -> None:
    prefix = f"typeset/_shipped/{kind}/"
    assert {name.removeprefix(prefix) for name in files if name.startswith(prefix)} == _below(ROOT / kind)


def test_the_package_is_shipped_whole_and_nothing_else(files: dict[str, Path]) -> None:
    package = {f"typeset/{name}" for name in _below(ROOT / "src" / "typeset")}
    assert {name for name in files if not name.startswith("typeset/_shipped/")} == package
    assert {"typeset/py.typed", "typeset/problems/catalogue/fonts.yaml"} <= package
