"""A small edition, `typeset preview` serving it, and a real browser before it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect, sync_playwright

EDITION = "issues/2024-01"
MANIFEST = f"{EDITION}/issue.yaml"
PUBLICATION = "issues/publication.yaml"
FIRST, SECOND, THIRD = (f"{EDITION}/articles/{name}.md" for name in ("spring", "river", "school"))

_MANIFEST = """\
# 春季号
刊物:
  期号: 1
  日期: 2024-03

栏目:
  - 栏目: 特写
    文章:
      - 标题: 春天到了河边
        作者: 王小明
        正文: articles/spring.md
      - 标题: 河水清了  # 二校时再看
        正文: articles/river.md

  - 栏目: 来信
    文章:
      # 这一篇还要补照片
      - 标题: 学校门口的树
        正文: articles/school.md
"""
_SENTENCE = "河边的柳树已经发芽，孩子们在岸上放风筝，老人坐在长椅上晒太阳。"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 40_000
"""ms to wait for what must come; the machine may be busy."""


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


needs_chromium = pytest.mark.skipif(find_chromium() is None, reason="Chromium is not on this machine")


def sources() -> dict[str, str]:
    """The edition as it is at the start of every test."""
    return {
        PUBLICATION: "刊物:\n  刊名: 河边通讯\n",
        MANIFEST: _MANIFEST,
        FIRST: "\n\n".join(f"第{number}段。{_SENTENCE * 6}" for number in range(1, 9)) + "\n",
        SECOND: f"清水段。{_SENTENCE * 5}\n\n{_SENTENCE * 4}\n",
        THIRD: f"大树段。{_SENTENCE * 5}\n",
    }


@dataclass
class Desk:
    """A preview that runs, and its project."""

    root: Path
    address: str
    process: subprocess.Popen[str]
    browser: Browser
    faults: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.address.partition("/?")[0]

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")

    def restore(self) -> None:
        for name, text in sources().items():
            if not (self.root / name).is_file() or self.read(name) != text:
                self.write(name, text)

    def context(self, width: int = 1440, height: int = 900, **options: object) -> BrowserContext:
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        return context

    def open(self, context: BrowserContext, goto: str = "") -> Page:
        """A window with the page in it, all pages set."""
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._hear)
        page.goto(self.address + goto)
        ready(page)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)


def ready(page: Page) -> None:
    """Wait until the edition is set as its sources stand."""
    expect(page.locator(".status")).to_have_attribute("data-state", "ready", timeout=PATIENCE)
    expect(page.locator(".sheet img.paper").first).to_be_visible(timeout=PATIENCE)


def open_file(page: Page, name: str) -> Locator:
    """The editor with `name` in it; what is typed before it has come would go into the file before."""
    page.locator("#tab-text").click()
    page.locator(".file-choice").select_option(name)
    content = page.locator(".editor .cm-content")
    expect(content).to_have_attribute("aria-label", re.compile(re.escape(name)))
    return content


def hovered(page: Page, target: Locator, x: float, said: str) -> None:
    """Point at a word of the editor until it is explained: a busy page may draw the line anew meanwhile."""
    explained = page.locator(".key-hover", has_text=said)
    for _ in range(8):
        page.mouse.move(2, 2)
        target.hover(position={"x": x, "y": 8})
        with suppress(AssertionError):
            expect(explained).to_be_visible(timeout=2_000)
            return
    expect(explained).to_be_visible()


@contextmanager
def serving(root: Path) -> Iterator[Desk]:
    """`typeset preview` on a fresh copy of the small edition."""
    for name, text in sources().items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8", newline="\n")
    editor = f"{sys.executable} {_editor(root)} {{file}} {{line}}"
    command = [sys.executable, "-m", "typeset", "preview", "2024-01", "--no-browser", "--editor", editor]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    with (
        (root / "stderr.txt").open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8"
        ) as process,
    ):
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
                yield Desk(root, _address(process), process, browser)
                browser.close()
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise AssertionError("the preview did not start")


def _editor(root: Path) -> Path:
    """An editor program that only notes what it was asked to open."""
    path = root / "editor.py"
    path.write_text(
        "import sys, pathlib\npathlib.Path(__file__).with_name('opened.txt').write_text(' '.join(sys.argv[1:]))\n"
    )
    return path
