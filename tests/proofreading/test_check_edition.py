"""typeset check: what is told of an edition's texts and pictures, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.proofreading.conftest import ISSUE
from typeset.cli import main


def told(capsys: pytest.CaptureFixture[str], prefix: str = "copy-") -> list[tuple[str, str, str]]:
    main(["check", "2026-01", "--json"])
    found = json.loads(capsys.readouterr().out)
    return [
        (
            f"{item['file']}:{item['line']}:{item['column']}".removeprefix("issues/2026-01/"),
            item["code"],
            item["message"]["zh"],
        )
        for item in found
        if item["code"].startswith(prefix)
    ]


@pytest.mark.usefixtures("project")
def test_check_tells_slips_and_what_clean_up_would_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys) == [
        ("articles/one.md:3:7", "copy-clean-up-waits", "有 2 处标点、空格等可以自动清理，这是第一处。"),
        ("articles/one.md:5:5", "copy-words-repeated", "“跟党走、跟党走”：“跟党走”说了两遍。"),
        ("articles/two.txt:1:6", "copy-clean-up-waits", "有 3 处标点、空格等可以自动清理，这是第一处。"),
        ("issue.yaml:5:None", "copy-clean-up-waits", "有 1 处标点、空格等可以自动清理，这是第一处。"),
        ("issue.yaml:9:None", "copy-clean-up-waits", "有 3 处标点、空格等可以自动清理，这是第一处。"),
    ]


def test_the_publications_settings_are_obeyed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project.parent / "publication.yaml").write_text(
        "刊物: {出版物类别: 其他}\n校对:\n  关闭: [待清理, 重复的词语, 胡说]\n  词表: {活动: 行动, 表彰: 不用}\n"
        "  人名职务: {杨晓红: 镇总工会主席}\n",
        "utf-8",
    )

    assert [(place, code) for place, code, _ in told(capsys)] == [
        ("articles/one.md:3:5", "copy-term"),
        ("articles/one.md:3:10", "copy-term-forbidden"),
        ("issue.yaml:6:None", "copy-post"),
        ("issues/publication.yaml:3:20", "copy-rule-unknown"),
    ]


def test_pictures_without_caption_and_credit_and_alike_ones_are_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "photos").mkdir()
    gradient = Image.linear_gradient("L").rotate(90).resize((300, 200)).convert("RGB")
    gradient.save(project / "photos" / "a.jpg", quality=90)
    gradient.resize((240, 160)).save(project / "photos" / "b.jpg", quality=60)
    gradient.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(project / "photos" / "c.jpg")
    photos = """\
        照片:
          - {文件: photos/a.jpg, 说明: 活动现场, 摄影: 张三 摄}
          - {文件: photos/b.jpg, 替代文字: 活动, 摄影: 张三 摄}
          - {文件: photos/c.jpg, 说明: 会场}
          - {文件: photos/d.svg, 说明: 示意图}
          - {文件: photos/e.jpg, 说明: 主席台（李四 摄）}
          - {文件: photos/f.jpg, 说明: 左, 组: 一}
          - {文件: photos/g.jpg, 说明: 右, 组: 一, 组说明: 会前和会后，李四摄}
"""
    (project / "photos" / "d.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>', "utf-8")
    for name, size in (("e", (300, 100)), ("f", (100, 300)), ("g", (290, 290))):
        Image.effect_noise(size, 90).convert("RGB").save(project / "photos" / f"{name}.jpg")
    (project / "issue.yaml").write_text(ISSUE.replace("# 最后的注释\n", photos), "utf-8")

    assert [(place, message) for place, code, message in told(capsys) if "picture" in code] == [
        ("issue.yaml:14:18", "图片“photos/b.jpg”与“photos/a.jpg”看起来是同一张。"),
        ("issue.yaml:14:18", "图片“photos/b.jpg”没有图片说明。"),
        ("issue.yaml:15:18", "图片“photos/c.jpg”没有写摄影或供图者。"),
    ]


def test_held_articles_are_not_told_of(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "issue.yaml").write_text(
        ISSUE.replace("        正文: articles/one.md\n", "        正文: articles/one.md\n        缓发: 是\n"), "utf-8"
    )

    assert not [place for place, _, _ in told(capsys) if place.startswith("articles/one.md")]
