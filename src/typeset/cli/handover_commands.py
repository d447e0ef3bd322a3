"""handover and count: an edition leaves the desk, and what is paid for it is counted."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.cli.edition_commands import source_date
from typeset.cli.table import table
from typeset.cli.terminal import ProgressBar, Terminal
from typeset.problems import Giveup, problem
from typeset.workspace import EditionFolder, Workspace, write_atomically

if TYPE_CHECKING:
    from typeset.handover import Counts


def handover(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write the parcel for the printing house and the archive of an edition that is 付印."""
    from typeset.handover import hand_over

    workspace, folder = Workspace.of_edition(arguments.edition, Path.cwd())
    terminal.root = workspace.root
    target = _target(arguments.to, folder, workspace)
    bar = ProgressBar(terminal)
    try:
        made = hand_over(folder, workspace, target, bar, source_date())
    finally:
        bar.close()
    names = [workspace.name_of(path) for path in (made.printing_house, made.archive)]
    if arguments.json:
        data = {"printing_house": names[0], "archive": names[1], "parcel": made.parcel, "archived": made.archived}
        terminal.json(data)
        return 0
    terminal.say(f"交印刷厂：{names[0]}", f"For the printing house: {names[0]}")
    for name in made.parcel:
        terminal.say(f"  {name}", f"  {name}")
    terminal.say(
        f"存档（{len(made.archived)} 个文件）：{names[1]}", f"Archive ({len(made.archived)} files): {names[1]}"
    )
    return 0


def _target(written: str | None, folder: EditionFolder, workspace: Workspace) -> Path:
    target = Path(written).absolute() if written else workspace.root / "handover" / folder.name
    if (target.exists() and not target.is_dir()) or target.resolve().is_relative_to(folder.path):
        raise Giveup(problem("handover-target-wrong", folder=written or workspace.name_of(target)), exit_code=2)
    return target


def count(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Count Han characters and pictures of an edition's articles, authors and photographers."""
    from typeset.build import Typesetter, check_edition
    from typeset.build.copyfitting import paginate_fitted
    from typeset.handover import count_edition, counts_csv, counts_data, counts_xlsx

    workspace, folder = Workspace.of_edition(arguments.edition, Path.cwd())
    terminal.root = workspace.root
    checked = check_edition(folder, workspace)
    bar = ProgressBar(terminal)
    try:
        typesetter = Typesetter(checked.layout, checked.catalogue)
        paginated, _ = paginate_fitted(checked.edition, checked.templates, typesetter, bar)
    finally:
        bar.close()
    counts = count_edition(checked.edition, paginated.pages)
    for wanted, write in ((arguments.csv, counts_csv), (arguments.xlsx, counts_xlsx)):
        if wanted:
            write_atomically(Path(wanted), write(counts))
    if arguments.json:
        terminal.json(counts_data(counts))
        return 0
    _print(counts, terminal)
    for wanted in filter(None, (arguments.csv, arguments.xlsx)):
        terminal.say(f"已写入：{wanted}", f"Written: {wanted}")
    return 0


def _print(counts: Counts, terminal: Terminal) -> None:
    head = terminal.choose("栏目 标题 作者 单位 字数 图片 页码", "Section Title Author Unit Han Pictures Page").split()
    rows = [
        [item.section, item.title, item.author, item.unit, str(item.han), str(item.pictures), str(item.page or "")]
        for item in counts.articles
    ]
    for line in table([head, *rows]):
        terminal.say(line, line)
    terminal.say("", "")
    for author in counts.authors:
        terminal.say(
            f"{author.name}：{author.articles} 篇，{author.han} 字",
            f"{author.name}: {author.articles} articles, {author.han} Han characters",
        )
    for item in counts.photographers:
        terminal.say(
            f"{item.name or '（图片未署名）'}：{item.pictures} 张图片",
            f"{item.name or '(no credit)'}: {item.pictures} pictures",
        )
    terminal.say(
        f"共 {len(counts.articles)} 篇，{counts.han} 个汉字，{counts.pictures} 张图片。",
        f"{len(counts.articles)} articles, {counts.han} Han characters, {counts.pictures} pictures.",
    )
