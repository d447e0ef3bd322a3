"""make-issue and check: an edition set, or everything but its pages."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from typeset.cli.terminal import ProgressBar, Terminal
from typeset.problems import Giveup, Report, Severity, problems_data
from typeset.workspace import Workspace

_MEGABYTE = 1024 * 1024


def make_issue(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Set an edition and write its results; 1 where the content has errors."""
    from typeset.build import Typesetter, build_edition, check_edition, write_results

    start = time.monotonic()
    workspace = Workspace.find(Path.cwd())
    terminal.root = workspace.root
    folder = workspace.edition(arguments.edition)
    checked = check_edition(folder, workspace)
    bar = ProgressBar(terminal)
    try:
        built = build_edition(checked, Typesetter(checked.layout, checked.catalogue), workspace, bar)
        pdf = write_results(built, folder, workspace, pictures=not arguments.pdf_only)
    finally:
        bar.close()
    if arguments.json:
        print((pdf.parent / "report.json").read_text("utf-8"), end="", file=terminal.out)
        return 1 if built.report.errors else 0
    notes = [item for item in built.report.problems if item.code == "edition-note"]
    terminal.problems(item for item in built.report.problems if item not in notes)
    if notes:
        terminal.say(
            f"编辑备注 {len(notes)} 条，见 report.json；typeset check 会逐条列出。",
            f"{len(notes)} editorial notes: see report.json, or typeset check.",
        )
    for article in built.edition.articles:
        page = built.paginated.pages.of(article)
        terminal.say(
            f"  {page:>3} 页  {article.han_count:>6} 字  【{article.heading}】{article.title}",
            f"  p. {page:<3} {article.han_count:>6} Han  [{article.heading}] {article.title}",
        )
    articles = list(built.edition.articles)
    han, pages = sum(article.han_count for article in articles), built.paginated.total
    size = pdf.stat().st_size / _MEGABYTE
    seconds = time.monotonic() - start
    terminal.say(
        f"共 {len(articles)} 篇，{han} 个汉字，{pages} 页；{_counts(built.report, terminal)}。",
        f"{len(articles)} articles, {han} Han characters, {pages} pages; {_counts(built.report, terminal)}.",
    )
    terminal.say(
        f"{workspace.name_of(pdf)}（{size:.2f} MB），用时 {seconds:.1f} 秒。",
        f"{workspace.name_of(pdf)} ({size:.2f} MB), {seconds:.1f} s.",
    )
    return 1 if built.report.errors else 0


def check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Everything but the pages; 1 where the content has errors."""
    from typeset.build import check_edition

    workspace = Workspace.find(Path.cwd())
    terminal.root = workspace.root
    folder = workspace.edition(arguments.edition)
    try:
        report = Report.of(check_edition(folder, workspace).problems)
    except Giveup as giveup:
        report = Report.of(giveup.problems)
    if arguments.json:
        terminal.json(problems_data(report.problems))
    else:
        terminal.problems(report.problems)
        terminal.say(f"{folder.name}：{_counts(report, terminal)}。", f"{folder.name}: {_counts(report, terminal)}.")
    return 1 if report.errors else 0


def _counts(report: Report, terminal: Terminal) -> str:
    errors, warnings, notices = (report.count(severity) for severity in Severity)
    return terminal.choose(
        f"{errors} 个错误，{warnings} 个警告，{notices} 个提示",
        f"{errors} errors, {warnings} warnings, {notices} notices",
    )
