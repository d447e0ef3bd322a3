"""The command line: arguments, the language, and one exit code convention for all commands.

0 fine, 1 errors in the edition, 2 wrong use, 3 something is missing on this machine, 70 a fault of the program,
130 interrupted.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

from typeset import __version__
from typeset.cli.arguments import ARGUMENTS
from typeset.cli.terminal import Terminal, language_of_locale
from typeset.problems import Giveup, Problem, Report, problem

_COMMANDS = {
    "make-issue": (
        "edition_commands:make_issue",
        "排出一期：屏幕 PDF、印刷 PDF、页面图、版面图和报告",
        "set an edition: screen PDF, print PDF, page pictures, flatplan, reports",
    ),
    "check": (
        "check_commands:check",
        "检查一期的清单、文稿和图片，不排页；--fix 清理文稿",
        "check manifest, manuscripts and pictures without setting pages; --fix cleans texts up",
    ),
    "preview": (
        "preview_commands:preview",
        "在浏览器里看一期、改一期：保存即重排",
        "see and edit an edition in the browser; what is saved is set at once",
    ),
    "init": ("project_commands:init", "新建一个刊物", "start a new publication"),
    "new-issue": ("project_commands:new_issue", "由上一期建立新的一期", "start a new edition from the last one"),
    "import": (
        "import_commands:import_files",
        "把来稿（Word、文本、网页）变成一期的文章",
        "make articles of an edition of delivered files: Word, text, web pages",
    ),
    "impose": (
        "impose_commands:impose",
        "把单页 PDF 拼成骑马订小册子的大版，供办公打印和数码印刷",
        "impose single pages as a saddle-stitched booklet, for office and digital printing",
    ),
    "preflight": (
        "preflight_commands:preflight",
        "印前检查：检查一期的印刷 PDF，或任何一个 PDF 文件",
        "preflight: check an edition's print PDF, or any PDF file",
    ),
    "proof": (
        "proof_commands:proof",
        "出校样、核红、签字、记状态；不写选项则显示现状",
        "make proofs, compare them, sign them, set states; without options, tell where an edition stands",
    ),
    "accept": (
        "proof_commands:accept",
        "接受一个问题：写明理由，不再拦下付印",
        "let a problem stand, with a reason: it no longer blocks",
    ),
    "handover": (
        "handover_commands:handover",
        "交付：付印的一期，打成交印刷厂的包和存档的包",
        "hand an edition over that is for press: a parcel for the printing house, and an archive",
    ),
    "count": (
        "handover_commands:count",
        "数字数和图片：按文章、作者、摄影，供开稿费和填版权页",
        "count Han characters and pictures by article, author and photographer",
    ),
    "schema": (
        "tool_commands:schema",
        "写出清单的 JSON Schema，供编辑器补全",
        "write the manifest's JSON Schema for editors' completion",
    ),
    "layouts": ("layout_commands:layouts", "列出、检查版式，或新建一个", "list layouts, check them, or start one"),
    "fonts": ("machine_commands:fonts", "列出并核对字体", "list and verify fonts"),
    "doctor": ("machine_commands:doctor", "检查这台电脑是否齐备", "check that this machine has what is needed"),
    "render": ("tool_commands:render", "把一个 HTML 文件排成 PDF", "set any HTML file as a PDF"),
}


def _parser(zh: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="typeset",
        description="把一期刊物的文件夹排成可付印的杂志。"
        if zh
        else "Sets an edition's folder as a print-ready magazine.",
    )
    parser.add_argument("--version", action="version", version=f"typeset {__version__}")
    parser.add_argument("--lang", choices=("zh", "en"), help="提示语言" if zh else "language of messages")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (target, about_zh, about_en) in _COMMANDS.items():
        about = about_zh if zh else about_en
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS)
        command.set_defaults(target=target)
        ARGUMENTS[name](command, zh)
    return parser


_GC_EVERY = 100_000
"""Objects between two looks for cyclic garbage: layout makes millions that live, and looking often costs a tenth."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; an editor never sees a traceback for bad input."""
    gc.set_threshold(_GC_EVERY)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # we have none, and looking for them takes a while
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may be GBK
    language = language_of_locale()
    words = list(sys.argv[1:] if argv is None else argv)
    if "--lang" in words[:-1]:
        language = "zh" if words[words.index("--lang") + 1] == "zh" else "en"
    arguments = _parser(language == "zh").parse_args(words)
    terminal = Terminal(language)
    module, _, function = arguments.target.partition(":")
    try:
        command = getattr(importlib.import_module(f"typeset.cli.{module}"), function)
        return int(command(arguments, terminal))
    except Giveup as giveup:
        terminal.problems(Report.of(giveup.problems).problems)
        return giveup.exit_code
    except KeyboardInterrupt:
        terminal.say("\n已中断，原有的文件没有改动。", "\nInterrupted; what was there before is unchanged.")
        return 130
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        terminal.problems(_system_problems(error))
        return 3
    except Exception as error:
        terminal.problems([_fault(error)])
        return 70  # EX_SOFTWARE


def _fault(error: Exception) -> Problem:
    """A fault of the program: its trace goes to a file, not to the editor."""
    with tempfile.NamedTemporaryFile("w", prefix="typeset-", suffix=".log", delete=False, encoding="utf-8") as log:
        log.write("".join(traceback.format_exception(error)))
    return problem("internal-error", why=f"{type(error).__name__}: {error}", log=log.name)


def _system_problems(error: OSError) -> tuple[Problem, ...]:
    """What an error of the system means: a library that is missing (with the command that mends it), or a file."""
    if "cannot load library" in str(error):
        from typeset.machine import check_machine  # here, because it asks for every package that is installed

        missing = tuple(check.problem for check in check_machine() if check.problem)
        return missing or (problem("machine-library", why=str(error).splitlines()[0]),)
    return (problem("system-error", file=error.filename or "", why=error.strerror or str(error)),)
