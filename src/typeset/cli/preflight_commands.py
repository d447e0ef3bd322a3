"""preflight: a finished PDF judged before it goes to press."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from typeset.cli.edition_commands import source_date
from typeset.cli.table import table
from typeset.cli.terminal import Terminal
from typeset.cli.tool_commands import workspace_here
from typeset.color import load_condition
from typeset.prepress.preflight import BY_ID, GROUPS, Check, Preflight, Status, Wanted, check_pdf, preflight_data
from typeset.problems import Giveup, Place, Problem, Severity, format_problem, problem
from typeset.workspace import EditionFolder, Workspace, write_atomically

_MOST_BYTES = 512 * 1024 * 1024
_SIZE = re.compile(r"(\d{2,4}(?:\.\d{1,3})?)\s*(?:mm)?\s*[x×*]\s*(\d{2,4}(?:\.\d{1,3})?)\s*(?:mm)?", re.IGNORECASE)
_SHOWN_OF_A_RULE = 6
_MARKS = {Status.PASSED: "✓", Status.WARNING: "!", Status.FAILED: "✗", Status.NOT_CHECKED: "?"}


def preflight(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Check a PDF and print, or write, what was found.

    0 ready, 1 not for press, 3 nothing wrong but not wholly checked (this machine lacks Ghostscript, or it failed).
    """
    workspace = workspace_here()
    terminal.root = workspace.root
    file, wanted = _source(arguments.source, workspace)
    wanted = _asked(wanted, arguments)
    name = workspace.name_of(file)
    if file.stat().st_size > _MOST_BYTES:
        raise Giveup(problem("preflight-file-huge", file=name, limit=_MOST_BYTES // 2**20))
    result = check_pdf(file.read_bytes(), wanted)
    if arguments.report:
        _write_report(result, file, Path(arguments.report), workspace)
    if arguments.json:
        terminal.json(preflight_data(result, name))
    else:
        _print(result, name, terminal)
        if arguments.report:
            terminal.say(f"报告：{arguments.report}", f"Report: {arguments.report}")
    if not result.ready:
        return 1
    return 3 if result.status is Status.NOT_CHECKED else 0


def _source(written: str, workspace: Workspace) -> tuple[Path, Wanted]:
    """The PDF that is meant, and what its edition wants; a file that belongs to none wants what is usual."""
    file = Path(written)
    if file.is_file():
        return file, Wanted()
    if file.suffix.lower() == ".pdf":
        raise Giveup(problem("preflight-file-absent", file=written), exit_code=2)
    workspace, folder = Workspace.of_edition(written, Path.cwd())
    built = workspace.build_folder(folder)
    final, draft = (built / f"{folder.name}-print{kind}.pdf" for kind in ("", "-draft"))
    if not final.is_file() and not draft.is_file():
        told = {"file": workspace.name_of(final), "edition": folder.name}
        raise Giveup(problem("preflight-edition-absent", **told), exit_code=2)
    return (final if final.is_file() else draft), _wanted_of(folder, workspace)


def _wanted_of(folder: EditionFolder, workspace: Workspace) -> Wanted:
    from typeset.build import check_edition
    from typeset.build.preflight_wanted import edition_wanted

    checked = check_edition(folder, workspace)
    return edition_wanted(checked.edition, checked.layout, checked.catalogue)


def _asked(wanted: Wanted, arguments: argparse.Namespace) -> Wanted:
    """What is wanted, with the options of the command in the place of the edition's."""
    if arguments.standard:
        wanted = replace(wanted, standard=arguments.standard)
    if arguments.bleed is not None:
        wanted = replace(wanted, bleed_mm=arguments.bleed)
    if arguments.ink_limit is not None:
        wanted = replace(wanted, ink_limit=arguments.ink_limit)
    if arguments.trim:
        match = _SIZE.fullmatch(arguments.trim.strip())
        if match is None:
            raise Giveup(problem("preflight-size-wrong", size=arguments.trim), exit_code=2)
        wanted = replace(wanted, trim=(float(match[1]), float(match[2])))
    if arguments.profile:
        place = Place(arguments.profile)
        condition = load_condition(Path(arguments.profile), 300, place, arguments.profile)
        if isinstance(condition, Problem):
            raise Giveup(condition, exit_code=2)
        wanted = replace(wanted, profile=condition.profile)
    return wanted


def _print(result: Preflight, name: str, terminal: Terminal) -> None:
    zh = terminal.language == "zh"
    if name.endswith("-print-draft.pdf"):
        terminal.say(
            "这是打了水印的样稿，不能付印，所以不声明 PDF/X；改好这一期的错误、补齐图片再排，就有印刷 PDF。",
            "This is a watermarked draft, not for print, and so claims no PDF/X; once the edition's errors are mended"
            " and its pictures are there, make-issue writes the print PDF.",
        )
    for group, words in GROUPS.items():
        own = [check for check in result.checks if BY_ID[check.rule].group == group]
        rows = [_row(check, zh) for check in own]
        if rows:
            terminal.say(words[0], words[1])
            for line in table(rows):
                terminal.say(f"  {line}", f"  {line}")
    for check in result.checks:
        _print_findings(check, name, terminal)
    passed, warned, failed, left = (
        result.count(status) for status in (Status.PASSED, Status.WARNING, Status.FAILED, Status.NOT_CHECKED)
    )
    errors, warnings = (result.messages(severity) for severity in (Severity.ERROR, Severity.WARNING))
    terminal.say(
        f"{name}：{len(result.checks)} 项检查，{failed} 项不通过，{warned} 项有警告，{left} 项未查，{passed} 项通过；"
        f"共 {errors} 个错误，{warnings} 个警告。{_verdict(result, zh=True)}",
        f"{name}: {len(result.checks)} checks, {failed} failed, {warned} with warnings, {left} not checked, "
        f"{passed} passed; {errors} errors, {warnings} warnings. {_verdict(result, zh=False)}",
    )


def _verdict(result: Preflight, *, zh: bool) -> str:
    if not result.ready:
        return "不能付印。" if zh else "Not for press."
    if result.count(Status.NOT_CHECKED):
        return "没有检查完。" if zh else "Not wholly checked."
    return "可以付印。" if zh else "Ready for press."


def _row(check: Check, zh: bool) -> list[str]:
    rule = BY_ID[check.rule]
    status = {
        Status.PASSED: ("通过", "passed"),
        Status.WARNING: ("警告", "warning"),
        Status.FAILED: ("不通过", "failed"),
        Status.NOT_CHECKED: ("未查", "not checked"),
    }[check.status]
    reason = check.reference or (rule.why_zh if zh else rule.why_en)
    return [_MARKS[check.status], rule.zh if zh else rule.en, status[0 if zh else 1], reason]


def _print_findings(check: Check, name: str, terminal: Terminal) -> None:
    """What one rule found, at most a few; the report and --json have all."""
    for finding in check.findings[:_SHOWN_OF_A_RULE]:
        lines = format_problem(finding.problem(name), terminal.language)
        if finding.count > 1:
            more = terminal.choose(f"（共 {finding.count} 处）", f" ({finding.count} places)")
            first, _, rest = lines.partition("\n")
            lines = f"{first}{more}" + (f"\n{rest}" if rest else "")
        print(lines, end="\n\n", file=terminal.err)
    left = len(check.findings) - _SHOWN_OF_A_RULE
    if left > 0:
        rule = BY_ID[check.rule]
        words = terminal.choose(
            f"“{rule.zh}”另有 {left} 种问题，见 --report 或 --json。",
            f"{rule.en}: {left} more kinds; see --report or --json.",
        )
        print(words, end="\n\n", file=terminal.err)


def _write_report(result: Preflight, file: Path, target: Path, workspace: Workspace) -> None:
    from typeset.build.preflight_sheet import SheetInput, sheet_html, sheet_pdf
    from typeset.fonts import load_catalogue

    told = SheetInput(file.name, source_date() or _file_date(file))
    if target.suffix.lower() in (".html", ".htm"):
        write_atomically(target, sheet_html(result, told))
        return
    cache = workspace.cache / "fonts.json" if workspace.issues.is_dir() else None
    catalogue, _ = load_catalogue(workspace.fonts, cache=cache, name_of=workspace.name_of)
    write_atomically(target, sheet_pdf(result, told, catalogue))


def _file_date(file: Path) -> datetime:
    """When the PDF was last written: the same file gives the same report."""
    return datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
