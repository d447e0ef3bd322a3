"""Problems as plain data, for reports and for programs that ask for JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from typeset.problems.model import Problem


def problems_data(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Problems as plain data with their words in both languages."""
    return [
        {
            "code": item.code,
            "severity": item.severity.value,
            "file": item.place.file if item.place else None,
            "line": item.place.line or None if item.place else None,
            "column": item.place.column or None if item.place else None,
            "page": item.place.page or None if item.place else None,
            "message": {"zh": item.message("zh"), "en": item.message("en")},
            "hint": {"zh": item.hint("zh"), "en": item.hint("en")},
            **({"accepted": {"reason": item.accepted.reason, "by": item.accepted.by}} if item.accepted else {}),
        }
        for item in problems
    ]


def to_json(data: object) -> bytes:
    """Readable UTF-8 JSON with a final newline."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
