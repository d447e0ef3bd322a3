"""The arguments of each command, with their help in Chinese and English."""

from __future__ import annotations

import argparse


def _edition_argument(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument(
        "edition",
        metavar="EDITION",
        help="issues/ 下的期次文件夹名，或文件夹路径" if zh else "a folder below issues/, or a path to one",
    )


def _json_argument(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument("--json", action="store_true", help="以 JSON 输出" if zh else "answer in JSON")


def _make_issue_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    _edition_argument(command, zh)
    _json_argument(command, zh)
    command.add_argument(
        "--pdf-only",
        action="store_true",
        help="只写 PDF 和 report.json，不画页面图和版面图，不写印前检查报告和印制工单"
        if zh
        else "write PDFs and report.json only: no page pictures, preflight report or job sheet",
    )
    command.add_argument(
        "--screen",
        action="store_true",
        help="只做屏幕 PDF，不做印刷 PDF" if zh else "make the screen PDF only, no print PDF",
    )


def _check_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    _edition_argument(command, zh)
    _json_argument(command, zh)
    for name, about_zh, about_en in (
        ("fix", "清理文稿的标点、空格等，逐处报告，可撤回", "clean up marks, blanks and the like; told, and undoable"),
        ("dry-run", "与 --fix 同用：只报告，不改动", "with --fix: tell, change nothing"),
        ("undo", "撤回上一次 --fix", "take the last --fix back"),
    ):
        command.add_argument(f"--{name}", action="store_true", help=about_zh if zh else about_en)
    command.add_argument(
        "--accept",
        metavar="RULE",
        action="append",
        default=[],
        help="与 --fix 同用：同意删去重复的段落（--accept 重复的段落）"
        if zh
        else "with --fix: accept that doubled paragraphs go (--accept doubled-paragraphs)",
    )


def _preview_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    _edition_argument(command, zh)
    command.add_argument(
        "--port",
        metavar="PORT",
        type=int,
        default=0,
        help="端口，默认自动选一个空闲的" if zh else "port; a free one by default",
    )
    command.add_argument(
        "--no-browser",
        action="store_true",
        help="不打开浏览器，只显示网址" if zh else "open no browser, show the address",
    )
    command.add_argument(
        "--goto", metavar="FILE:LINE", help="打开后翻到这一行所在的页" if zh else "turn to the page of this line"
    )
    command.add_argument(
        "--editor",
        metavar="CMD",
        help="打开文件用的编辑器，默认 VS Code；可写 {file} {line} {column}，也可用环境变量 TYPESET_EDITOR"
        if zh
        else "editor for opening files, VS Code by default; may have {file} {line} {column}; or set TYPESET_EDITOR",
    )


def _init_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument("folder", metavar="DIR", help="新刊物的文件夹" if zh else "the new publication's folder")
    for name, about_zh, about_en in (
        ("title", "刊名", "the publication's name"),
        ("publisher", "主办单位", "publisher"),
        ("layout", "版式", "layout"),
        ("number", "第一期的期号", "number of the first edition"),
        ("date", "第一期的日期，如 2026-01-15", "date of the first edition, such as 2026-01-15"),
    ):
        command.add_argument(f"--{name}", metavar=name.upper(), help=about_zh if zh else about_en)
    command.add_argument(
        "--yes", action="store_true", help="不提问，未给的用默认值" if zh else "ask nothing, use defaults"
    )


def _new_issue_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument(
        "name", metavar="NAME", nargs="?", help="新一期的文件夹名，不写则自动" if zh else "the new folder's name"
    )
    command.add_argument(
        "--from",
        dest="previous",
        metavar="EDITION",
        help="依据哪一期，默认最近一期" if zh else "the edition to start from, the last one by default",
    )
    command.add_argument("--date", metavar="DATE", help="日期，如 2026-02-15" if zh else "date, such as 2026-02-15")
    group = command.add_mutually_exclusive_group()
    group.add_argument("--double", action="store_true", help="合刊：占两个期号" if zh else "a double number")
    group.add_argument(
        "--extra", action="store_true", help="增刊：不占期号" if zh else "an extra, outside the numbering"
    )


def _import_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="来稿：.docx、.doc、.wps、.odt、.rtf、.txt、.md、.html"
        if zh
        else "delivered files: .docx, .doc, .wps, .odt, .rtf, .txt, .md, .html",
    )
    command.add_argument(
        "--into",
        metavar="EDITION",
        required=True,
        help="加进哪一期：issues/ 下的文件夹名，或路径" if zh else "the edition: a folder below issues/, or a path",
    )
    command.add_argument(
        "--section",
        metavar="COLUMN",
        help="放进哪个栏目，没有就新建；不写则照来稿里的【栏目】"
        if zh
        else "the column, made if need be; that of the source by default",
    )
    command.add_argument(
        "--dry-run",
        action="store_true",
        help="只显示会写什么，不写" if zh else "show what would be written, write nothing",
    )
    _json_argument(command, zh)


def _impose_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument(
        "source",
        metavar="EDITION|FILE.pdf",
        help="期次文件夹名（用它的印刷 PDF），或一个 PDF 文件"
        if zh
        else "an edition, for its print PDF; or a PDF file",
    )
    for name, metavar, about_zh, about_en in (
        ("sheet", "SIZE", "纸张：A3、SRA3、420x297 或 auto（默认）", "paper: A3, SRA3, 420x297 or auto (the default)"),
        (
            "paper-thickness",
            "MM",
            "一张纸的厚度，毫米，用来补偿爬移",
            "thickness of a sheet in mm, to make up for creep",
        ),
        ("bleed", "MM", "页面四周的出血，毫米，不写则看 PDF", "bleed around the pages in mm; the PDF's own by default"),
    ):
        command.add_argument(f"--{name}", metavar=metavar, help=about_zh if zh else about_en)
    command.add_argument(
        "--binding-edge",
        choices=("left", "right"),
        help="装订边，默认按清单，没有则为左" if zh else "edge of binding; the manifest's by default, else left",
    )
    command.add_argument("--no-marks", action="store_true", help="不加裁切线和折线" if zh else "no crop and fold marks")
    command.add_argument(
        "-o",
        "--output",
        metavar="OUT.pdf",
        help="写到哪里，默认在原文件旁边，名为 …-booklet.pdf" if zh else "the PDF to write; …-booklet.pdf by default",
    )
    _json_argument(command, zh)


def _preflight_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument(
        "source",
        metavar="EDITION|FILE.pdf",
        help="期次文件夹名（检查它的印刷 PDF），或一个 PDF 文件"
        if zh
        else "an edition, for its print PDF; or a PDF file",
    )
    command.add_argument(
        "--standard", choices=("pdf/x-4", "pdf/x-1a"), help="要求的标准，默认 pdf/x-4" if zh else "pdf/x-4 by default"
    )
    command.add_argument("--trim", metavar="WxH", help="成品尺寸，毫米，如 210x285" if zh else "trimmed size in mm")
    command.add_argument("--bleed", metavar="MM", type=float, help="出血，毫米，默认 3" if zh else "bleed in mm")
    command.add_argument(
        "--ink-limit",
        metavar="PERCENT",
        type=float,
        help="总墨量上限，默认 300" if zh else "most ink in per cent, 300 by default",
    )
    command.add_argument(
        "--profile",
        metavar="FILE.icc",
        help="印刷厂的特性文件，要逐字节相同" if zh else "the printer's profile, which must be the one embedded",
    )
    command.add_argument(
        "--report",
        metavar="OUT",
        help="写出检查报告（.pdf 或 .html）" if zh else "write a report sheet (.pdf or .html)",
    )
    _json_argument(command, zh)


_PASSES = ("毛校", "一校", "二校", "三校", "通读", "付印")


def _proof_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    _edition_argument(command, zh)
    action = command.add_mutually_exclusive_group()
    action.add_argument(
        "--pass", dest="step", choices=_PASSES, help="出哪一次校样" if zh else "make the proof of a pass"
    )
    action.add_argument(
        "--compare",
        nargs=2,
        metavar=("OLD", "NEW"),
        help="核红：比较两份校样，如 一校 二校" if zh else "compare two proofs, such as 一校 二校",
    )
    action.add_argument(
        "--comments",
        metavar="FILE.pdf",
        help="读回 PDF 上的批注，对到文稿的行，记入 comments.yaml"
        if zh
        else "read the comments in a PDF, find their manuscript lines, list them in comments.yaml",
    )
    action.add_argument("--state", choices=("组稿", "编辑"), help="记下状态" if zh else "set the state")
    command.add_argument(
        "--article", metavar="ID|TITLE", help="只出一篇（作者样）" if zh else "one article alone: an author's proof"
    )
    command.add_argument(
        "--sign",
        metavar="ROLE=NAME",
        action="append",
        default=[],
        help="签字，如 责任编辑=张三；角色：责任编辑、校对、审核、签发"
        if zh
        else "sign, such as 责任编辑=张三; roles: 责任编辑, 校对, 审核, 签发",
    )
    command.add_argument(
        "--proof",
        metavar="NAME",
        default="",
        help="签在哪一份校样上，如 一校、一校-2；不写则是最近一份"
        if zh
        else "the proof to sign, such as 一校 or 一校-2; the latest by default",
    )
    _json_argument(command, zh)
    _by_argument(command, zh)


def _by_argument(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument(
        "--by",
        metavar="NAME",
        help="谁做的；不写则看环境变量 TYPESET_NAME" if zh else "who does it; TYPESET_NAME by default",
    )


def _accept_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    _edition_argument(command, zh)
    command.add_argument("code", metavar="CODE", help="问题的代码，报告里方括号中的字" if zh else "the problem's code")
    command.add_argument(
        "--where",
        metavar="PLACE",
        help="位置：文件:行、第5页，或引号里的原文；只有一处时可不写"
        if zh
        else "file:line, a page, or a quotation; may be left out where there is one only",
    )
    command.add_argument("--reason", metavar="TEXT", required=True, help="理由" if zh else "why it may stand")
    _by_argument(command, zh)


def _handover_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    _edition_argument(command, zh)
    _json_argument(command, zh)
    command.add_argument(
        "--to",
        metavar="DIR",
        help="写到哪个文件夹，默认 handover/期次" if zh else "the folder to write to; handover/EDITION by default",
    )


def _count_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    _edition_argument(command, zh)
    _json_argument(command, zh)
    command.add_argument("--csv", metavar="FILE", help="写成 CSV 表" if zh else "write a CSV table")
    command.add_argument("--xlsx", metavar="FILE", help="写成 Excel 表" if zh else "write an Excel workbook")


def _schema_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument(
        "--publication", action="store_true", help="publication.yaml 的" if zh else "of publication.yaml"
    )
    command.add_argument("-o", "--output", metavar="FILE", help="写到文件" if zh else "write to a file")


def _layouts_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument(
        "words",
        nargs="*",
        metavar="check | new | NAME",
        help="check 检查版式，new 新建，后面写版式名；只写版式名就列出它们，不写列出全部"
        if zh
        else "check layouts or start a new one, by name; names alone are listed, nothing lists all",
    )
    command.add_argument(
        "--gallery",
        action="store_true",
        help="把各版式的样例排出来，做成一页样张" if zh else "set every layout's example and make a page of them",
    )
    command.add_argument(
        "--from",
        dest="source",
        metavar="LAYOUT",
        default="classic",
        help="新版式抄自哪一个，默认 classic" if zh else "the layout that a new one is copied from; classic by default",
    )
    _json_argument(command, zh)


def _listing_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    _json_argument(command, zh)


def _render_arguments(command: argparse.ArgumentParser, zh: bool) -> None:
    command.add_argument("page", metavar="PAGE.html", help="HTML 文件" if zh else "an HTML file")
    command.add_argument("pdf", metavar="OUT.pdf", help="写到哪里" if zh else "the PDF to write")
    command.add_argument(
        "--root",
        metavar="DIR",
        help="可读文件的文件夹，默认是 HTML 所在处" if zh else "folder whose files may be read; the page's by default",
    )
    command.add_argument("--system-fonts", action="store_true", help="使用系统字体" if zh else "use the system's fonts")


ARGUMENTS = {
    "make-issue": _make_issue_arguments,
    "check": _check_arguments,
    "preview": _preview_arguments,
    "init": _init_arguments,
    "new-issue": _new_issue_arguments,
    "import": _import_arguments,
    "impose": _impose_arguments,
    "preflight": _preflight_arguments,
    "proof": _proof_arguments,
    "accept": _accept_arguments,
    "handover": _handover_arguments,
    "count": _count_arguments,
    "schema": _schema_arguments,
    "layouts": _layouts_arguments,
    "fonts": _listing_arguments,
    "doctor": _listing_arguments,
    "render": _render_arguments,
}
