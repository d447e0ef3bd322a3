"""proof --comments: what somebody wrote into a PDF, as a list with manuscript lines."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.cli.terminal import ProgressBar, Terminal
from typeset.problems import Giveup, Place, problem
from typeset.workspace import EditionFolder, Workspace, inside

if TYPE_CHECKING:
    from typeset.proofs.comments import Comment, SetPages

_MOST_BYTES = 512 * 1024 * 1024


def comments(arguments: argparse.Namespace, folder: EditionFolder, workspace: Workspace, terminal: Terminal) -> int:
    """Read the comments of a PDF, print them, and enter them in the edition's comments.yaml."""
    from typeset.proofs import load_proof, proofs_of
    from typeset.proofs.comments import Desk, comments_data, place_comments
    from typeset.proofs.comments_file import is_done, keep_comments
    from typeset.proofs.comments_pdf import MOST_COMMENTS, read_marked

    path = Path(arguments.comments)
    pdf = _read(path)
    try:
        marked = read_marked(pdf)
    except ValueError as error:
        raise Giveup(problem("comments-file-unreadable", file=path.name), exit_code=2) from error
    proofs = [load_proof(folder, name) for name in proofs_of(folder)]
    proofs.sort(key=lambda item: item.when)
    desk = Desk(proofs, _current(folder, workspace, terminal), _lines(workspace))
    found, problems = place_comments(pdf, marked, desk, path.name)
    if marked.cut:
        problems += (problem("comments-many", limit=MOST_COMMENTS),)
    entries = keep_comments(folder, workspace, found, path.name) if found else []
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
    if not path.is_file():
        raise Giveup(problem("comments-file-absent", file=path), exit_code=2)
    if path.stat().st_size > _MOST_BYTES:
        raise Giveup(problem("comments-file-huge", file=path.name, limit=_MOST_BYTES // 2**20), exit_code=2)
    return path.read_bytes()


def _current(folder: EditionFolder, workspace: Workspace, terminal: Terminal) -> Callable[[], SetPages | None]:
    """Sets the edition as it is now; None where that cannot be."""

    def current() -> SetPages | None:
        from typeset.build import Typesetter, build_edition, check_edition
        from typeset.build.source_map import page_spots
        from typeset.proofs.comments import SetPages, Spotted

        bar = ProgressBar(terminal)
        try:
            checked = check_edition(folder, workspace)
            typesetter = Typesetter(checked.layout, checked.catalogue)
            built = build_edition(checked, typesetter, workspace, bar, printed=False)
        except Giveup:
            return None
        finally:
            bar.close()
        spots = {
            number: tuple(Spotted(*spot.box, spot.source) for spot in page_spots(page))
            for number, page in enumerate(built.paginated.document.pages, 1)
        }
        return SetPages("", built.pdf, tuple(spots), spots)

    return current


def _lines(workspace: Workspace) -> Callable[[str], Sequence[str]]:
    """The lines of a source as its reader sees them."""

    def lines(name: str) -> Sequence[str]:
        from typeset.manuscript import decode

        path = inside(workspace.root, name)
        try:
            return decode(path.read_bytes(), Place(name)).text.split("\n") if path and path.is_file() else ()
        except OSError:
            return ()

    return lines


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
