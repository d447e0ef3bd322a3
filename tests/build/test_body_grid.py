"""The body text of the sample edition stands on the grid of its pages, as read from the PDF."""

from __future__ import annotations

from pathlib import Path

from typeset.build import Typesetter, build_edition, check_edition
from typeset.composer.baselines import drifting, text_lines
from typeset.composer.page_map import line_grid
from typeset.workspace import Workspace

ROOT = Path(__file__).parents[2]
BODY = 10.5, "Noto-Serif-SC"  # 五号 song: size in pt and font


def test_no_line_of_the_sample_edition_drifts() -> None:
    workspace = Workspace(ROOT)
    checked = check_edition(workspace.edition("2023-01"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    built = build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)

    lines = text_lines(built.pdf)
    grids = [line_grid(page) for page in built.paginated.document.pages]
    assert sum(line.font == BODY[1] and abs(line.size - BODY[0]) < 0.05 for line in lines) > 200
    assert [line for line in drifting(lines, grids, *BODY) if line.font == BODY[1]] == []
