"""Paths as editors write them, held to files below the edition's folder."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from typeset.manifest.readings import Fault, Nothing, Reading
from typeset.manifest.slips import shown

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+://")


def read_path(text: str) -> Reading:
    """A path below the edition's folder; the faults are those of a path from somewhere else."""
    arguments = {"value": shown(text)}
    if _URL.match(text):
        return Reading(Nothing.FAULTY, (Fault("manifest-path-url", arguments),))
    if text.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", text):
        return Reading(Nothing.FAULTY, (Fault("manifest-path-absolute", arguments),))
    slashed = text.replace("\\", "/").replace("／", "/")
    if ".." in slashed.split("/"):
        return Reading(Nothing.FAULTY, (Fault("manifest-path-parent", arguments),))
    if strange := next((char for char in slashed if char == ":" or not (char.isprintable() or char == "\u3000")), None):
        shown_as = strange if strange.isprintable() else f"U+{ord(strange):04X}"
        return Reading(Nothing.FAULTY, (Fault("manifest-path-character", {**arguments, "character": shown_as}),))
    faults = (Fault("manifest-path-backslash", {**arguments, "better": shown(slashed)}),) if slashed != text else ()
    path = PurePosixPath(slashed).as_posix()
    if path == "." or slashed.endswith("/"):
        return Reading(Nothing.FAULTY, (Fault("manifest-path-folder", arguments),))
    return Reading(path, faults)
