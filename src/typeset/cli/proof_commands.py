"""proof and accept: proofs of an edition, their comparison and signatures, states, problems that may stand."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.cli.edition_commands import source_date
from typeset.cli.terminal import ProgressBar, Terminal
from typeset.problems import Giveup, Problem, Report, problem
from typeset.workspace import EditionFolder, Workspace, write_atomically

if TYPE_CHECKING:
    from typeset.build import Built


def proof(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make a proof, sign one, set a state, or compare two."""
    workspace, folder = Workspace.of_edition(arguments.edition, Path.cwd())
    terminal.root = workspace.root
    signatures = tuple(_signature(written) for written in arguments.sign)
    if arguments.comments:
        from typeset.cli.comments_commands import comments

        return comments(arguments, folder, workspace, terminal)
    if arguments.compare:
        return _compare(arguments.compare, folder, workspace, terminal)
    if arguments.step:
        return _make(arguments, signatures, folder, workspace, terminal)
    if arguments.state:
        return _state(arguments, folder, workspace, terminal)
    if signatures:
        return _sign(signatures, arguments.proof, folder, terminal, workspace)
    return _tell(folder, workspace, terminal)


def _make(
    arguments: argparse.Namespace,
    signatures: tuple[tuple[str, str], ...],
    folder: EditionFolder,
    workspace: Workspace,
    terminal: Terminal,
) -> int:
    from typeset.proofs import ProofOrder, article_named, make_proof

    built = _built(folder, workspace, terminal, printed=not arguments.article)
    article = article_named(tuple(built.edition.articles), arguments.article).id if arguments.article else ""
    order = ProofOrder(arguments.step, _now(), _name(arguments), article, signatures)
    made, path = make_proof(built, folder, workspace, order)
    name, count = workspace.name_of(path), len(made.folios)
    terminal.say(
        f"{made.heading}：{name}，{count} 页，版本 {made.build}；未解决的错误 {built.report.errors} 个，"
        f"已接受 {len(built.report.accepted)} 个。",
        f"{made.heading}: {name}, pages: {count}, build {made.build}; open errors: {built.report.errors}, "
        f"accepted: {len(built.report.accepted)}.",
    )
    return 0


def _compare(names: list[str], folder: EditionFolder, workspace: Workspace, terminal: Terminal) -> int:
    from typeset.build import check_edition
    from typeset.proofs import compare, load_proof
    from typeset.proofs.comparison_report import comparison_html, comparison_pdf

    found = compare(load_proof(folder, names[0]), load_proof(folder, names[1]))
    base = workspace.build_folder(folder) / f"{folder.name}-核红-{names[0]}-{names[1]}"
    catalogue = check_edition(folder, workspace).catalogue
    for ending, data in ((".html", comparison_html(found)), (".pdf", comparison_pdf(found, catalogue))):
        path = base.with_name(base.name + ending)
        write_atomically(path, data)
        terminal.say(f"核红：{workspace.name_of(path)}", f"Comparison: {workspace.name_of(path)}")
    pages = [str(page.page) for page in found.pages]
    terminal.say(
        f"有变化的页：{'、'.join(pages) or '无'}；文字改动 {len(found.texts)} 处。",
        f"Pages that differ: {', '.join(pages) or 'none'}; changes of text: {len(found.texts)}.",
    )
    return 0


def _sign(
    signatures: tuple[tuple[str, str], ...], name: str, folder: EditionFolder, terminal: Terminal, workspace: Workspace
) -> int:
    from typeset.signoff import StatusLine, append_lines, read_status

    lines = [line for line in read_status(folder, workspace).lines if line.proof and not line.role]
    last = next((line for line in reversed(lines) if name in ("", line.proof)), None)
    if last is None and name:
        known = "、".join(dict.fromkeys(line.proof for line in lines)) or "—"
        raise Giveup(problem("proof-not-found", name=name, known=known), exit_code=2)
    if last is None:
        raise Giveup(problem("proof-none-to-sign"), exit_code=2)
    when = _now().strftime("%Y-%m-%d %H:%M")
    append_lines(folder, [StatusLine(when, last.state, by, last.article, role, last.proof) for role, by in signatures])
    for role, by in signatures:
        terminal.say(f"{last.proof}：{role} {by}，{when}", f"{last.proof}: {role} {by}, {when}")
    return 0


def _state(arguments: argparse.Namespace, folder: EditionFolder, workspace: Workspace, terminal: Terminal) -> int:
    from typeset.edition import read_edition
    from typeset.proofs import article_named
    from typeset.signoff import StatusLine, append_lines

    by = _name(arguments, wanted=True)
    article = ""
    if arguments.article:
        edition = read_edition(folder, workspace).edition
        article = article_named(tuple(edition.articles) if edition else (), arguments.article).id
    append_lines(folder, [StatusLine(_now().strftime("%Y-%m-%d %H:%M"), arguments.state, by, article)])
    terminal.say(
        f"{folder.name} {article}：{arguments.state}（{by}）", f"{folder.name} {article}: {arguments.state} ({by})"
    )
    return 0


def _tell(folder: EditionFolder, workspace: Workspace, terminal: Terminal) -> int:
    """Where the edition and its articles stand, and which proofs there are."""
    from typeset.edition import read_edition
    from typeset.proofs import proofs_of
    from typeset.signoff import read_status

    status = read_status(folder, workspace)
    terminal.problems(status.problems)
    terminal.say(f"{folder.name}：{status.state}", f"{folder.name}: {status.state}")
    edition = read_edition(folder, workspace).edition
    for article in edition.articles if edition else ():
        state = status.state_of(article.id)
        terminal.say(
            f"  {state}　{article.title.plain}（{article.id}）", f"  {state}  {article.title.plain} ({article.id})"
        )
    for name in proofs_of(folder):
        signed = "、".join(f"{role} {line.by}（{line.when}）" for role, line in status.signed(name).items()) or "—"
        terminal.say(f"  校样 {name}：签字 {signed}", f"  proof {name}: signed {signed}")
    return 0


def accept(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Enter a problem in the manifest as accepted."""
    from typeset.proofs.accepting import Request
    from typeset.proofs.accepting import accept as enter

    workspace, folder = Workspace.of_edition(arguments.edition, Path.cwd())
    terminal.root = workspace.root
    request = Request(arguments.code, arguments.where or "", arguments.reason, _name(arguments, wanted=True))
    try:
        entered = enter(request, _quickly(folder, workspace), folder, workspace)
    except Giveup as giveup:
        if giveup.problems[0].code != "accepted-not-found":
            raise
        built = _built(folder, workspace, terminal, printed=True)
        entered = enter(request, built.report.problems, folder, workspace)
    name = workspace.name_of(folder.manifest)
    terminal.say(
        f"已接受 {request.code}（{entered.where or '全期'}），写入 {name}：{entered.problem.message('zh')}",
        f"Accepted {request.code} ({entered.where or 'the edition'}), in {name}: {entered.problem.message('en')}",
    )
    return 0


def _quickly(folder: EditionFolder, workspace: Workspace) -> tuple[Problem, ...]:
    """What is found without setting pages."""
    from typeset.build import check_edition
    from typeset.proofreading import proofread

    return Report.of([*check_edition(folder, workspace).problems, *proofread(folder, workspace)]).problems


def _built(folder: EditionFolder, workspace: Workspace, terminal: Terminal, *, printed: bool) -> Built:
    from typeset.build import Typesetter, build_edition, check_edition
    from typeset.proofreading import proofread

    checked = check_edition(folder, workspace)
    checked = replace(checked, problems=(*checked.problems, *proofread(folder, workspace)))
    bar = ProgressBar(terminal)
    try:
        typesetter = Typesetter(checked.layout, checked.catalogue)
        return build_edition(checked, typesetter, workspace, bar, printed=printed, date=source_date())
    finally:
        bar.close()


def _now() -> datetime:
    return source_date() or datetime.now().astimezone()


def _name(arguments: argparse.Namespace, *, wanted: bool = False) -> str:
    name = (arguments.by or os.environ.get("TYPESET_NAME", "")).strip()
    if wanted and not name:
        raise Giveup(problem("proof-name-wanted"), exit_code=2)
    return name


def _signature(written: str) -> tuple[str, str]:
    from typeset.signoff import ROLES

    role, _, name = (part.strip() for part in written.replace("：", "=").replace("＝", "=").partition("="))
    if role not in ROLES or not name:
        raise Giveup(problem("proof-sign-wrong", written=written), exit_code=2)
    return role, name
