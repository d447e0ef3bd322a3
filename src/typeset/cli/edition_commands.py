"""make-issue and check: an edition set, or everything but its pages."""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.cli.copyfit_summary import copyfit_lines
from typeset.cli.note_lines import note_line, without_notes
from typeset.cli.terminal import ProgressBar, Terminal
from typeset.problems import Report, Severity
from typeset.workspace import Workspace

if TYPE_CHECKING:
    from typeset.build import Built, Written

_MEGABYTE = 1024 * 1024


def make_issue(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Set an edition and write its results; 1 where the content has errors."""
    from typeset.build import Typesetter, build_edition, check_edition, write_results
    from typeset.build.copyfit_data import fit_data
    from typeset.manifest import without_consequences
    from typeset.proofreading import proofread

    start = time.monotonic()
    workspace, folder = Workspace.of_edition(arguments.edition, Path.cwd())
    terminal.root = workspace.root
    checked = check_edition(folder, workspace)
    found = (*checked.problems, *proofread(folder, workspace))
    checked = replace(checked, problems=without_consequences(found))
    bar = ProgressBar(terminal)
    try:
        typesetter = Typesetter(checked.layout, checked.catalogue)
        date = source_date()
        built = build_edition(checked, typesetter, workspace, bar, printed=not arguments.screen, date=date)
        written = write_results(built, folder, workspace, pictures=not arguments.pdf_only)
    finally:
        bar.close()
    if arguments.json:
        print((written.screen.parent / "report.json").read_text("utf-8"), end="", file=terminal.out)
        return 1 if built.report.errors else 0
    seen = [item for item in built.report.problems if item.code.startswith("copy-")]
    terminal.problems(item for item in without_notes(built.report.problems) if item not in seen)
    if seen:
        terminal.say(
            f"校对提示 {len(seen)} 条，见 report.json；typeset check 会逐条列出。",
            f"{len(seen)} places to proofread: see report.json, or typeset check.",
        )
    if line := note_line(built.report.problems, "全文见 report.json", "see report.json"):
        terminal.say(*line)
    for article in built.edition.articles:
        page = built.paginated.pages.of(article)
        terminal.say(
            f"  {page:>3} 页  {built.edition.han_count(article):>6} 字  【{article.heading}】{article.title}",
            f"  p. {page:<3} {built.edition.han_count(article):>6} Han  [{article.heading}] {article.title}",
        )
    articles = list(built.edition.articles)
    han, pages = sum(built.edition.han_count(article) for article in articles), built.paginated.total
    seconds = time.monotonic() - start
    terminal.say(
        f"共 {len(articles)} 篇，{han} 个汉字，{pages} 页；{_counts(built.report, terminal)}。",
        f"{len(articles)} articles, {han} Han characters, {pages} pages; {_counts(built.report, terminal)}.",
    )
    if built.copyfit is not None:
        for zh, en in copyfit_lines(fit_data(built.copyfit, built.paginated, built.edition.pages)):
            terminal.say(zh, en)
    _say_files(built, written, workspace, terminal)
    terminal.say(f"用时 {seconds:.1f} 秒。", f"{seconds:.1f} s.")
    return 1 if built.report.errors else 0


def source_date() -> datetime | None:
    """The moment that SOURCE_DATE_EPOCH names (reproducible-builds.org), if it is set and a number."""
    written = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(written), UTC) if written.isdecimal() else None


def _say_files(built: Built, written: Written, workspace: Workspace, terminal: Terminal) -> None:
    screen = f"{workspace.name_of(written.screen)}{_size(written.screen)}"
    terminal.say(f"屏幕 PDF：{screen}", f"Screen PDF: {screen}")
    if built.printed is None or written.printed is None:
        return
    name = f"{workspace.name_of(written.printed)}{_size(written.printed)}"
    if built.printed.draft:
        terminal.say(
            f"印刷样稿：{name}，还有错误或待补的图片，打了水印，不能付印。",
            f"Print draft: {name}, watermarked and not to be printed while there are errors or awaited pictures.",
        )
    else:
        terminal.say(f"印刷 PDF：{name}", f"Print PDF: {name}")


def _size(path: Path) -> str:
    return f" ({path.stat().st_size / _MEGABYTE:.2f} MB)"


def _counts(report: Report, terminal: Terminal) -> str:
    errors, warnings, notices = (report.count(severity) for severity in Severity)
    accepted = len(report.accepted)
    return terminal.choose(
        f"{errors} 个错误，{warnings} 个警告，{notices} 个提示" + (f"，{accepted} 个已接受" if accepted else ""),
        f"{errors} errors, {warnings} warnings, {notices} notices" + (f", {accepted} accepted" if accepted else ""),
    )
