"""From a spot on a page to its own line of the manifest, in every layout: credits, and what opens a column."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.conftest import ISSUE, write_edition
from typeset.build.live import LiveEdition
from typeset.build.snapshot import Spot

pytestmark = pytest.mark.edition

_OPENING = """\
  - 栏目: 副刊
    栏目页:
      图片:
        文件: photos/wide.jpg
        说明: 栏目页的图
      导语: 这一栏从这里开始。
    文章:
"""


@pytest.mark.parametrize("layout", ["classic", "modern", "bulletin"])
def test_every_part_leads_to_its_own_line(layout: str, tmp_path: Path) -> None:
    workspace = write_edition(tmp_path)
    publication = workspace.publication_file
    publication.write_text(f"版式: {layout}\n{publication.read_text('utf-8')}", "utf-8")
    folder = workspace.edition("2026-03")
    text = ISSUE.replace("  - 栏目: 副刊\n    文章:\n", _OPENING)
    assert _OPENING in text
    folder.manifest.write_text(text, "utf-8")
    name = workspace.name_of(folder.manifest)
    lines = text.split("\n")
    live = LiveEdition(folder, workspace)

    def led_to(kind: str) -> set[str]:
        """The lines of the manifest that spots of a kind lead to."""
        spots: list[Spot] = [spot for page in snapshot.pages for spot in live.pages.source_map(page.id)]
        places = [spot.source.split(":") for spot in spots if spot.kind == kind and spot.source.startswith(f"{name}:")]
        return {lines[int(place[1]) - 1].strip().removeprefix("- ") for place in places}

    snapshot = live.update()
    assert not snapshot.broken
    assert led_to("credit") == {"摄影: 李四 摄"}
    assert "说明: 图片的说明" in led_to("caption")
    assert led_to("section") == {"栏目: 副刊"}
    assert led_to("intro") == {"导语: 这一栏从这里开始。"}
    assert "文件: photos/wide.jpg" in led_to("picture") | led_to("figure")
