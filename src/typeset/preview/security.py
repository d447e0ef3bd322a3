"""Who may speak to the server: the guard that every request and every websocket passes first.

The server listens on loopback, but so that a page of another site cannot speak to it through the editor's browser, each
request must name this server as its host (DNS rebinding), come from this origin (cross-site requests; a page on
another port of this machine counts as “same site” for cookies, so that SameSite alone is not enough), and carry the
session's cookie; what writes must also carry a token that only the page itself can read.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from typeset.preview.listening import LOOPBACK
from typeset.preview.refusal import Refusal
from typeset.problems.model import Language

TOKEN_HEADER = "x-typeset-token"
MOST_BODY = 8 * 1024 * 1024
"""Bytes of a request's body: a manuscript of 2 MB, escaped as JSON, with room to spare."""


@dataclass(frozen=True)
class Upload:
    """What one address takes instead of JSON: a kind of file, so many bytes of it at the most."""

    kind: str
    most: int


UPLOADS = {"/api/comments/read": Upload("application/pdf", 256 * 1024 * 1024)}
"""Kinds that no form of another site can send (Fetch, CORS-safelisted request headers)."""

_READING = ("GET", "HEAD")
_WRITING = ("PUT", "POST")
_POLICY_VIOLATION = 1008  # RFC 6455, 7.4.1


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Secrets:
    """One preview's secrets, 256 bits each: in the address, in the cookie, and for writing.

    They differ, so that what is seen of one (an address in a terminal's scroll-back, a cookie that browsers send to
    every port of a host) does not give the others.
    """

    address: str = field(default_factory=_secret)
    session: str = field(default_factory=_secret)
    writing: str = field(default_factory=_secret)


def content_policy(port: int, nonce: str | None = None) -> str:
    """The content security policy (CSP Level 3): our own files alone; style elements with the page's nonce."""
    styles = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    sockets = " ".join(f"ws://{host}:{port}" for host in (LOOPBACK, "localhost"))  # not every browser's 'self' has ws:
    return (
        f"default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' blob: data:; "
        f"connect-src 'self' {sockets}; font-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


class Guard:
    """ASGI middleware: refuses strangers, limits bodies, and puts the security headers on every answer."""

    def __init__(
        self, app: ASGIApp, keys: Secrets, port: int, language: Language = "zh", most_body: int = MOST_BODY
    ) -> None:
        self._app, self._keys, self._port = app, keys, port
        self._language, self._most_body = language, most_body
        hosts = [f"{host}:{port}" for host in (LOOPBACK, "localhost")]
        self._hosts = frozenset(hosts if port != 80 else [*hosts, LOOPBACK, "localhost"])
        self._cookie = f"typeset-{port}"  # browsers keep one set of cookies for all ports of a host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a refusal."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._http(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        try:
            self._check_origin(headers)
            self._check_session(headers)
        except Refusal:
            await receive()  # websocket.connect
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        send = self._with_headers(send)
        headers = Headers(scope=scope)
        upload = UPLOADS.get(scope["path"], Upload("application/json", self._most_body))
        body = _Body(receive, upload.most)
        try:
            self._check_origin(headers)
            if (entered := self._entered(scope)) is not None:
                await entered(scope, receive, send)
                return
            self._check_session(headers)
            self._check_method(scope["method"], headers, upload.kind)
            body.check_length(headers)
            await self._app(scope, body, body.watched(send))
        except Refusal as refusal:
            if not body.answered:
                await self._answer(scope, refusal)(scope, receive, send)

    def _entered(self, scope: Scope) -> Response | None:
        """The answer to the address with the token in it: the cookie, and the page without the token."""
        if scope["path"] != "/" or scope["method"] not in _READING:
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"))
        given = query.get("token")
        if given is None:
            return None
        if len(given) != 1 or not _same(given[0], self._keys.address):
            raise Refusal(403, "preview-no-session")
        goto = query.get("goto", [""])[0][:500]  # FILE:LINE to turn to
        answer = RedirectResponse(f"/?goto={quote(goto, safe='/:')}" if goto else "/", status_code=303)
        answer.set_cookie(self._cookie, self._keys.session, path="/", httponly=True, samesite="strict")
        return answer

    def _check_origin(self, headers: Headers) -> None:
        """Raises Refusal for another host, another origin, or a request that the browser says is cross-site."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            raise Refusal(421, "preview-foreign", why="Host")
        if any(origin.lower() not in self._origins for origin in headers.getlist("origin")):
            raise Refusal(403, "preview-foreign", why="Origin")
        # Fetch Metadata (W3C), 2.3: “none” is the address bar, a bookmark or a link in another program.
        if any(site not in ("same-origin", "none") for site in headers.getlist("sec-fetch-site")):
            raise Refusal(403, "preview-foreign", why="Sec-Fetch-Site")

    @property
    def _origins(self) -> Iterable[str]:
        return frozenset(f"http://{host}" for host in self._hosts)

    def _check_session(self, headers: Headers) -> None:
        for line in headers.getlist("cookie"):
            try:
                found = SimpleCookie(line).get(self._cookie)
            except CookieError:
                continue
            if found is not None and _same(found.value, self._keys.session):
                return
        raise Refusal(401, "preview-no-session")

    def _check_method(self, method: str, headers: Headers, wanted: str) -> None:
        if method in _READING:
            return
        if method not in _WRITING:
            raise Refusal(405, "preview-request-wrong", what=method)
        if not _same(headers.get(TOKEN_HEADER, ""), self._keys.writing):
            raise Refusal(403, "preview-token")
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != wanted:  # a form of another site can send the three plain kinds, never this one
            raise Refusal(415, "preview-request-wrong", what="Content-Type")

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (
                    ("Content-Security-Policy", content_policy(self._port)),
                    ("X-Content-Type-Options", "nosniff"),
                    ("X-Frame-Options", "DENY"),
                    ("Referrer-Policy", "no-referrer"),
                    ("Cross-Origin-Resource-Policy", "same-origin"),
                    ("Cross-Origin-Opener-Policy", "same-origin"),
                    ("Cache-Control", "no-store"),
                ):
                    headers.setdefault(name, value)
            await send(message)

        return sending

    def _answer(self, scope: Scope, refusal: Refusal) -> Response:
        wants_page = scope["path"] == "/" and scope["method"] in _READING
        return message_page(refusal, self._language) if wants_page else refusal_response(refusal)


class _Body:
    """A request's body, counted while it comes."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._most, self._count = receive, most, 0
        self.answered = False

    def check_length(self, headers: Headers) -> None:
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > self._most:
            raise self._too_large()

    async def __call__(self) -> Message:
        message = await self._receive()
        self._count += len(message.get("body", b""))
        if self._count > self._most:
            raise self._too_large()
        return message

    def watched(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            self.answered = True
            await send(message)

        return sending

    def _too_large(self) -> Refusal:
        return Refusal(413, "preview-body-too-large", limit=self._most // 2**20)


def _same(given: str, wanted: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell how much of them is."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())


def refusal_response(refusal: Refusal) -> JSONResponse:
    """A refusal as the answer to a program."""
    return JSONResponse(refusal.data(), status_code=refusal.status)


def message_page(refusal: Refusal, language: Language) -> HTMLResponse:
    """A refusal as a page to read; all its words are ours, or escaped."""
    from html import escape

    found = refusal.problem
    words = "".join(f"<p>{escape(text)}</p>" for text in (found.message(language), found.hint(language)))
    tag = "zh-Hans" if language == "zh" else "en"
    page = f'<!doctype html><html lang="{tag}"><meta charset="utf-8"><title>typeset</title><main>{words}</main></html>'
    return HTMLResponse(page, status_code=refusal.status)
