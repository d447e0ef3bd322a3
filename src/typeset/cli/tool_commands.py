"""schema, fonts, doctor and render: tools around the editions."""

from __future__ import annotations

import argparse
from pathlib import Path

from typeset.cli.terminal import Terminal
from typeset.problems import Giveup, Problem, Report, problem, to_json
from typeset.workspace import Workspace, write_atomically


def workspace_here() -> Workspace:
    """The project here, or none: the tools work outside a project too, with what is shipped."""
    try:
        return Workspace.find(Path.cwd())
    except Giveup:
        return Workspace(Path.cwd())


def schema(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write the manifest's JSON Schema."""
    from typeset.manifest import json_schema, publication_json_schema

    data = publication_json_schema() if arguments.publication else json_schema()
    if arguments.output:
        write_atomically(Path(arguments.output), to_json(data))
        terminal.say(f"已写入 {arguments.output}。", f"Wrote {arguments.output}.")
    else:
        terminal.json(data)
    return 0


def render(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Set any HTML file; it may read files below its root, and the project's fonts."""
    from typeset.build import font_set
    from typeset.composer.fonts import FontSet
    from typeset.composer.page import render_page
    from typeset.fonts import load_catalogue

    page = Path(arguments.page)
    root = Path(arguments.root) if arguments.root else page.parent
    if not page.is_file() or not page.resolve().is_relative_to(root.resolve()):
        raise Giveup(problem("render-page", page=page, root=root), exit_code=2)
    workspace = workspace_here()
    fonts: FontSet | None = None
    found: list[Problem] = []
    if not arguments.system_fonts:
        catalogue, problems = load_catalogue(workspace.fonts, name_of=workspace.name_of)
        found += problems
        fonts = font_set(catalogue)
    pdf, messages, refused = render_page(page, root, fonts)
    found += [problem("fetch-refused", address=address) for address in refused]
    found += [problem("engine-message", message=line) for line in messages]
    write_atomically(Path(arguments.pdf), pdf)
    report = Report.of(found)
    terminal.problems(report.problems)
    return 1 if report.errors else 0
