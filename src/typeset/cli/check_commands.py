"""check: everything but the pages, the texts proofread; --fix cleans manuscripts up, --undo puts them back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.cli.note_lines import note_line, without_notes
from typeset.cli.terminal import Terminal
from typeset.problems import Giveup, Problem, Report, Severity, problem, problems_data
from typeset.workspace import EditionFolder, Workspace

if TYPE_CHECKING:
    from typeset.preview.history import History
    from typeset.proofreading import Placed, Plan

_SHOWN = 30
_FEW_NOTES = 3  # so many editorial notes bury nothing, and are listed
_VISIBLE = str.maketrans({"\n": "↵", "\t": "→", "\u3000": "□", " ": "·", "\u200b": "¦", "\ufeff": "¦", "\u00a0": "·"})


def check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Check an edition, or clean its texts up; 1 where the content has errors."""
    workspace, folder = Workspace.of_edition(arguments.edition, Path.cwd())
    terminal.root = workspace.root
    if (arguments.dry_run or arguments.accept) and not arguments.fix:
        raise Giveup(problem("copy-fix-wanted"), exit_code=2)
    if arguments.undo:
        if arguments.fix:
            raise Giveup(problem("copy-fix-or-undo"), exit_code=2)
        return _undo(folder, workspace, terminal, as_json=arguments.json)
    if arguments.fix:
        return _fix(arguments, folder, workspace, terminal)
    return _check(folder, workspace, terminal, as_json=arguments.json)


def _check(folder: EditionFolder, workspace: Workspace, terminal: Terminal, *, as_json: bool) -> int:
    from typeset.build import check_edition
    from typeset.manifest import read_issue, without_consequences
    from typeset.proofreading import picture_problems, proofread, settings_of

    found: list[Problem] = []
    try:
        checked = check_edition(folder, workspace)
        found += checked.problems
        found += picture_problems(checked.edition, settings_of(read_issue(folder, workspace)))
    except Giveup as giveup:
        found += giveup.problems
    found += proofread(folder, workspace, clean_up=True)
    report = Report.of(_accepting(list(without_consequences(found)), folder, workspace))
    if as_json:
        terminal.json(problems_data(report.problems))
    else:
        terminal.problems(without_notes(report.problems, _FEW_NOTES))
        command = f"typeset check {folder.name} --json"
        if line := note_line(report.problems, f"全文用 {command} 列出", f"{command} lists them", _FEW_NOTES):
            terminal.say(*line)
        errors, warnings, notices = (report.count(severity) for severity in Severity)
        terminal.say(
            f"{folder.name}：{errors} 个错误，{warnings} 个警告，{notices} 个提示。",
            f"{folder.name}: {errors} errors, {warnings} warnings, {notices} notices.",
        )
    return 1 if report.errors else 0


def _accepting(found: list[Problem], folder: EditionFolder, workspace: Workspace) -> list[Problem]:
    from typeset.edition import read_edition
    from typeset.signoff import Acceptances

    edition = read_edition(folder, workspace).edition
    if edition is None:
        return found
    acceptances = Acceptances(edition.accepted, workspace)
    return [*acceptances.applied(found), *acceptances.unused(checked_only=True)]


def _fix(arguments: argparse.Namespace, folder: EditionFolder, workspace: Workspace, terminal: Terminal) -> int:
    from typeset.proofreading import carry_out, plan, plan_data

    planned = plan(folder, workspace, _accepted(arguments.accept))
    written: Sequence[str] = ()
    if not arguments.dry_run:
        written = carry_out(planned, _history(folder, workspace), _history_folder(folder, workspace))
    problems = Report.of([*planned.warnings, *planned.refused]).problems
    if arguments.json:
        terminal.json(
            {"changes": plan_data(planned), "files": list(written), "problems": problems_data(problems)},
        )
        return 0
    for item in planned.changes:
        terminal.say(_line(item, "zh"), _line(item, "en"))
    terminal.problems(problems)
    _say_outcome(planned, written, folder, terminal, dry=arguments.dry_run)
    return 0


def _accepted(names: Sequence[str]) -> frozenset[str]:
    """The English names of rules that a person accepts. Raises Giveup for a name that no such rule has."""
    from typeset.copyedit import NAMES, RULES

    accepted = {NAMES.get(name, "") for name in names}
    if accepted - {"doubled-paragraphs"}:
        raise Giveup(
            problem("copy-accept-unknown", name="、".join(names), rule=RULES["doubled-paragraphs"].chinese), exit_code=2
        )
    return frozenset(accepted)


def _line(item: Placed, language: str) -> str:
    from typeset.copyedit import RULES

    change = item.change
    rule = RULES[change.rule]
    name = f"{rule.chinese}{f'，{rule.source}' if rule.source else ''}" if language == "zh" else change.rule
    before, after = (_shown(text, language) for text in (change.before, change.after))
    return f"{item.place}: {before} → {after} [{name}]"


def _shown(text: str, language: str) -> str:
    if not text:
        return "（删去）" if language == "zh" else "(nothing)"
    text = text.translate(_VISIBLE)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _say_outcome(
    planned: Plan, written: Sequence[str], folder: EditionFolder, terminal: Terminal, *, dry: bool
) -> None:
    count, name = len(planned.changes), folder.name
    if not count:
        terminal.say(f"{folder.name}：没有要清理的。", f"{folder.name}: there is nothing to clean up.")
    elif dry:
        terminal.say(
            f"{folder.name}：会改 {count} 处，在 {len(planned.files)} 个文件里；现在什么也没有改。",
            f"{folder.name}: {count} changes in {len(planned.files)} files would be made; nothing was changed now.",
        )
    else:
        terminal.say(
            f"{name}：改了 {count} 处，在 {len(written)} 个文件里。撤回：typeset check {name} --undo",
            f"{name}: {count} changes in {len(written)} files. To take them back: typeset check {name} --undo",
        )


def _undo(folder: EditionFolder, workspace: Workspace, terminal: Terminal, *, as_json: bool) -> int:
    from typeset.proofreading import undo

    undone = undo(workspace, _history(folder, workspace), _history_folder(folder, workspace))
    if as_json:
        refused = undone.refused if undone else ()
        terminal.json({"files": list(undone.names) if undone else [], "problems": problems_data(refused)})
        return 0
    if undone is None:
        terminal.say(f"{folder.name}：没有可以撤回的清理。", f"{folder.name}: there is no clean-up to take back.")
        return 0
    terminal.problems(undone.refused)
    for name in undone.names:
        terminal.say(f"已恢复 {name}", f"Put back {name}")
    return 0


def _history_folder(folder: EditionFolder, workspace: Workspace) -> Path:
    return workspace.build_folder(folder) / "history"


def _history(folder: EditionFolder, workspace: Workspace) -> History:
    """Where the preview keeps earlier versions too, so that it can show them."""
    from typeset.preview.history import History

    return History(_history_folder(folder, workspace))
