"""fonts and doctor: what this machine has, verified, and how to mend what is missing."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.cli.table import table
from typeset.cli.terminal import Terminal
from typeset.problems import Giveup, Report, problems_data
from typeset.workspace import Workspace

if TYPE_CHECKING:
    from typeset.fonts import FontRow
    from typeset.machine import Check


def fonts(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List the fonts that a build may use, each file compared with what is listed; 1 where one fails."""
    from typeset.fonts import ROLES, font_rows, load_catalogue

    try:
        workspace = Workspace.find(Path.cwd())
    except Giveup:  # outside a project: what comes with typeset
        workspace = Workspace(Path.cwd())
    terminal.root = workspace.root
    catalogue, found = load_catalogue(workspace.fonts, name_of=workspace.name_of)
    report = Report.of([*found, *catalogue.role_problems(ROLES)])
    rows = font_rows(catalogue, workspace.name_of)
    if arguments.json:
        data = {"fonts": [asdict(row) for row in rows], "problems": problems_data(report.problems)}
        terminal.json(data)
        return 1 if report.errors else 0
    for line in _font_table(rows, terminal):
        terminal.say(line, line)
    terminal.problems(report.problems)
    terminal.say(f"共 {len(rows)} 个字体，{report.errors} 个错误。", f"{len(rows)} fonts, {report.errors} errors.")
    return 1 if report.errors else 0


_ROLE_NAMES = {"song": "宋体", "hei": "黑体", "kai": "楷体", "fang": "仿宋", "xiaobiaosong": "小标宋"}


def _font_table(rows: tuple[FontRow, ...], terminal: Terminal) -> list[str]:
    head = ("用途 字体 字重 版本 授权 字符数 核对 文件", "Role Font Weight Version Licence Characters Check File")
    lines = [terminal.choose(*head).split()]
    for row in rows:
        roles = [terminal.choose(_ROLE_NAMES.get(role, role), role) for role in row.serves]
        check = terminal.choose("相符", "matches") if row.verified else terminal.choose("未登记", "unlisted")
        weight = str(row.weight) if row.style == "normal" else f"{row.weight} {row.style}"
        characters = str(row.characters)
        lines.append(
            [
                terminal.choose("、", ", ").join(roles) or "—",
                row.family,
                weight,
                row.version,
                row.licence or "—",
                characters,
                check,
                row.file,
            ]
        )
    return table(lines, right=frozenset({2, 5}))


def doctor(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Look at everything that a build needs of this machine; 3 where something is missing."""
    from typeset.machine import check_machine

    checks = check_machine()
    failed = [check for check in checks if not check.ok]
    if arguments.json:
        terminal.json({"ok": not failed, "checks": [_check_data(check) for check in checks]})
        return 3 if failed else 0
    for line in _check_table(checks, terminal):
        terminal.say(line, line)
    terminal.problems(check.problem for check in failed if check.problem)
    if failed:
        terminal.say(
            f"有 {len(failed)} 项不行，照提示的命令补齐以后再运行 typeset doctor。",
            f"{len(failed)} items will not do; run the commands given, then typeset doctor again.",
        )
        return 3
    terminal.say("这台电脑齐备，可以排版。", "This machine has everything that is needed.")
    return 0


def _check_table(checks: tuple[Check, ...], terminal: Terminal) -> list[str]:
    good, bad = terminal.choose("好", "ok"), terminal.choose("缺", "missing")
    wrong = terminal.choose("不合用", "will not do")
    return table(
        [
            [
                (good if check.found or not check.optional else "—") if check.ok else wrong if check.found else bad,
                check.name,
                check.found or (_absent(check, terminal) if check.optional else ""),
            ]
            for check in checks
        ]
    )


def _absent(check: Check, terminal: Terminal) -> str:
    return terminal.choose(f"未装（可选：{check.use[0]}）", f"not here (optional: {check.use[1]})")


def _check_data(check: Check) -> dict[str, object]:
    return {
        "name": check.name,
        "found": check.found,
        "ok": check.ok,
        "optional": check.optional,
        "problem": problems_data([check.problem])[0] if check.problem else None,
    }
