"""What the tests of the manifest share."""

from __future__ import annotations

from typeset.manifest import Article, Issue, ManifestReading, Source, issue_from

ARTICLE = "刊物: {刊名: 产改}\n栏目:\n  - 栏目: 主席之声\n    文章:\n      - 标题: 甲\n        正文: a.md\n"
"""A manifest whose last line belongs to its only article."""


def read(manifest: str, shared: str | None = None) -> ManifestReading:
    """Read a manifest, and what it inherits, from text."""
    publication = None if shared is None else Source("publication.yaml", shared.encode())
    return issue_from(Source("issue.yaml", manifest.encode()), publication)


def read_well(manifest: str, shared: str | None = None) -> Issue:
    """The edition of a manifest with which nothing is wrong."""
    reading = read(manifest, shared)

    assert [item.message("en") for item in reading.problems] == []
    assert reading.issue is not None
    return reading.issue


def article(*lines: str) -> Article:
    """The article of a manifest with further keys."""
    return read_well(ARTICLE + "".join(f"        {line}\n" for line in lines)).sections[0].articles[0]


def codes(reading: ManifestReading) -> list[str]:
    """The codes of all problems, in order of place."""
    return [item.code for item in reading.problems]
