"""impose: the pages of an edition or of any PDF, two by two, as sheets that fold to a booklet."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, replace
from pathlib import Path

from typeset.cli.terminal import Terminal
from typeset.cli.tool_commands import workspace_here
from typeset.manifest import Printing
from typeset.prepress.imposition import Imposed, ImpositionJob
from typeset.prepress.imposition import impose as impose_pages
from typeset.problems import Giveup, Place, Problem, Report, problem, problems_data
from typeset.workspace import Workspace, write_atomically

PAPERS = {
    "A3": (420, 297),
    "A4": (297, 210),
    "SRA3": (450, 320),
    "SRA4": (320, 225),
    "A3+": (483, 329),
    "B4": (353, 250),
    "LETTER": (279.4, 215.9),
    "LEGAL": (355.6, 215.9),
    "TABLOID": (431.8, 279.4),
}
"""Paper sizes by name, in mm (ISO 216, ISO 217, ANSI); a sheet is turned as it fits."""

_MOST_BYTES = 512 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_LONGEST_SIDE = 5080  # mm: what PDF viewers bear (ISO 32000-1, annex C)
_SIZE = re.compile(r"(\d{2,4}(?:\.\d{1,3})?)\s*(?:mm)?\s*[x×*]\s*(\d{2,4}(?:\.\d{1,3})?)\s*(?:mm)?", re.IGNORECASE)
_LENGTH = re.compile(r"(\d{1,2}(?:\.\d{1,4})?)\s*(?:mm)?", re.IGNORECASE)


@dataclass(frozen=True)
class _Source:
    """What is imposed: a PDF, and what its edition's manifest says of printing."""

    file: Path
    name: str
    title: str = ""
    printing: Printing | None = None


def impose(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write a booklet's sheets; 1 where the PDF cannot be imposed, 2 where the command is wrong."""
    workspace = workspace_here()
    terminal.root = workspace.root
    source = _source(arguments.source, workspace)
    output = _output(arguments.output, source)
    if source.file.stat().st_size > _MOST_BYTES:
        raise Giveup(problem("impose-file-large", file=source.name, limit=_MOST_BYTES // _MEGABYTE))
    job = _job(arguments, source, workspace)
    imposed = impose_pages(source.file.read_bytes(), job)
    if isinstance(imposed, Problem):
        raise Giveup(replace(imposed, place=Place(source.name)))
    write_atomically(output, imposed.pdf)
    found = [replace(item, place=Place(source.name)) for item in imposed.problems]
    if source.printing and source.file.stem.endswith("-print-draft"):
        found.append(problem("impose-draft", Place(source.name)))
    if source.printing and source.printing.binding != "saddle-stitch":
        found.append(problem("impose-binding", Place(source.name)))
    _tell(terminal, imposed, Report.of(found), workspace.name_of(output), as_json=arguments.json)
    return 0


def _tell(terminal: Terminal, imposed: Imposed, report: Report, name: str, *, as_json: bool) -> None:
    """What was made, for people or programs."""
    width, height = imposed.sheet
    if as_json:
        facts = {"pages": imposed.pages, "blanks": imposed.blanks, "sheets": imposed.sheets}
        measures = {"sheet_mm": [width, height], "creep_mm": imposed.creep, "binding_edge": imposed.binding_edge}
        terminal.json({"pdf": name, **facts, **measures, "problems": problems_data(report.problems)})
        return
    terminal.problems(report.problems)
    terminal.say(
        f"{imposed.pages} 页拼成 {imposed.sheets} 张 {width:g} × {height:g} 毫米的大版"
        f"（正反 {2 * imposed.sheets} 面）；最里一张向订口移 {imposed.creep:g} 毫米。",
        f"{imposed.pages} pages on {imposed.sheets} sheets of {width:g} × {height:g} mm "
        f"({2 * imposed.sheets} sides); the innermost moved {imposed.creep:g} mm to the spine.",
    )
    terminal.say(
        "打印时选双面、短边翻转、实际大小（不缩放）；依次套叠、对折，在折线上订两钉，再裁切。",
        "Print on both sides, flipped on the short edge, at actual size; nest, fold, staple in the fold, trim.",
    )
    terminal.say(
        "供办公打印和数码印刷。交印刷厂请用单页 PDF，由印刷厂自己拼版。",
        "For office and digital printing. Printing houses impose themselves: give them the single pages.",
    )
    size = len(imposed.pdf) / _MEGABYTE
    terminal.say(f"{name}（{size:.2f} MB）。", f"{name} ({size:.2f} MB).")


def _source(written: str, workspace: Workspace) -> _Source:
    """The PDF that is meant: a file, or an edition's print PDF."""
    if written.lower().endswith(".pdf"):
        named = Path(written)
        if not named.is_file():
            raise Giveup(problem("impose-file", file=written), exit_code=2)
        return _Source(named, workspace.name_of(named), named.stem)
    from typeset.manifest import read_issue

    workspace, folder = Workspace.of_edition(written, Path.cwd())
    build = workspace.build_folder(folder)
    names = (f"{folder.name}-print.pdf", f"{folder.name}-print-draft.pdf")
    file = next((build / name for name in names if (build / name).is_file()), None)
    if file is None:
        wanted = workspace.name_of(build / names[0])
        raise Giveup(problem("impose-no-print", name=folder.name, file=wanted), exit_code=2)
    issue = read_issue(folder, workspace).issue
    if issue is None:
        return _Source(file, workspace.name_of(file), folder.name)
    return _Source(file, workspace.name_of(file), f"{issue.publication.title} {folder.name}", issue.printing)


def _output(written: str | None, source: _Source) -> Path:
    """Where the sheets go: never over their source."""
    if written is None:
        return source.file.with_name(f"{source.file.stem.replace('-print', '')}-booklet.pdf")
    output = Path(written)
    same = output.exists() and output.samefile(source.file)
    if output.suffix.lower() != ".pdf" or output.is_dir() or same:
        raise Giveup(problem("impose-output", file=written), exit_code=2)
    return output


def _job(arguments: argparse.Namespace, source: _Source, workspace: Workspace) -> ImpositionJob:
    """What the options say, and where they say nothing the manifest."""
    printing = source.printing or Printing()
    thickness = _length(arguments.paper_thickness, "paper-thickness", 1)
    job = ImpositionJob(
        sheet=_sheet(arguments.sheet),
        creep=printing.paper_thickness if thickness is None else thickness,
        binding_edge=arguments.binding_edge or printing.binding_edge,
        bleed=_length(arguments.bleed, "bleed", 20),
        marks=not arguments.no_marks,
        fold=not arguments.no_marks,
        title=source.title,
    )
    return replace(job, font=_font(workspace)) if job.marks else job


def _font(workspace: Workspace) -> Path | None:
    """The font of the words beside the marks."""
    from typeset.fonts import load_catalogue

    cache = workspace.cache / "fonts.json" if workspace.publication_file.is_file() else None
    faces = load_catalogue(workspace.fonts, cache=cache)[0].faces_for("hei")
    return faces[0].file if faces else None


def _sheet(written: str | None) -> tuple[float, float] | None:
    if written is None or written.lower() == "auto":
        return None
    if written.upper() in PAPERS:
        return PAPERS[written.upper()]
    found = _SIZE.fullmatch(written.strip())
    if not found or max(float(found[1]), float(found[2])) > _LONGEST_SIDE:
        raise Giveup(problem("impose-sheet", value=written, known="、".join(PAPERS)), exit_code=2)
    return float(found[1]), float(found[2])


def _length(written: str | None, option: str, most: float) -> float | None:
    if written is None:
        return None
    found = _LENGTH.fullmatch(written.strip())
    if not found or float(found[1]) > most:
        raise Giveup(problem("impose-length", option=option, value=written, most=most), exit_code=2)
    return float(found[1])
