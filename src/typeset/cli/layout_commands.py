"""layouts: list them, check one, start one."""

from __future__ import annotations

import argparse

from typeset.cli.terminal import ProgressBar, Terminal
from typeset.cli.tool_commands import workspace_here
from typeset.layout import Layout, find_layouts, load_layout
from typeset.problems import Giveup, Problem, Report, Severity, problem, problems_data
from typeset.workspace import Workspace


def layouts(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List the layouts with their options, show them in a gallery, check them, or start a new one."""
    match arguments.words:
        case ["check", *names]:
            return _check(names, arguments, terminal)
        case ["new", *names]:
            return _new(names, arguments, terminal)
        case names if arguments.gallery:
            return _gallery(names, terminal)
        case names:
            return _list(names, arguments, terminal)


def _list(names: list[str], arguments: argparse.Namespace, terminal: Terminal) -> int:
    folders = workspace_here().layouts
    found: list[Layout] = []
    broken: list[Problem] = []
    for name in names or sorted(find_layouts(folders)):
        try:
            found.append(load_layout(name, folders))
        except Giveup as giveup:
            broken += giveup.problems
    if arguments.json:
        terminal.json({layout.name: layout.declaration.model_dump(mode="json") for layout in found})
    else:
        for layout in found:
            _describe(layout, terminal)
    terminal.problems(broken)
    return int(bool(broken))


def _describe(layout: Layout, terminal: Terminal) -> None:
    declared = layout.declaration
    terminal.say(f"{layout.name}  {declared.title.zh}", f"{layout.name}  {declared.title.en}")
    terminal.say(f"    {declared.about.zh}", f"    {declared.about.en}")
    for name, option in declared.options.items():
        default = option.default
        if isinstance(default, bool):
            default = terminal.choose("是", "true") if default else terminal.choose("否", "false")
        choices = " / ".join(f"{chinese}({value})" for value, chinese in option.choices.items())
        terminal.say(
            f"    {option.chinese}（{name}）：{option.about.zh}。默认 {default} {choices}".rstrip(),
            f"    {name} ({option.chinese}): {option.about.en}. Default {default} {choices}".rstrip(),
        )


def _check(names: list[str], arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Check the layouts named, or all; exit code 1 where one has an error."""
    workspace = workspace_here()
    checked = names or sorted(find_layouts(workspace.layouts))
    reports = {name: Report.of(_problems(name, workspace)) for name in checked}
    wrong = any(report.count(Severity.ERROR) for report in reports.values())
    if arguments.json:
        terminal.json({name: problems_data(report.problems) for name, report in reports.items()})
        return int(wrong)
    for name, report in reports.items():
        terminal.problems(report.problems)
        errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
        terminal.say(
            f"版式 {name}：{errors} 个错误，{warnings} 个警告。",
            f"Layout {name}: {errors} errors, {warnings} warnings.",
        )
    return int(wrong)


def _problems(name: str, workspace: Workspace) -> tuple[Problem, ...]:
    from typeset.fonts import load_catalogue
    from typeset.layout.checking import check_layout

    try:
        layout = load_layout(name, workspace.layouts)
    except Giveup as giveup:
        return tuple(giveup.problems)
    catalogue, problems = load_catalogue(workspace.fonts, cache=None, name_of=workspace.name_of)
    return (*check_layout(layout, catalogue), *problems)


def _gallery(names: list[str], terminal: Terminal) -> int:
    """Set the examples of all layouts, or of those named, and write the gallery's page below build/gallery."""
    from typeset.build.gallery import write_gallery

    workspace = workspace_here()
    found = [load_layout(name, workspace.layouts) for name in names or sorted(find_layouts(workspace.layouts))]
    target = workspace.root / "build" / "gallery"
    bar = ProgressBar(terminal)
    try:
        shown = write_gallery(found, target, bar)
    finally:
        bar.close()
    for item in shown:
        pages = item.built.paginated.total if item.built else 0
        errors, warnings = item.counts
        terminal.say(
            f"{item.layout.name}：{pages} 页，{errors} 个错误，{warnings} 个警告。"
            if pages
            else f"{item.layout.name}：没有样例。",
            f"{item.layout.name}: {pages} pages, {errors} errors, {warnings} warnings."
            if pages
            else f"{item.layout.name}: no example.",
        )
    page = workspace.name_of(target / "index.html")
    terminal.say(f"样张：{page}，用浏览器打开。", f"Gallery: {page}; open it in a browser.")
    return int(any(item.counts[0] for item in shown))


def _new(names: list[str], arguments: argparse.Namespace, terminal: Terminal) -> int:
    from typeset.layout.starting import start_layout

    if len(names) != 1:
        raise Giveup(problem("layout-new-name", name=" ".join(names)), exit_code=2)
    workspace = workspace_here()
    source = load_layout(arguments.source, workspace.layouts)
    [name] = names
    made = workspace.name_of(start_layout(name, source, workspace.root / "layouts"))
    terminal.say(
        f"已建立 {made}，内容抄自 {source.name}。清单里写“版式: {name}”就用它；"
        f"改过以后运行 typeset layouts check {name}。",
        f"Made {made}, a copy of {source.name}. Write “版式: {name}” in a manifest to use it, and run"
        f" typeset layouts check {name} after each change.",
    )
    return 0
