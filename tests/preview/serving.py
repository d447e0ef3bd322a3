"""What the tests of the server share: a small project, a renderer that only pretends, a browser that is let in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2 as httpx
from starlette.testclient import TestClient

from typeset.build.snapshot import Found, Geometry, LiveArticle, LivePage, PageGoneError, PrintPage, Snapshot, Spot
from typeset.preview.desk import Desk
from typeset.preview.files import ProjectFiles
from typeset.preview.jobs import Job, carry_out
from typeset.preview.opening import Editor
from typeset.preview.preflight_process import PreflightProcess
from typeset.preview.refusal import Refusal
from typeset.preview.security import Secrets
from typeset.preview.server import make_app
from typeset.preview.watching import Watcher
from typeset.problems import Giveup, Place, problem
from typeset.workspace import EditionFolder, Workspace

PORT = 8765
ORIGIN = f"http://127.0.0.1:{PORT}"
MANIFEST = "issues/2026-01/issue.yaml"
MANUSCRIPT = "issues/2026-01/articles/01.md"
KEYS = Secrets("address-secret", "session-secret", "writing-secret")

ISSUE = """\
# 本期
刊物: {刊名: 试刊, 期号: 1}
栏目:
  - 栏目: 要闻
    文章:
      - 标题: 甲文  # 头条
        作者: 张三
        正文: articles/01.md
      - 标题: 乙文
        正文: 只有一句话。
"""


def page(number: int, page_id: str) -> LivePage:
    return LivePage(page_id, number, number, "right" if number % 2 else "left", "articles", (20, 20, 170, 240), None)


FIRST = Snapshot(
    serial=1,
    broken=False,
    pages=(page(1, "aaa"), page(2, "bbb")),
    articles=(LiveArticle("article-1", "甲文", "要闻", 2, 2),),
    problems=(problem("manuscript-missing", Place(MANIFEST, 8, 13, 14, page=2), file="x.md", title="甲文"),),
    boxes={0: (20.0, 30.0, 100.0, 8.0)},
    geometry=Geometry(210, 285, 3),
    layers=("screen", "plate:Black"),
    edition="2026-01",
    title="试刊",
)


@dataclass
class FakeRenderer:
    """Answers what it was given; notes what it was asked."""

    snapshots: list[Snapshot | Exception] = field(default_factory=lambda: [FIRST])
    builds: int = 0
    drawn: list[tuple[str, float, str, bool]] = field(default_factory=list)
    failure: Exception | None = None
    hold: asyncio.Event | None = None
    closed: bool = False
    on_crash: object = None
    on_opening: object = None

    async def build(self) -> Snapshot:
        self.builds += 1
        serial = self.builds
        if self.hold:
            await self.hold.wait()
        found = self.snapshots[min(serial, len(self.snapshots)) - 1]
        if isinstance(found, Exception):
            raise found
        return replace(found, serial=serial)

    async def draw(self, page_id: str, scale: float, layer: str = "screen", *, bleed: bool = False) -> bytes:
        self.drawn.append((page_id, scale, layer, bleed))
        if self.failure:
            raise self.failure
        if page_id not in ("aaa", "bbb"):
            raise PageGoneError(page_id)
        return b"\x89PNG " + page_id.encode()

    async def print_page(self, page_id: str) -> PrintPage:
        self.drawn.append((page_id, 0.0, "print", True))
        if page_id not in ("aaa", "bbb"):
            raise PageGoneError(page_id)
        return PrintPage(b"%PDF " + page_id.encode(), 210, 285, 3)

    async def source_map(self, page_id: str) -> tuple[Spot, ...]:
        if page_id != "bbb":
            raise PageGoneError(page_id)
        return (Spot(20.0, 30.0, 100.0, 8.0, f"{MANUSCRIPT}:1:1", "paragraph"),)

    async def where(self, file: str, line: int) -> Found | None:
        return Found(2, (20.0, 30.0, 100.0, float(line))) if file == MANUSCRIPT else None

    async def close(self) -> None:
        self.closed = True


@dataclass
class InProcess:
    """A worker that does its jobs where it is asked."""

    folder: EditionFolder
    workspace: Workspace

    def do(self, job: Job) -> Any:
        try:
            return carry_out(job, self.folder, self.workspace)
        except Giveup as giveup:
            raise Refusal.of(422, giveup.problems[0]) from giveup

    def close(self) -> None:
        """There is no process to end."""


def write_project(root: Path) -> tuple[Workspace, EditionFolder]:
    """A project with one edition of two articles."""
    articles = root / "issues" / "2026-01" / "articles"
    articles.mkdir(parents=True)
    (root / "issues" / "publication.yaml").write_text("版式: classic\n", "utf-8")
    (articles.parent / "issue.yaml").write_text(ISSUE, "utf-8")
    (articles / "01.md").write_text("第一段。\n\n第二段。\n", "utf-8")
    (articles.parent / "photos").mkdir()
    (articles.parent / "photos" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    (root / "secret.txt").write_text("秘密", "utf-8")
    workspace = Workspace(root.resolve())
    return workspace, workspace.edition("2026-01")


@dataclass
class Session:
    """A browser that has been let in, and what it talks to."""

    client: TestClient
    root: Path
    renderer: FakeRenderer
    files: ProjectFiles

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers=headers)

    def put(self, name: str, text: str, base: str) -> httpx.Response:
        return self.client.put(
            "/api/file", params={"name": name}, json={"text": text, "base": base}, headers=self.writing
        )

    def post(self, path: str, body: Any) -> httpx.Response:
        return self.client.post(path, json=body, headers=self.writing)

    @property
    def writing(self) -> dict[str, str]:
        return {"X-Typeset-Token": KEYS.writing}

    def version(self, name: str) -> str:
        return str(self.get(f"/api/file?name={name}").json()["version"])

    def path(self, name: str) -> Path:
        return self.root / name


@contextmanager
def session(
    root: Path,
    renderer: FakeRenderer | None = None,
    *,
    entered: bool = True,
    editor: Editor | None = None,
    watched: bool = False,
    static: Path | None = None,
    preflight: PreflightProcess | None = None,
) -> Iterator[Session]:
    """A preview of a small project, with its lifespan."""
    workspace, edition = write_project(root)
    renderer = renderer or FakeRenderer()
    files = ProjectFiles(workspace, edition)
    watcher = Watcher(workspace, edition.path) if watched else None
    worker = InProcess(edition, workspace)
    desk = Desk(files, renderer, "en", watcher, preflight=preflight, reader=worker)
    extra = {"static": static} if static else {}
    app = make_app(desk, KEYS, PORT, editor, workers=(worker, worker), **extra)
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
        if entered:
            client.get(f"/?token={KEYS.address}")
        yield Session(client, root, renderer, files)
