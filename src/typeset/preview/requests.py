"""What a request says, checked."""

from __future__ import annotations

import re
from json import JSONDecodeError
from typing import Any

from starlette.requests import Request

from typeset.preview.refusal import Refusal


def parameter(request: Request, name: str) -> str:
    """A parameter of the address that is there once. Raises Refusal."""
    values = request.query_params.getlist(name)
    if len(values) != 1 or not values[0]:
        raise Refusal(400, "preview-request-wrong", what=name)
    return values[0]


def number_of(written: object, name: str) -> int:
    """A whole number. Raises Refusal."""
    text = str(written) if isinstance(written, str | int) and not isinstance(written, bool) else ""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Refusal(400, "preview-request-wrong", what=name)
    return int(text)


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object that is sent. Raises Refusal."""
    try:
        found = await request.json()
    except (JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(400, "preview-request-wrong", what="JSON") from error
    if not isinstance(found, dict):
        raise Refusal(400, "preview-request-wrong", what="JSON")
    return found


def text_of(body: dict[str, Any], name: str) -> str:
    """A text of the object that is sent. Raises Refusal."""
    value = body.get(name)
    if not isinstance(value, str):
        raise Refusal(400, "preview-request-wrong", what=name)
    return value
