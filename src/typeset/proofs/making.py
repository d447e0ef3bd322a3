"""Making a proof: an edition that has been set → what is frozen, and the sheets to mark."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pikepdf

from typeset import __version__
from typeset.build.make import Built
from typeset.build.printing import keeps_from_press
from typeset.composer.page_map import margin_texts
from typeset.composer.text_blocks import text_blocks
from typeset.edition import Article
from typeset.layout.words import issue_words
from typeset.problems import Giveup, problem, problems_data
from typeset.proofs.comparing import Comparison, compare
from typeset.proofs.problem_rows import problems_of_article
from typeset.proofs.sheets import proof_sheets
from typeset.proofs.store import Paragraph, Proof, free_name, load_proof, save_proof
from typeset.signoff import PASSES, Status, StatusLine, append_lines, read_status, source_sums
from typeset.signoff.status import PRESS
from typeset.workspace import EditionFolder, Workspace

_FOLIO = re.compile(r"(?:第|[-–—·•\s])*(\d{1,4}|[ivxlcIVXLC]{1,8}|[〇零一二三四五六七八九十百]{1,6})(?:页|[-–—·•\s])*")


@dataclass(frozen=True)
class ProofOrder:
    """What is wanted: the pass, the moment, whose proof it is; `article` is an id, empty for the whole edition.

    `signatures` are names by role.
    """

    step: str
    when: datetime
    by: str = ""
    article: str = ""
    signatures: tuple[tuple[str, str], ...] = ()


def article_named(articles: Sequence[Article], name: str) -> Article:
    """The article with an id or a title. Raises Giveup where there is none."""
    for article in articles:
        if name in (article.id, article.title.plain) or article.title.key == "".join(name.split()):
            return article
    known = "、".join(f"{article.title.plain}（{article.id}）" for article in articles)
    raise Giveup(problem("proof-article-unknown", name=name, known=known), exit_code=2)


def make_proof(built: Built, folder: EditionFolder, workspace: Workspace, order: ProofOrder) -> tuple[Proof, Path]:
    """Freeze an edition and write its proof and its new state; gives the proof and the file with its sheets.

    Raises Giveup where 付印 is asked for and something keeps the edition from being printed.
    """
    if order.step == PRESS:
        if order.article:
            raise Giveup(problem("proof-article-press"), exit_code=2)
        open_ones = [item for item in built.report.problems if keeps_from_press(item)]
        if open_ones:
            raise Giveup(*open_ones, problem("proof-press-refused", count=len(open_ones)))
    proof = frozen_proof(built, folder, workspace, order)
    status = read_status(folder, workspace)
    last = _last_proof(status, proof)
    before = _compared_with_last(last, folder, proof)
    signed = dict(order.signatures)
    save = proof_sheets(proof, before, signed, built.checked.catalogue, lost="" if before else last)
    path = save_proof(folder, proof, save)
    when = order.when.strftime("%Y-%m-%d %H:%M")
    lines = [StatusLine(when, order.step, order.by, order.article, "", proof.name, proof.build)]
    lines += [StatusLine(when, order.step, by, order.article, role, proof.name) for role, by in order.signatures]
    append_lines(folder, lines)
    return proof, path


def _last_proof(status: Status, proof: Proof) -> str:
    """The edition's (or the article's) proof before this one; nothing where there is none."""
    lines = (line for line in reversed(status.lines) if line.proof and not line.role and line.state in PASSES)
    return next((line.proof for line in lines if line.article == proof.article), "")


def _compared_with_last(last: str, folder: EditionFolder, proof: Proof) -> Comparison | None:
    """What changed since the proof before, if that can still be read."""
    try:
        return compare(load_proof(folder, last), proof, pictures=False) if last else None
    except Giveup:
        return None


def frozen_proof(built: Built, folder: EditionFolder, workspace: Workspace, order: ProofOrder) -> Proof:
    """An edition as it has been set, frozen; nothing is written."""
    edition = built.edition
    name, number = free_name(folder, order.step, order.article)
    rendering = built.paginated.document
    wanted = tuple(range(1, len(rendering.pages) + 1))
    title = ""
    if order.article:
        wanted = article_pages(built, order.article)
        title = next(item.title.plain for item in edition.articles if item.id == order.article)
    profile = edition.profile
    margins = tuple(margin_texts(rendering.pages[page - 1]) for page in wanted)
    return Proof(
        name=name,
        edition=edition.name,
        title=edition.publication.title,
        issue=issue_words(edition.publication),
        step=order.step,
        number=number,
        when=order.when.strftime("%Y-%m-%d %H:%M"),
        by=order.by,
        build=hashlib.sha256(built.pdf).hexdigest()[:12],
        typeset=__version__,
        sources=source_sums(folder, workspace, built.checked.layout.folder, profile=profile.path if profile else None),
        problems=problems_data(
            problems_of_article(built, order.article, wanted) if order.article else built.report.problems
        ),
        folios=wanted,
        paragraphs=tuple(item for item in _paragraphs(built) if item.page in wanted),
        margins=margins,
        printed=tuple(map(printed_number, margins)),
        article=order.article,
        article_title=title,
        pdf=_pages(built.pdf, wanted),
    )


def _paragraphs(built: Built) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    key = 0
    for block in text_blocks(built.paginated.document.pages, positioned=True):
        if not "".join(block.lines).strip():
            continue
        if block.part == 0:
            key += 1
        place = (block.x, block.y, block.width, block.height)
        kind = block.classes[0] if block.classes else ""
        how = block.column, block.lines, kind, block.body
        found.append(Paragraph(block.page + 1, key, block.tag, block.source, *place, *how))
    return tuple(found)


def printed_number(margins: Sequence[str]) -> str:
    """The page number among the texts in a page's margins, such as 3 in “— 3 —”, or iv; empty where there is none."""
    found = (_FOLIO.fullmatch(text.strip()) for text in margins)
    return next((match[1] for match in found if match), "")


def article_pages(built: Built, article: str) -> tuple[int, ...]:
    """The physical pages, from 1, on which an article stands: from its start to that of the next one in its run."""
    before = 0
    for item in built.paginated.runs:
        names = [part.id for part in item.run.articles] if item.run else []
        count = len(item.rendering.pages)
        if article in names:
            anchors = item.rendering.anchors()
            first = anchors.get(article, 0)
            later = [anchors[name] for name in names[names.index(article) + 1 :] if name in anchors]
            last = later[0] if later else count - 1
            if later and last > first and _starts_page(built, before + last, names[names.index(article) + 1]):
                last -= 1
            return tuple(range(before + first + 1, before + last + 2))
        before += count
    return ()


def _starts_page(built: Built, index: int, article: str) -> bool:
    """Whether nothing of another article stands above an article on its first page."""
    place = next(item.place for item in built.edition.articles if item.id == article)
    blocks = [block for block in text_blocks([built.paginated.document.pages[index]]) if block.source]
    if not blocks:
        return True
    highest = min(blocks, key=lambda block: block.y)
    return highest.source.startswith(f"{place.file}:{place.line}")


def _pages(pdf: bytes, wanted: Sequence[int]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        if len(wanted) == len(whole.pages):
            return pdf
        with pikepdf.new() as some:
            some.pages.extend([whole.pages[page - 1] for page in wanted])
            written = io.BytesIO()
            some.save(written, deterministic_id=True)
            return written.getvalue()
