"""A picture's file read once more, when its pixels are wanted."""

from __future__ import annotations

import hashlib

from typeset.pictures.facts import PictureFacts
from typeset.pictures.refusal import refuse
from typeset.problems import Place


def read_again(facts: PictureFacts, place: Place | None) -> bytes:
    """The file that the facts are about. Raises Refused where it is gone or no longer the same."""
    try:
        data = facts.path.read_bytes()
    except OSError:
        raise refuse("picture-changed", place, name=facts.name) from None
    if hashlib.sha256(data).hexdigest() != facts.sha256:
        raise refuse("picture-changed", place, name=facts.name)
    return data
