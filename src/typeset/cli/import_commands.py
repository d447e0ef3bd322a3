"""import: delivered files become articles of an edition."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.cli.terminal import Terminal
from typeset.problems import Severity, problems_data
from typeset.workspace import Workspace

if TYPE_CHECKING:
    from typeset.editions.importing import Addition, ImportPlan
    from typeset.importing import Account, Delivery


def import_files(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Import files into an edition; with --dry-run only show what would be written."""
    from typeset.editions.importing import carry_out, plan_import
    from typeset.manifest import read_issue

    workspace, folder = Workspace.of_edition(arguments.into, Path.cwd())
    terminal.root = workspace.root
    paths = [Path(name) for name in arguments.files]
    issue = read_issue(folder, workspace).issue
    settings = issue.proofreading.settings(issue.language) if issue else None
    plan = plan_import(paths, folder, arguments.section or "", settings, workspace.name_of)
    kept = None
    if not arguments.dry_run:
        kept = carry_out(plan, workspace.build_folder(folder) / "history" / "import")
    if arguments.json:
        terminal.json(_data(plan, dry_run=arguments.dry_run))
        return 0
    terminal.problems(plan.problems)
    for delivery in plan.deliveries:
        _say_delivery(delivery, [item for item in plan.additions if item.source == delivery.name], terminal)
    if arguments.dry_run:
        _say_entries(plan, terminal)
        terminal.say("试运行：什么都没有写。", "Dry run: nothing was written.")
        return 0
    _say_written(plan, workspace, kept, terminal)
    return 0


def _say_delivery(delivery: Delivery, additions: list[Addition], terminal: Terminal) -> None:
    terminal.say(f"{delivery.name}：{len(additions)} 篇", f"{delivery.name}: articles: {len(additions)}")
    for item in additions:
        title = item.article.draft.title or terminal.choose("（标题待定）", "(untitled)")
        terminal.say(f"  【{item.section}】{title}", f"  [{item.section}] {title}")
    _say_account(delivery.account, terminal)


def _say_account(account: Account, terminal: Terminal) -> None:
    source, result = account.source, account.result
    terminal.say(
        f"  清点（原稿→导入）：汉字 {source.han}→{result.han}，字母和数字 {source.others}→{result.others}，"
        f"图片 {source.pictures}→{result.pictures}，注释 {source.notes}→{result.notes}，"
        f"表格 {source.tables}→{result.tables}，文本框 {account.boxes} 个。",
        f"  Account (source → result): Han {source.han} → {result.han}, letters and digits {source.others} →"
        f" {result.others}, pictures {source.pictures} → {result.pictures}, notes {source.notes} → {result.notes},"
        f" tables {source.tables} → {result.tables}; {account.boxes} text boxes.",
    )
    if account.balanced:
        terminal.say("  文字、图片、注释、表格都在。", "  All text, pictures, notes and tables are there.")
    else:
        terminal.say("  有出入，见上面的提示。", "  There are differences, listed above.")


def _say_entries(plan: ImportPlan, terminal: Terminal) -> None:
    for item in plan.additions:
        fresh = terminal.choose("（新栏目）", " (new)") if item.new_section else ""
        terminal.say(f"【{item.section}】{fresh}：", f"[{item.section}]{fresh}:")
        for line in item.entry:
            print(f"  {line}", file=terminal.out)
    terminal.say("会写入这些文件：", "These files would be written:")
    for name in plan.files:
        print(f"  {name}", file=terminal.out)


def _say_written(plan: ImportPlan, workspace: Workspace, kept: Path | None, terminal: Terminal) -> None:
    folder = plan.folder
    manifest = workspace.name_of(folder.manifest)
    warnings = sum(item.severity is not Severity.NOTICE for item in plan.problems)
    terminal.say(
        f"已加进 {manifest}，新文件 {len(plan.files)} 个。要人看的 {warnings} 处，见上面和清单里的注释。",
        f"Added to {manifest}, with {len(plan.files)} new files. {warnings} places need a person: see above and the"
        " comments in the manifest.",
    )
    if kept is not None:
        terminal.say(
            f"要撤销：用 {workspace.name_of(kept)} 换回清单，再删去新文件。",
            f"To undo: put {workspace.name_of(kept)} back in the manifest's place and delete the new files.",
        )
    terminal.say(
        f"下一步：typeset check {folder.name}，再 typeset make-issue {folder.name}。",
        f"Next: typeset check {folder.name}, then typeset make-issue {folder.name}.",
    )


def _data(plan: ImportPlan, *, dry_run: bool) -> dict[str, object]:
    return {
        "edition": plan.folder.name,
        "written": not dry_run,
        "files": sorted(plan.files),
        "articles": [_article_data(item) for item in plan.additions],
        "accounts": [_account_data(delivery) for delivery in plan.deliveries],
        "problems": problems_data(plan.problems),
    }


def _article_data(item: Addition) -> dict[str, object]:
    draft = item.article.draft
    guesses = [
        {"part": guess.part, "text": guess.text, "paragraph": guess.where, "confidence": str(guess.sure)}
        for guess in item.article.guesses
    ]
    return {
        "source": item.source,
        "section": item.section,
        "new_section": item.new_section,
        "title": draft.title,
        "body": item.article.body_file,
        "photos": [photo.file for photo in item.article.photos],
        "entry": "\n".join(item.entry),
        "guesses": guesses,
        "decisions": problems_data(item.article.decisions),
    }


def _account_data(delivery: Delivery) -> dict[str, object]:
    from typeset.copyedit import changes_data

    account = delivery.account
    counts = ("han", "others", "pictures", "notes", "tables")
    return {
        "file": delivery.name,
        "balanced": account.balanced,
        **{name: {"source": getattr(account.source, name), "result": getattr(account.result, name)} for name in counts},
        "text_boxes": account.boxes,
        "missing": [{"paragraph": where, "text": text} for where, text in account.missing],
        "cleaned": [{"file": file, "changes": changes_data(result)} for file, result in delivery.cleaned],
    }
