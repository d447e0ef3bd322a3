"""Who may speak to the preview: every rule by an attempt to break it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from typeset.preview.security import Secrets, content_policy

from .serving import KEYS, MANIFEST, MANUSCRIPT, ORIGIN, PORT, Session, session


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as found:
        yield found


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[TestClient]:
    with session(tmp_path, entered=False) as found:
        yield found.client


def test_the_address_with_the_token_lets_in_and_takes_the_token_out_of_the_address_bar(stranger: TestClient) -> None:
    answer = stranger.get(f"/?token={KEYS.address}")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"typeset-{PORT}=session-secret;")
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert stranger.get("/api/state").status_code == 200


def test_the_line_to_turn_to_stays_and_leads_nowhere_else(stranger: TestClient) -> None:
    query = {"token": KEYS.address, "goto": "issues/2026-01/稿.md:3\r\nX: y"}

    answer = stranger.get("/", params=query)

    assert answer.headers["location"] == "/?goto=issues/2026-01/%E7%A8%BF.md:3%0D%0AX:%20y"
    assert "x" not in answer.headers


@pytest.mark.parametrize("token", ["", "wrong", KEYS.session, KEYS.writing, "é"])
def test_a_wrong_token_does_not_let_in(stranger: TestClient, token: str) -> None:
    assert stranger.get("/", params={"token": token}).status_code in (401, 403)
    assert stranger.get("/api/state").status_code == 401


def test_two_tokens_do_not_let_in(stranger: TestClient) -> None:
    assert stranger.get(f"/?token=wrong&token={KEYS.address}").status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/", "/api/state", "/page/aaa.png", "/api/map/bbb", f"/api/file?name={MANIFEST}", "/api/schema", "/static/app.js"],
)
def test_without_the_cookie_nothing_is_read(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)

    assert answer.status_code == 401
    assert "has not been let in" in answer.text
    assert "试刊" not in answer.text


def test_the_cookie_of_another_preview_does_not_count(stranger: TestClient) -> None:
    for cookie in (f"typeset-{PORT}=other", f"typeset-{PORT + 1}=session-secret", "=;=,", f"typeset-{PORT}"):
        assert stranger.get("/api/state", headers={"Cookie": cookie}).status_code == 401


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        "127.0.0.1:80",
        f"127.0.0.1.evil.example:{PORT}",
        f"[::1]:{PORT}",
    ],
)
def test_another_host_is_refused_though_its_name_may_lead_here(preview: Session, host: str) -> None:
    answer = preview.get("/api/state", Host=host)

    assert answer.status_code == 421
    assert answer.json()["code"] == "preview-foreign"


def test_the_token_does_not_let_in_under_another_host(stranger: TestClient) -> None:
    answer = stranger.get(f"/?token={KEYS.address}", headers={"Host": f"evil.example:{PORT}"})

    assert answer.status_code == 421
    assert "set-cookie" not in answer.headers


def test_localhost_is_this_host_too(preview: Session) -> None:
    cookie = f"typeset-{PORT}={KEYS.session}"

    assert preview.get("/api/state", Host=f"localhost:{PORT}", Cookie=cookie).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        f"https://127.0.0.1:{PORT}",
        f"http://127.0.0.1:{PORT + 1}",
        "http://127.0.0.1",
        "",
    ],
)
def test_another_origin_is_refused_even_with_cookie_and_token(preview: Session, origin: str) -> None:
    headers = {"Origin": origin, **preview.writing}
    body = {"text": "", "base": preview.version(MANUSCRIPT)}
    before = preview.path(MANUSCRIPT).read_bytes()

    assert preview.client.put(f"/api/file?name={MANUSCRIPT}", json=body, headers=headers).status_code == 403
    assert preview.get("/api/state", Origin=origin).status_code == 403
    assert preview.path(MANUSCRIPT).read_bytes() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_the_browser_calls_cross_site_is_refused(preview: Session, site: str) -> None:
    # A page on another port of this machine is of the same site, so that its requests have the cookie.
    assert preview.client.get("/page/aaa.png", headers={"Sec-Fetch-Site": site}).status_code == 403
    assert preview.client.get("/page/aaa.png", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert preview.client.get("/page/aaa.png", headers={"Sec-Fetch-Site": "none"}).status_code == 200


@pytest.mark.parametrize("token", [None, "", "wrong", KEYS.address, KEYS.session])
def test_writing_needs_the_token_of_the_page(preview: Session, token: str | None) -> None:
    headers = {"X-Typeset-Token": token} if token is not None else {}
    before = preview.path(MANUSCRIPT).read_bytes()

    for method, path in (("PUT", f"/api/file?name={MANUSCRIPT}"), ("POST", "/api/form"), ("POST", "/api/open")):
        answer = preview.client.request(method, path, json={"text": "x", "base": ""}, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["code"] == "preview-token"
    assert preview.path(MANUSCRIPT).read_bytes() == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_of_another_site_could_send_is_refused(preview: Session, kind: str) -> None:
    headers = {"Content-Type": kind, **preview.writing}

    answer = preview.client.post("/api/check", content=b'{"name": "x", "text": "y"}', headers=headers)

    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(preview: Session, method: str) -> None:
    answer = preview.client.request(method, "/api/file", headers=preview.writing)

    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


def test_a_body_that_says_it_is_too_large_is_not_taken(preview: Session) -> None:
    answer = preview.client.put(
        f"/api/file?name={MANUSCRIPT}",
        content=b"x" * (8 * 2**20 + 1),
        headers={"Content-Type": "application/json", **preview.writing},
    )

    assert answer.status_code == 413
    assert answer.json()["error"]["zh"] == "发来的内容超过 8 MB，没有接收。"


def test_a_body_that_does_not_say_how_large_it_is_is_counted(preview: Session) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(9):
            yield b" " * 2**20

    answer = preview.client.put(
        f"/api/file?name={MANUSCRIPT}",
        content=body(),
        headers={"Content-Type": "application/json", **preview.writing},
    )

    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'"x"', b"[" * 200_000])
def test_what_is_no_json_object_is_an_error_of_the_request(preview: Session, body: bytes) -> None:
    headers = {"Content-Type": "application/json", **preview.writing}

    assert preview.client.post("/api/check", content=body, headers=headers).status_code == 400


@pytest.mark.parametrize(
    "path", ["/", "/api/state", "/nowhere", "/page/aaa.png", "/static/no.js", "/api/file?name=../x"]
)
def test_every_answer_carries_the_security_headers(preview: Session, path: str) -> None:
    headers = preview.get(path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    allowed = set(re.findall(r"(?:https?|wss?)://[^ ;]+", content_policy(PORT, "n")))

    assert allowed == {f"ws://127.0.0.1:{PORT}", f"ws://localhost:{PORT}"}
    assert "style-src 'self' 'nonce-n';" in content_policy(PORT, "n")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": f"evil.example:{PORT}"},
        {"Cookie": "typeset=none"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_websocket_from_elsewhere_is_closed_before_it_opens(preview: Session, headers: dict[str, str]) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        preview.client.websocket_connect(f"ws://127.0.0.1:{PORT}/live", headers=headers),
    ):
        pass

    assert closed.value.code == 1008


def test_a_websocket_of_the_page_opens(preview: Session) -> None:
    with preview.client.websocket_connect(f"ws://127.0.0.1:{PORT}/live", headers={"Origin": ORIGIN}) as socket:
        assert socket.receive_json()["type"] in ("building", "state")


def test_secrets_are_long_and_each_another() -> None:
    one, other = Secrets(), Secrets()
    every = {one.address, one.session, one.writing, other.address, other.session, other.writing}

    assert len(every) == 6
    assert all(len(secret) >= 43 for secret in every)  # 256 bits in base64
