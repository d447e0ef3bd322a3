"""Consequences: what is said of an edition only because a slip in its manifest hid what was written.

A slip of YAML takes lines with it: a title becomes a key, a picture's name a group. What then seems to be missing or
misplaced is there when the slip is mended, and to be told of it would send the editor to the wrong line.
"""

from __future__ import annotations

from collections.abc import Iterable

from typeset.problems import Problem, Severity

_MISPLACED = frozenset(
    {
        "manifest-duplicate-key",
        "manifest-empty-article",
        "manifest-empty-item",
        "manifest-empty-section",
        "manifest-empty-value",
        "manifest-key-elsewhere",
        "manifest-missing-key",
        "manifest-no-sections",
        "manifest-only-photos",
        "manifest-path-character",
        "manifest-same-key",
        "manifest-wrong-type",
        "continues-after-no-jump",
        "continues-after-unknown",
        "edition-empty",
        "filler-empty",
        "permit-issue-number-missing",
        "permit-notice-missing",
        "permit-number-missing",
        "permit-particulars-missing",
        "picture-undescribed",
        "publication-unfilled",
    }
)
"""What lines at a wrong depth, or taken into another value, look like."""

_UNNAMED = frozenset({"picture-unlisted", "manuscript-unlisted"})
"""Files that nobody names: perhaps in a part of the manifest that could not be read."""


def without_consequences(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems without those that others of them have brought about.

    A slip hides what is said of its own line, and what is missing or misplaced in the manifests; any part of a manifest
    that could not be used hides which files nobody names. Nothing else is left out: an editor wants all mistakes at
    once.
    """
    problems = tuple(problems)
    errors = [item for item in problems if item.severity is Severity.ERROR]
    slips = {item for item in errors if item.code.startswith("yaml-")}
    lines = {(item.place.file, item.place.line) for item in slips if item.place}
    hidden = _UNNAMED if any(item.code.startswith(("yaml-", "manifest-")) for item in errors) else frozenset()
    if slips:
        hidden |= _MISPLACED

    def told(item: Problem) -> bool:
        on_its_line = item.place is not None and (item.place.file, item.place.line) in lines
        return item in slips or not (item.code in hidden or (on_its_line and not item.code.startswith("yaml-")))

    return tuple(item for item in problems if told(item))
