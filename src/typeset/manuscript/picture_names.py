"""Pictures named in a manuscript: which names are files that can be printed."""

from __future__ import annotations

import re
import urllib.parse

from typeset.manuscript.findings import Findings, shown
from typeset.problems import Place

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_DRIVE = re.compile(r"[a-z]:", re.IGNORECASE)


def picture_file(target: str, place: Place, findings: Findings) -> str:
    """The picture's file below the edition's folder, with forward slashes, or nothing with a problem noted.

    Nothing is fetched from the network. Whether the file exists, and lies inside the folder, is seen where it is read.
    """
    name = urllib.parse.unquote(target, errors="strict") if _is_quoted(target) else target
    name = name.replace("\\", "/").strip()
    if not name:
        findings.add("picture-without-file", place)
    elif name.startswith("//") or _SCHEME.match(name):
        findings.add("picture-from-elsewhere", place, target=shown(name))
    elif name.startswith("/") or _DRIVE.match(name):
        findings.add("picture-not-relative", place, target=shown(name))
    elif not name.isprintable():
        findings.add("picture-without-file", place)
    else:
        return name.removeprefix("./")
    return ""


def _is_quoted(target: str) -> bool:
    """Whether the target is percent-encoded UTF-8, as copied from a browser."""
    try:
        return "%" in target and urllib.parse.unquote(target, errors="strict") != target
    except UnicodeDecodeError:
        return False
