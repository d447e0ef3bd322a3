"""Addresses of the review: proofs side by side, comments of marked-up proofs, accepted problems.

All of it is done by workers: one for what is quick, one for what sets the edition again.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from typeset.preview.desk import Desk
from typeset.preview.files import Conflict
from typeset.preview.jobs import (
    Accept,
    Compare,
    DrawProof,
    FreezeNow,
    ListComments,
    ListProofs,
    ReadComments,
    TickComment,
)
from typeset.preview.proofreading import Reader
from typeset.preview.refusal import Refusal
from typeset.preview.requests import body_of, number_of, parameter, text_of
from typeset.problems import Problem

_FOREVER = "private, max-age=31536000, immutable"
_SCALE = re.compile(r"[0-9]{1,2}(\.[0-9]{1,6})?")
_LEAST_SCALE, _MOST_SCALE = 0.2, 24.0
_BUILD = re.compile(r"[0-9a-f]{1,64}")
_MOST_NAME = 200
_MOST_WORDS = 500  # characters of a reason
_COMMENTS, _PROOFS = "comments.yaml", "proofs"


class Review:
    """The answers about proofs, comments and acceptances."""

    def __init__(self, desk: Desk, quick: Reader, slow: Reader) -> None:
        self._desk, self._files = desk, desk.files
        self._quick, self._slow = quick, slow

    def routes(self) -> list[BaseRoute]:
        """All addresses."""
        return [
            Route("/api/proofs", self.proofs),
            Route("/api/proofs/now", self.now, methods=["POST"]),
            Route("/api/proofs/compare", self.compare),
            Route("/proof-page.png", self.page),
            Route("/api/comments", self.comments),
            Route("/api/comments/tick", self.tick, methods=["POST"]),
            Route("/api/comments/read", self.read, methods=["POST"]),
            Route("/api/accept", self.accept, methods=["POST"]),
        ]

    def close(self) -> None:
        """End the workers."""
        self._quick.close()
        self._slow.close()

    async def proofs(self, request: Request) -> Response:
        """Which proofs there are."""
        del request
        there = await run_in_threadpool((self._files.edition.path / _PROOFS).is_dir)
        return JSONResponse(await run_in_threadpool(self._quick.do, ListProofs()) if there else [])

    async def now(self, request: Request) -> Response:
        """Freeze the edition as it is, to be compared."""
        await body_of(request)
        return JSONResponse(await run_in_threadpool(self._slow.do, FreezeNow()))

    async def compare(self, request: Request) -> Response:
        """What is different in two proofs."""
        job = Compare(_name(request, "old"), _name(request, "new"))
        return JSONResponse(await run_in_threadpool(self._quick.do, job))

    async def page(self, request: Request) -> Response:
        """A proof's page as a picture."""
        build, scale = parameter(request, "build"), parameter(request, "scale")
        if not _BUILD.fullmatch(build):
            raise Refusal(400, "preview-request-wrong", what="build")
        if not _SCALE.fullmatch(scale) or not _LEAST_SCALE <= float(scale) <= _MOST_SCALE:
            raise Refusal(400, "preview-layer-unknown", what=f"scale={scale[:40]}")
        against = _name(request, "against") if "against" in request.query_params else ""
        page = number_of(parameter(request, "page"), "page")
        job = DrawProof(_name(request, "name"), build, page, float(scale), against)
        picture = await run_in_threadpool(self._quick.do, job)
        return Response(picture, media_type="image/png", headers={"Cache-Control": _FOREVER})

    async def comments(self, request: Request) -> Response:
        """The comments that are listed."""
        del request
        there = await run_in_threadpool((self._files.edition.path / _COMMENTS).is_file)
        if not there:
            return JSONResponse({"comments": [], "problems": [], "read": None})
        return JSONResponse(await run_in_threadpool(self._quick.do, ListComments()))

    async def tick(self, request: Request) -> Response:
        """Tick a comment; who did it, and when, is nobody's business to invent."""
        body = await body_of(request)
        done = body.get("done")
        if not isinstance(done, bool):
            raise Refusal(400, "preview-request-wrong", what="done")
        return JSONResponse(await run_in_threadpool(self._quick.do, TickComment(text_of(body, "id"), done)))

    async def read(self, request: Request) -> Response:
        """Read the comments of a PDF that is sent, and enter them in the list."""
        name = Path(_name(request, "name").replace("\\", "/")).name or "PDF"
        folder = self._files.workspace.cache / "preview"
        await run_in_threadpool(folder.mkdir, parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(suffix=".pdf", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                async for piece in request.stream():
                    await run_in_threadpool(file.write, piece)
            return JSONResponse(await run_in_threadpool(self._slow.do, ReadComments(path, name)))
        finally:
            with suppress(OSError):
                Path(path).unlink()

    async def accept(self, request: Request) -> Response:
        """Enter a problem in the manifest as accepted."""
        body = await body_of(request)
        identity = text_of(body, "id")
        reason, by = (" ".join(text_of(body, key).split())[:_MOST_WORDS] for key in ("reason", "by"))
        if not reason or not by:
            raise Refusal(400, "preview-accept-words")
        found = self._desk.acceptable(identity)
        if found is None or self._desk.snapshot.broken:
            raise Refusal(409, "preview-problem-gone")
        name = self._files.manifest_name
        before = await run_in_threadpool(self._files.read, name)
        job = _accepting(found, before.text, name, reason, by)
        text: str = await run_in_threadpool(self._quick.do, job)
        written = await run_in_threadpool(self._files.write, name, text, before.version)
        if isinstance(written, Conflict):
            raise Refusal(409, "preview-problem-gone")
        self._desk.saved(name, written)
        await self._desk.preflight_accepted(identity, reason, by)
        return JSONResponse({"version": written})


def _accepting(found: Problem | dict[str, Any], text: str, name: str, reason: str, by: str) -> Accept:
    if isinstance(found, Problem):
        return Accept(text, name, found.code, reason, by, found=found)
    return Accept(text, name, found["code"], reason, by, found.get("where", ""), found.get("text", ""))


def _name(request: Request, key: str) -> str:
    """A name that is looked up among those that there are, by whoever does the job."""
    name = parameter(request, key)
    if len(name) > _MOST_NAME or not name.isprintable():
        raise Refusal(400, "preview-request-wrong", what=key)
    return name
