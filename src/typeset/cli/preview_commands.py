"""preview: an edition in the browser, set again whenever something is saved."""

from __future__ import annotations

import argparse
import os
import re
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from typeset.cli.terminal import Terminal
from typeset.problems import Giveup, problem
from typeset.workspace import EditionFolder, Workspace

if TYPE_CHECKING:
    from typeset.preview.desk import Desk
    from typeset.preview.last_time import LastTime
    from typeset.preview.renderer import Renderer
    from typeset.preview.worker import Worker

_LINE = re.compile(r"(.+?):([1-9][0-9]{0,8})(?::[0-9]+)?")


def preview(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Serve an edition's preview until Ctrl-C; 0 then.

    Raises Giveup (exit code 2) for an edition that is not there, a port that is taken, an editor or line that cannot
    be understood.
    """
    workspace, folder = Workspace.of_edition(arguments.edition, Path.cwd())
    terminal.root = workspace.root
    goto = goto_fragment(arguments.goto, workspace, folder) if arguments.goto else ""

    from typeset.preview.engine_start import start_engine
    from typeset.preview.last_time import LastTime
    from typeset.preview.limits import Limits

    last_time = LastTime(workspace.cache / "preview" / folder.name)
    # Before all else: its process loads the engine while this one loads the server.
    engine = start_engine(folder, workspace, Limits(), opening=not last_time.there, early=True)

    from typeset.preview.listening import bind
    from typeset.preview.opening import find_editor

    editor = find_editor(arguments.editor or os.environ.get("TYPESET_EDITOR") or None)
    with bind(arguments.port) as listening:
        from typeset.preview.renderer import Renderer

        renderer = Renderer(folder, workspace, engine=engine)

        from typeset.preview.security import Secrets
        from typeset.preview.server import Serving, address, make_app
        from typeset.preview.worker import Worker

        keys, port = Secrets(), listening.getsockname()[1]
        opened = address(keys, port) + goto

        def ready() -> None:
            terminal.say(f"预览《{folder.name}》：{opened}", f"Preview of {folder.name}: {opened}")
            terminal.say(
                "改动保存后，页面自动更新。按 Ctrl-C 结束。",
                "Pages follow whatever is saved. Press Ctrl-C to end.",
            )
            terminal.out.flush()
            if not arguments.no_browser:
                threading.Thread(target=webbrowser.open, args=(opened,), daemon=True).start()

        quick = Worker(folder, workspace)
        desk = _desk(renderer, folder, workspace, terminal, quick, last_time)
        app = make_app(desk, keys, port, editor, workers=(quick, Worker(folder, workspace, rest=10.0)))
        with suppress(KeyboardInterrupt):  # which is how a preview ends
            Serving(app, ready).run(sockets=[listening])
    terminal.say("预览已结束。", "The preview has ended.")
    return 0


def _desk(
    renderer: Renderer,
    folder: EditionFolder,
    workspace: Workspace,
    terminal: Terminal,
    worker: Worker,
    last_time: LastTime,
) -> Desk:
    """The desk with its renderer and its watcher, which belong together."""
    from typeset.preview.desk import Desk
    from typeset.preview.files import ProjectFiles
    from typeset.preview.plates import Plates
    from typeset.preview.preflight_process import PreflightProcess
    from typeset.preview.watching import Watcher
    from typeset.preview.worker import Worker

    watcher = Watcher(workspace, folder.path)
    preflight = PreflightProcess(folder, workspace)
    files, plates = ProjectFiles(workspace, folder), Plates(renderer, Worker(folder, workspace))
    desk = Desk(files, renderer, terminal.language, watcher, last_time, preflight, worker, plates)
    renderer.on_crash, renderer.on_opening = desk.renderer_failed, desk.show_opening
    return desk


def goto_fragment(written: str, workspace: Workspace, folder: EditionFolder) -> str:
    """What is put behind the address so that the page turns to a line: #goto=FILE:LINE, the file as places have it.

    Raises Giveup (exit code 2) for anything but FILE:LINE.
    """
    found = _LINE.fullmatch(written)
    if found is None:
        raise Giveup(problem("preview-goto-wrong", written=written), exit_code=2)
    file = found[1].replace(os.sep, "/")
    for base in (Path.cwd(), folder.path, workspace.root):
        path = base / file
        if path.is_file():
            file = workspace.name_of(path.resolve())
            break
    return f"#goto={quote(f'{file}:{found[2]}', safe='/:')}"
