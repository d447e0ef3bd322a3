"""The server of the preview: addresses, answers, and the websocket that says what happens.

Every function here reads a request, asks one of the other modules, and answers; who may ask at all is `security`'s.
What knows manifests and manuscripts is loaded when it is first asked for: the first page does not wait for it.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket, WebSocketDisconnect

from typeset.build.snapshot import LayerUnknownError
from typeset.preview.desk import Desk
from typeset.preview.files import Conflict, ProjectFiles, version_of
from typeset.preview.listening import LOOPBACK
from typeset.preview.messages import View
from typeset.preview.opening import Editor
from typeset.preview.proofreading import Reader
from typeset.preview.refusal import Refusal
from typeset.preview.requests import body_of, number_of, parameter, text_of
from typeset.preview.review import Review
from typeset.preview.security import Guard, Secrets, content_policy, message_page, refusal_response
from typeset.preview.worker import Worker
from typeset.problems import Problem

STATIC = Path(__file__).parent / "static"
_FOREVER = "private, max-age=31536000, immutable"
_LEAST_SCALE, _MOST_SCALE = 0.2, 48.0
_MOST_PIXELS = 40_000_000
_PAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_LAYER = re.compile(r"[^\x00-\x1f]{1,80}")
_STATIC_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}")
_STATIC_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
_REST_OF_SLOW = 10.0  # seconds: what sets the edition takes memory
_MOST_WEBSOCKET_BYTES = 256 * 1024
_Result = TypeVar("_Result")


class Server:
    """The answers of one preview."""

    def __init__(self, desk: Desk, keys: Secrets, port: int, editor: Editor | None, static: Path = STATIC) -> None:
        self._desk, self._files, self._keys, self._port = desk, desk.files, keys, port
        self._editor, self._static = editor, static
        self._checking = asyncio.Semaphore(2)

    def routes(self) -> list[BaseRoute]:
        """All addresses."""
        return [
            Route("/", self.index),
            Route("/static/{name}", self.static),
            Route("/page/{id}.png", self.page),
            Route("/api/state", self.state),
            Route("/api/map/{id}", self.source_map),
            Route("/api/where", self.where),
            Route("/api/file", self.file),
            Route("/api/file", self.put_file, methods=["PUT"]),
            Route("/api/history", self.history),
            Route("/api/history/{id}", self.old_version),
            Route("/api/schema", self.schema),
            Route("/api/check", self.check, methods=["POST"]),
            Route("/api/form", self.form),
            Route("/api/form", self.post_form, methods=["POST"]),
            Route("/api/open", self.open, methods=["POST"]),
            Route("/api/preflight", self.preflight, methods=["POST"]),
            WebSocketRoute("/live", self.live),
        ]

    async def index(self, request: Request) -> Response:
        """The page, with the token for writing and a nonce for the style elements that its code editor makes."""
        del request
        try:
            page = await run_in_threadpool((self._static / "index.html").read_text, "utf-8")
        except OSError as error:
            raise Refusal(500, "preview-bundle-missing", file="index.html") from error
        nonce = secrets.token_urlsafe(16)
        page = page.replace("{{token}}", self._keys.writing).replace("{{nonce}}", nonce)
        headers = {"Content-Security-Policy": content_policy(self._port, nonce)}
        return HTMLResponse(page, headers=headers)

    async def static(self, request: Request) -> Response:
        """One of the bundle's files."""
        name = request.path_params["name"]
        path = self._static / name
        kind = _STATIC_KINDS.get(path.suffix)
        if not _STATIC_NAME.fullmatch(name) or kind is None or not path.is_file():
            raise Refusal(404, "preview-address-unknown", path=request.url.path)
        return FileResponse(path, media_type=kind, headers={"Cache-Control": "no-cache"})

    async def state(self, request: Request) -> Response:
        """Everything the page shows."""
        del request
        return JSONResponse(await self._desk.state())

    async def page(self, request: Request) -> Response:
        """A page's picture."""
        page_id, view = request.path_params["id"], _view(request)
        self._check_size(view)
        picture = await self._rendered(page_id, lambda: self._desk.pages.picture(page_id, view))
        return Response(picture, media_type="image/png", headers={"Cache-Control": _FOREVER})

    async def source_map(self, request: Request) -> Response:
        """What stands where on a page."""
        page_id = request.path_params["id"]
        spots = await self._rendered(page_id, lambda: self._desk.pages.source_map(page_id, self._desk.snapshot.serial))
        data = [{"box": list(spot.box), "source": spot.source, "kind": spot.kind} for spot in spots]
        return JSONResponse(data, headers={"Cache-Control": "no-cache"})  # lines may move where no picture changes

    async def where(self, request: Request) -> Response:
        """Where a line of a source stands on the pages."""
        file, line = parameter(request, "file"), number_of(parameter(request, "line"), "line")
        found = await self._rendered("", lambda: self._desk.where(file, line))
        return JSONResponse({"number": found.number, "box": list(found.box)})

    async def file(self, request: Request) -> Response:
        """A file's text and version."""
        name = parameter(request, "name")
        found = await run_in_threadpool(self._files.read, name)
        return JSONResponse({"name": name, "text": found.text, "version": found.version, "writable": found.writable})

    async def put_file(self, request: Request) -> Response:
        """Write a text over the version that its writer had read."""
        name, body = parameter(request, "name"), await body_of(request)
        written = await run_in_threadpool(self._files.write, name, text_of(body, "text"), text_of(body, "base"))
        return self._written(name, written)

    async def history(self, request: Request) -> Response:
        """A file's previous versions."""
        name = parameter(request, "name")
        versions = await run_in_threadpool(self._files.versions, name)
        return JSONResponse(
            [{"id": item.id, "time": item.time.isoformat(timespec="seconds"), "size": item.size} for item in versions]
        )

    async def old_version(self, request: Request) -> Response:
        """The text of a previous version."""
        name = parameter(request, "name")
        text = await run_in_threadpool(self._files.old_text, name, request.path_params["id"])
        return JSONResponse({"text": text})

    async def schema(self, request: Request) -> Response:
        """The manifest's JSON Schema, with this project's names; with ?publication=1 that of publication.yaml."""
        publication = request.query_params.get("publication") == "1"
        return JSONResponse(await run_in_threadpool(_schema, self._files, publication))

    async def check(self, request: Request) -> Response:
        """What is wrong with a text that has not been saved."""
        body = await body_of(request)
        name, text = text_of(body, "name"), text_of(body, "text")
        async with self._checking:
            problems = await run_in_threadpool(_checked, self._files, name, text)
            findings = await run_in_threadpool(_typed, self._files, name, text)
        return JSONResponse({"problems": [*self._desk.problems_data(problems), *findings]})

    async def form(self, request: Request) -> Response:
        """What the form shows."""
        del request
        data = await run_in_threadpool(self._files.data, self._files.manifest_name)
        form = await run_in_threadpool(_form, data, self._files.manifest_name)
        return JSONResponse({"version": version_of(data), **form})

    async def post_form(self, request: Request) -> Response:
        """Write edits of the form into the manifest."""
        body = await body_of(request)
        base, name = text_of(body, "base"), self._files.manifest_name
        found = await run_in_threadpool(self._files.read, name)
        if found.version != base:
            return self._written(name, Conflict(found.text, found.version))
        text = await run_in_threadpool(_edited, found.text, body.get("edits"), name)
        return self._written(name, await run_in_threadpool(self._files.write, name, text, base))

    async def open(self, request: Request) -> Response:
        """Open a file in the machine's editor."""
        body = await body_of(request)
        name = text_of(body, "file")
        file = self._files.find(name)
        if not file.path.is_file():
            raise Refusal(404, "preview-file-unknown", name=name)
        if self._editor is None:
            raise Refusal(501, "preview-no-editor")
        line, column = number_of(body.get("line", 1), "line"), number_of(body.get("column", 1), "column")
        await run_in_threadpool(self._editor.open, file.path, line, column)
        return JSONResponse({"opened": name})

    async def preflight(self, request: Request) -> Response:
        """Check the print PDF; the findings come with the state."""
        await body_of(request)
        await self._desk.preflight()
        return JSONResponse({"done": True})

    async def live(self, socket: WebSocket) -> None:
        """Say what happens, and hear which pages have been seen."""
        await socket.accept()
        async with self._desk.listening() as messages:
            telling = asyncio.create_task(_tell(socket, messages))
            try:
                while True:
                    self._hear(await socket.receive_json())
            except (WebSocketDisconnect, ValueError, KeyError, RuntimeError):
                pass
            finally:
                telling.cancel()
                with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError, OSError):
                    await telling
        with suppress(WebSocketDisconnect, RuntimeError, OSError):  # mostly the window has gone already
            await socket.close()

    def _hear(self, message: object) -> None:
        if isinstance(message, dict) and message.get("type") == "seen" and isinstance(message.get("ids"), list):
            self._desk.seen([item for item in message["ids"] if isinstance(item, str)])
        if isinstance(message, dict) and message.get("type") == "looking" and isinstance(message.get("pages"), list):
            self._desk.looked_at([item for item in message["pages"][:20] if isinstance(item, int)])
        if isinstance(message, dict) and message.get("type") == "again":
            self._desk.request_build()

    def _written(self, name: str, written: str | Conflict) -> Response:
        if isinstance(written, Conflict):
            return JSONResponse({"text": written.text, "version": written.version}, status_code=409)
        self._desk.saved(name, written)
        return JSONResponse({"version": written})

    async def _rendered(self, page_id: str, ask: Callable[[], Awaitable[_Result]]) -> _Result:
        """What the renderer says; that it does not know a page, or is not there just now, are answers as well."""
        if page_id and not _PAGE_ID.fullmatch(page_id):
            raise Refusal(404, "preview-page-unknown")
        try:
            try:
                return await ask()
            except LookupError:
                if not page_id or not await self._desk.calm():
                    raise
                return await ask()  # it may have come with what was being set
        except Refusal:
            raise
        except LayerUnknownError as error:
            raise Refusal(400, "preview-layer-unknown", what=str(error)[:200]) from error
        except LookupError as error:
            if any(page.id == page_id for page in self._desk.snapshot.pages):  # a new renderer that has not built yet
                raise Refusal(503, "preview-drawing-failed", why="the renderer is starting") from error
            raise Refusal(404, "preview-page-unknown") from error
        except ValueError as error:
            raise Refusal(400, "preview-layer-unknown", what=str(error)[:200]) from error
        except Exception as error:
            why = str(error)[:200] or type(error).__name__
            raise Refusal(503, "preview-drawing-failed", why=why) from error

    def _check_size(self, view: View) -> None:
        geometry = self._desk.snapshot.geometry
        width, height, bleed = (geometry.width, geometry.height, geometry.bleed) if geometry else (210, 297, 3)
        border = 2 * bleed if view.bleed else 0
        if (width + border) * (height + border) * view.scale**2 > _MOST_PIXELS:
            raise Refusal(400, "preview-layer-unknown", what=f"scale={view.scale}")
        if view.layer not in self._desk.snapshot.layers:
            raise Refusal(400, "preview-layer-unknown", what=view.layer)


def _schema(files: ProjectFiles, publication: bool) -> dict[str, Any]:
    from typeset.preview.suggesting import suggesting_schema

    return suggesting_schema(files, publication=publication)


def _checked(files: ProjectFiles, name: str, text: str) -> tuple[Problem, ...]:
    from typeset.preview.checking import check_text

    return check_text(files, name, text)


def _typed(files: ProjectFiles, name: str, text: str) -> list[dict[str, Any]]:
    from typeset.preview.text_jobs import typed_findings

    return list(typed_findings(files, name, text))


def _form(data: bytes, name: str) -> dict[str, Any]:
    from typeset.preview.forms import read_form

    return read_form(data, name)


def _edited(text: str, edits: object, name: str) -> str:
    from typeset.preview.forms import apply_edits, read_edits

    return apply_edits(text, read_edits(edits), name)


async def _tell(socket: WebSocket, messages: asyncio.Queue[Any]) -> None:
    while True:
        await socket.send_json(await messages.get())


def _view(request: Request) -> View:
    written = request.query_params.get("scale", "4")
    layer, bleed = request.query_params.get("layer", "screen"), request.query_params.get("bleed", "0")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", written) or not _LEAST_SCALE <= float(written) <= _MOST_SCALE:
        raise Refusal(400, "preview-layer-unknown", what=f"scale={written[:40]}")
    if not _LAYER.fullmatch(layer) or bleed not in ("0", "1"):
        raise Refusal(400, "preview-layer-unknown", what="layer")
    return View(round(float(written), 3), layer, bleed == "1")


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return refusal_response(Refusal(405, "preview-request-wrong", what=request.method))
    return refusal_response(Refusal(404, "preview-address-unknown", path=request.url.path[:200]))


async def _fault(request: Request, error: Exception) -> Response:
    """A fault of the program; its trace is in the terminal."""
    del request
    return refusal_response(Refusal(500, "preview-fault", why=f"{type(error).__name__}: {error}"[:300]))


def make_app(
    desk: Desk,
    keys: Secrets,
    port: int,
    editor: Editor | None = None,
    static: Path = STATIC,
    workers: tuple[Reader, Reader] | None = None,
) -> Guard:
    """The application that serves a desk on a port of this machine.

    While it runs, the desk is open: the files are watched, the edition is built. `workers` are for what is quick, and
    for what sets the edition again.
    """
    review = Review(desk, *(workers or _workers(desk.files)))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        async with desk.open():
            try:
                yield
            finally:
                review.close()

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        return message_page(error, desk.language) if request.url.path == "/" else refusal_response(error)

    app = Starlette(
        routes=[*Server(desk, keys, port, editor, static).routes(), *review.routes()],
        exception_handlers={Refusal: refused, HTTPException: _not_found, Exception: _fault},
        lifespan=lifespan,
    )
    return Guard(app, keys, port, desk.language)  # around everything, the answer to an error of ours included


def _workers(files: ProjectFiles) -> tuple[Reader, Reader]:
    return Worker(files.edition, files.workspace), Worker(files.edition, files.workspace, rest=_REST_OF_SLOW)


def address(keys: Secrets, port: int) -> str:
    """The address to open in a browser."""
    return f"http://{LOOPBACK}:{port}/?token={keys.address}"


class Serving(uvicorn.Server):
    """uvicorn, which calls `ready` once it takes requests."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                ws="websockets-sansio",
                ws_max_size=_MOST_WEBSOCKET_BYTES,
                lifespan="on",
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,  # nobody stands between the browser and us
                timeout_graceful_shutdown=2,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()
