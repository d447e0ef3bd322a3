from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from typeset.fonts import font_rows, load_catalogue

MakeFont = Callable[..., Path]


def test_rows_by_role_then_weight(tmp_path: Path, make_font: MakeFont) -> None:
    for name, family, weight in (("x", "Extra", 400), ("k", "Kai", 400), ("b", "Song", 700), ("s", "Song", 400)):
        make_font(tmp_path / f"{name}.ttf", family=family, weight=weight)
    (tmp_path / "OFL.txt").write_text("…", "utf-8")
    (tmp_path / "fonts.yaml").write_text(
        "faces:\n- {file: x.ttf}\n- {file: k.ttf, role: kai, licence: {id: OFL-1.1, file: OFL.txt}}\n"
        "- {file: b.ttf, role: song, licence: y}\n- {file: s.ttf, role: song, licence: y, source: disc}\n",
        "utf-8",
    )
    catalogue, _ = load_catalogue([tmp_path])
    rows = font_rows(catalogue, lambda path: path.name)
    assert [(row.family, row.weight, row.role, row.serves) for row in rows] == [
        ("Song", 400, "song", ("song", "xiaobiaosong")),
        ("Song", 700, "song", ("song", "xiaobiaosong")),
        ("Kai", 400, "kai", ("kai", "fang")),
        ("Extra", 400, "", ()),
    ]
    row = asdict(rows[2])
    assert len(row.pop("sha256")) == 64
    assert row == {
        "family": "Kai",
        "subfamily": "Regular",
        "role": "kai",
        "serves": ("kai", "fang"),
        "weight": 400,
        "style": "normal",
        "version": "1.000",
        "licence": "OFL-1.1",
        "licence_file": "OFL.txt",
        "file": "k.ttf",
        "verified": False,
        "source": "",
        "characters": 3,
    }
    assert (rows[3].licence, rows[3].licence_file, rows[0].source) == ("", "", "disc")
