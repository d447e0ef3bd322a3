"""init and new-issue: a publication begun, an edition begun."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.cli.terminal import Terminal
from typeset.workspace import Workspace

if TYPE_CHECKING:
    from typeset.editions import NewIssue, Question


def init(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Start a publication; what no flag answers is asked, where somebody sits at the terminal."""
    from typeset.editions import questions, start_publication

    folder = Path(arguments.folder)
    asking = not arguments.yes and sys.stdin is not None and sys.stdin.isatty()
    answers: dict[str, str] = {}
    for question in questions(date.today()):
        given = getattr(arguments, question.name)
        if given is None and asking:
            given, asking = _ask(question, folder, terminal)
        answers[question.name] = question.default if given is None else given.strip()
    started = start_publication(folder, answers)
    workspace = Workspace(folder.absolute())
    edition = started.edition.name
    terminal.say(
        f"已在 {arguments.folder} 建立刊物，样例是 {edition} 这一期。",
        f"Started a publication in {arguments.folder}; {edition} is an example edition.",
    )
    terminal.say("新文件：", "New files:")
    for name in started.files:
        terminal.say(f"    {name}", f"    {name}")
    manifest = workspace.name_of(started.edition.manifest)
    terminal.say(
        f"下一步：进入 {arguments.folder}，运行 typeset make-issue {edition} 看看样例；再按需要修改"
        f" issues/publication.yaml（刊名、版权信息）和 {manifest}（栏目、文章）。",
        f"Next: change into {arguments.folder} and run typeset make-issue {edition} to see the example; then edit"
        f" issues/publication.yaml (name, imprint) and {manifest} (columns, articles).",
    )
    return 0


def _ask(question: Question, folder: Path, terminal: Terminal) -> tuple[str | None, bool]:
    """The answer to a question, asked until it will do, and whether there is anybody to ask further."""
    from typeset.editions import answer_problems

    while True:
        prompt = terminal.choose(
            f"{question.zh}（直接回车为“{question.default}”）：", f"{question.en} [{question.default}]: "
        )
        try:
            answer = input(prompt).strip() or question.default
        except EOFError:
            return None, False
        if not (found := answer_problems(question.name, answer, folder.absolute())):
            return answer, True
        terminal.problems(found)


def new_issue(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Start an edition from the last one."""
    from typeset.editions import Kind, Wanted
    from typeset.editions import new_issue as make

    workspace = Workspace.find(Path.cwd())
    terminal.root = workspace.root
    kind: Kind = "double" if arguments.double else "extra" if arguments.extra else "regular"
    made = make(workspace, Wanted(arguments.name, arguments.previous, arguments.date, kind), date.today())
    terminal.problems(made.problems)
    name = workspace.name_of(made.folder.path)
    zh, en = _title(made)
    terminal.say(f"已建立 {name}：{zh}，日期 {made.date}。", f"Made {name}: {en}, dated {made.date}.")
    _say_carried(made, terminal)
    terminal.say(
        f"下一步：把文稿放进 {name}/articles，照片放进 {name}/photos，在 {name}/issue.yaml 里列出文章，"
        f"然后运行 typeset make-issue {made.folder.name}。",
        f"Next: put manuscripts into {name}/articles and photos into {name}/photos, list the articles in"
        f" {name}/issue.yaml, then run typeset make-issue {made.folder.name}.",
    )
    return 0


def _title(made: NewIssue) -> tuple[str, str]:
    """The edition's number in words, Chinese and English."""
    year, number, total = made.number.year, made.number.number, made.number.total
    zh, en = f"{year} 年", f"{year}"
    if number:
        kinds = {"regular": ("第 {} 期", "number {}"), "double": ("第 {} 期合刊", "double number {}")}
        words = kinds.get(made.number.kind, ("增刊第 {} 期", "extra {}"))
        zh, en = zh + words[0].format(number), f"{en}, {words[1].format(number)}"
    if total:
        zh, en = f"{zh}（总第 {total} 期）", f"{en} (total number {total})"
    return zh, en


def _say_carried(made: NewIssue, terminal: Terminal) -> None:
    """What the new edition got from the old one."""
    if not made.headings:
        terminal.say(
            f"{made.previous} 没有固定栏目和缓发文章，新一期的栏目请从头列出。",
            f"{made.previous} has no standing columns and nothing held over; list the new columns yourself.",
        )
        return
    terminal.say(
        f"从 {made.previous} 带来的栏目：{'、'.join(made.headings)}。",
        f"Columns carried from {made.previous}: {', '.join(made.headings)}.",
    )
    for title in made.articles:
        terminal.say(f"带来的缓发文章：{title}。", f"Article held over: {title}.")
    if made.files:
        terminal.say(f"一起复制的文件：{'、'.join(made.files)}。", f"Files copied: {', '.join(made.files)}.")
