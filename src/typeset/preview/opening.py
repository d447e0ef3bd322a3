"""Opening a file in the machine's editor program, at a line; never through a shell."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from typeset.preview.refusal import Refusal
from typeset.problems import Giveup, problem

_CODE = ("-g", "{file}:{line}:{column}")
_KNOWN: dict[str, Sequence[str]] = {
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), _CODE),
    **dict.fromkeys(("subl", "sublime_text", "zed", "hx"), ("{file}:{line}:{column}",)),
    **dict.fromkeys(("gvim", "mvim", "gedit", "gnome-text-editor", "xed", "mousepad"), ("+{line}", "{file}")),
    **dict.fromkeys(("emacs", "emacsclient"), ("+{line}:{column}", "{file}")),
    "kate": ("-l", "{line}", "-c", "{column}", "{file}"),
    "notepad++": ("-n{line}", "-c{column}", "{file}"),
}
_BY_DEFAULT = ("code", "codium", "code-insiders", "cursor")
_MAC_CODE = "/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code"
_FIELDS = re.compile(r"\{(file|line|column)\}")
_OF_CMD = frozenset('"&|<>^%!()\r\n')


@dataclass(frozen=True)
class Editor:
    """An editor program and its arguments, in which {file}, {line} and {column} are filled in."""

    program: str
    arguments: tuple[str, ...]

    def command(self, file: Path, line: int, column: int) -> list[str]:
        """The command that opens a place of a file."""
        values = {"file": str(file), "line": str(max(1, line)), "column": str(max(1, column))}
        return [self.program, *(_FIELDS.sub(lambda found: values[found[1]], item) for item in self.arguments)]

    def open(self, file: Path, line: int, column: int) -> None:
        """Start the editor and leave it to itself. Raises Refusal where it cannot be started."""
        command = self.command(file, line, column)
        if self.program.lower().endswith((".cmd", ".bat")) and any(_OF_CMD & set(item) for item in command[1:]):
            # Windows runs batch files by cmd.exe, which would take these characters for its own.
            raise Refusal(501, "preview-editor-failed", program=self.program, why=file.name)
        try:
            process = subprocess.Popen(  # a list, hence no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=os.name == "posix",  # Ctrl-C in our terminal is not meant for it
            )
        except OSError as error:
            why = error.strerror or error
            raise Refusal(501, "preview-editor-failed", program=self.program, why=why) from error
        threading.Thread(target=process.wait, daemon=True).start()  # else it would stay as a zombie


def find_editor(command: str | None) -> Editor | None:
    """The editor of a --editor command, or else VS Code or one of its kin where there is one.

    A command without {file} gets the arguments that its program is known to take, or the file alone. Raises Giveup
    for a command that cannot be split into words.
    """
    if command is None:
        found = next(filter(None, map(shutil.which, _BY_DEFAULT)), None)
        if found is None and sys.platform == "darwin" and Path(_MAC_CODE).is_file():
            found = _MAC_CODE
        return Editor(_without_batch_file(found), _CODE) if found else None
    words = _words(command)
    if not words:
        raise Giveup(problem("preview-editor-command", command=command), exit_code=2)
    program = shutil.which(words[0]) or words[0]
    if any("{file}" in word for word in words[1:]):
        return Editor(program, tuple(words[1:]))
    known = _KNOWN.get(Path(words[0]).stem.lower(), ("{file}",))
    return Editor(_without_batch_file(program), (*words[1:], *known))


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command, posix=os.name == "posix")
    except ValueError as error:
        raise Giveup(problem("preview-editor-command", command=command), exit_code=2) from error
    return [word[1:-1] if len(word) > 1 and word[0] == word[-1] == '"' else word for word in words]


def _without_batch_file(program: str) -> str:
    """VS Code itself in place of the batch file bin/code.cmd, where it lies beside it (Windows)."""
    if not program.lower().endswith(".cmd"):
        return program
    beside = [path for path in Path(program).parent.parent.glob("*.exe") if path.stem.lower().startswith("code")]
    return str(beside[0]) if beside else program
