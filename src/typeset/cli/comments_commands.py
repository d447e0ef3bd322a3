"""proof --comments: what somebody wrote into a PDF, as a list with manuscript lines."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.cli.terminal import ProgressBar, Terminal
from typeset.problems import Giveup, problem
from typeset.workspace import EditionFolder, Workspace

if TYPE_CHECKING:
    from typeset.proofs.comments import Comment


def comments(arguments: argparse.Namespace, folder: EditionFolder, workspace: Workspace, terminal: Terminal) -> int:
    """Read the comments of a PDF, print them, and enter them in the edition's comments.yaml."""
    from typeset.proofs.comments import comments_data
    from typeset.proofs.comments_file import is_done
    from typeset.proofs.reading_comments import enter_comments

    path = Path(arguments.comments)
    bar = ProgressBar(terminal)
    try:
        found, entries, problems = enter_comments(_read(path), path.name, folder, workspace, bar)
    finally:
        bar.close()
    terminal.problems(problems)
    if arguments.json:
        done = {str(entry.get("id")): is_done(entry) for entry in entries}
        terminal.json([{**item, "done": done[str(item["id"])]} for item in comments_data(found)])
        return 0
    _print(found, terminal)
    name = workspace.name_of(folder.path / "comments.yaml")
    if found:
        terminal.say(
            f"共 {len(found)} 条，记入 {name}，改好一条打一个勾。",
            f"{len(found)} comments, listed in {name} to be ticked.",
        )
    else:
        terminal.say("没有批注。", "No comments.")
    return 0


def _read(path: Path) -> bytes:
    from typeset.proofs.reading_comments import MOST_BYTES

    if not path.is_file():
        raise Giveup(problem("comments-file-absent", file=path), exit_code=2)
    if path.stat().st_size > MOST_BYTES:
        raise Giveup(problem("comments-file-huge", file=path.name, limit=MOST_BYTES // 2**20), exit_code=2)
    return path.read_bytes()


def _print(found: Sequence[Comment], terminal: Terminal) -> None:
    from typeset.proofs.comments_pdf import KINDS

    for item in found:
        zh, en = KINDS[item.kind]
        by = "，".join(filter(None, (item.by, item.when)))
        quoted_zh, quoted_en = (f"“{item.marked}” ", f"“{item.marked}” ") if item.marked else ("", "")
        terminal.say(
            f"第 {item.page} 页  {item.where or '—'}  [{zh}] {quoted_zh}{item.text}" + (f"（{by}）" if by else ""),
            f"p. {item.page}  {item.where or '-'}  [{en}] {quoted_en}{item.text}" + (f" ({by})" if by else ""),
        )
        for reply in item.replies:
            terminal.say(f"    ↳ {reply.by}：{reply.text}", f"    ↳ {reply.by}: {reply.text}")
