"""Proofs for the page: which there are, what is different in two of them, and their pages as pictures."""

from __future__ import annotations

import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image

from typeset.build import Typesetter, build_edition, check_edition
from typeset.build.page_pixels import draw_pdf, png
from typeset.composer.sources import source_position
from typeset.prepress.boxes import PT_PER_MM
from typeset.preview.jobs import NOW, Compare, DrawProof, FreezeNow, ListProofs
from typeset.preview.refusal import Refusal
from typeset.problems import Giveup
from typeset.proofs import Comparison, Proof, ProofOrder, compare, load_proof, proofs_of
from typeset.proofs.comparing import PageChange, TextChange, laid_over
from typeset.proofs.making import frozen_proof
from typeset.proofs.marking import Area, Letters, by_page, differing_areas, new_areas, old_areas
from typeset.proofs.sheets import ENGLISH
from typeset.proofs.store import read_proof, write_proof
from typeset.proofs.words import Run, shortened
from typeset.signoff import source_sums
from typeset.workspace import EditionFolder, Workspace

_DPI = 72.0  # at which pages are compared
_MOST_KEPT = 3
_WHAT_EN = {
    "标题": "title",
    "小标题": "subhead",
    "图片说明": "caption",
    "列表": "list",
    "表格": "table",
    "正文": "text",
}
_BEGINNING = 40  # characters
_PATCHWORK = 0.5  # of a page: where more than this looks otherwise, it is drawn as one


def proof_job(job: ListProofs | FreezeNow | Compare | DrawProof, folder: EditionFolder, workspace: Workspace) -> Any:
    """Do what is asked. Raises Giveup, Refusal, and ValueError for a picture that cannot be made."""
    known = _Proofs(folder, workspace)
    match job:
        case ListProofs():
            return [_about(proof) for proof in known.all()]
        case FreezeNow():
            return known.freeze()
        case Compare():
            return _compared(known.get(job.old), known.get(job.new))
        case DrawProof():
            return _picture(known, job)


_kept: OrderedDict[tuple[str, int], Proof] = OrderedDict()
"""The proofs asked for last, by folder and time of their data."""


@dataclass(frozen=True)
class _Proofs:
    """The proofs of an edition, and the edition as it is now."""

    folder: EditionFolder
    workspace: Workspace

    @property
    def _now(self) -> Path:
        return self.workspace.cache / "preview" / self.folder.name / "now"

    def all(self) -> list[Proof]:
        """All proofs that can be read, in the order in which they were made."""
        found = []
        for name in proofs_of(self.folder):
            with suppress(Giveup):  # a damaged one is told of when it is asked for by name
                found.append(self.get(name))
        return sorted(found, key=lambda proof: proof.when)

    def get(self, name: str) -> Proof:
        """A proof by its name. Raises Giveup."""
        path = self._now if name == NOW else self.folder.path / "proofs" / name
        try:
            key = (name, (path / "proof.json").stat().st_mtime_ns)
        except (OSError, ValueError):
            key = (name, 0)
        if key not in _kept:
            _kept[key] = read_proof(path, name) if name == NOW else load_proof(self.folder, name)
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]

    def freeze(self) -> dict[str, Any]:
        """Freeze the edition as it is, unless that has been done and no source has changed since. Raises Giveup."""
        checked = check_edition(self.folder, self.workspace)
        profile = checked.edition.profile
        sums = source_sums(
            self.folder, self.workspace, checked.layout.folder, profile=profile.path if profile else None
        )
        with suppress(Giveup, OSError):
            if dict((proof := self.get(NOW)).sources) == sums:
                return _about(proof)
        typesetter = Typesetter(checked.layout, checked.catalogue)
        built = build_edition(checked, typesetter, self.workspace, lambda _done, _all: None, printed=False)
        order = ProofOrder(NOW, datetime.now().astimezone())
        proof = replace(frozen_proof(built, self.folder, self.workspace, order), name=NOW, number=1)
        self._now.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=self._now.parent))
        write_proof(proof, fresh)
        shutil.rmtree(self._now, ignore_errors=True)
        fresh.rename(self._now)
        return _about(proof)


def _about(proof: Proof) -> dict[str, Any]:
    again = f", no. {proof.number}" if proof.number > 1 else ""
    heading = {"zh": proof.heading, "en": ENGLISH.get(proof.step, proof.step).capitalize() + again}
    if proof.name == NOW:
        heading = {"zh": "现在", "en": "As it is now"}
    return {
        "name": proof.name,
        "heading": heading,
        "when": proof.when,
        "by": proof.by,
        "build": proof.build,
        "article": proof.article_title,
        "pages": list(proof.folios),
    }


def _compared(old: Proof, new: Proof) -> dict[str, Any]:
    comparison = compare(old, new, pictures=False)
    with closing(Letters(old)) as before, closing(Letters(new)) as after:
        pages = [_page(page, comparison, before, after) for page in comparison.pages]
    return {
        "old": {**_about(old), "sizes": _sizes(old)},
        "new": {**_about(new), "sizes": _sizes(new)},
        "pages": pages,
        "unchanged": list(comparison.unchanged),
        "sources": [{"name": name, "what": what} for name, what in comparison.sources.items()],
    }


def _sizes(proof: Proof) -> list[list[float]]:
    with closing(pypdfium2.PdfDocument(proof.pdf)) as document:
        sizes = [document.get_page_size(index) for index in range(len(document))]
    return [[width / PT_PER_MM, height / PT_PER_MM] for width, height in sizes]


def _page(page: PageChange, comparison: Comparison, before: Letters, after: Letters) -> dict[str, Any]:
    texts = [_text(change, before, after) for change in page.texts]
    return {
        "page": page.page,
        "kind": page.kind,
        "came_from": page.came_from,
        "reflowed": page.reflowed,
        "drawn": page.drawn,
        "margins": [list(pair) for pair in page.margins],
        "texts": texts,
        "areas": [] if texts and page.reflowed else list(_layout_areas(page, comparison, texts)),
    }


def _text(change: TextChange, before: Letters, after: Letters) -> dict[str, Any]:
    file, line, _ = source_position(change.source)
    return {
        "kind": change.kind,
        "what": {"zh": change.what, "en": _WHAT_EN.get(change.what, change.what)},
        "file": file or None,
        "line": line or None,
        "old_page": change.old_page,
        "new_page": change.new_page,
        "runs": [[run.kind, run.text] for run in _shown(change)],
        "old": _areas(by_page(old_areas(change, before)).items()),
        "new": _areas(by_page(new_areas(change, after)).items()),
    }


def _shown(change: TextChange) -> Sequence[Run]:
    """The words of a change, with what stands beside them; of a paragraph that moved, how it begins."""
    if change.kind != "moved":
        return shortened(change.runs)
    text = "".join(run.text for run in change.runs)
    return (Run("same", text if len(text) <= _BEGINNING else text[:_BEGINNING] + "…"),)


def _areas(found: Any) -> list[dict[str, Any]]:
    return [{"page": page, "box": [round(value, 2) for value in area]} for page, areas in found for area in areas]


def _layout_areas(page: PageChange, comparison: Comparison, texts: Sequence[dict[str, Any]]) -> Iterator[Area]:
    """What looks otherwise on a page and is no change of words; nothing on a page that only moved."""
    old, new = comparison.old, comparison.new
    if not page.drawn or page.came_from or page.page not in old.folios or page.page not in new.folios:
        return
    before, after = (_drawn(proof, page.page, _DPI / 25.4) for proof in (old, new))
    told = [mark["box"] for text in texts for mark in (*text["old"], *text["new"]) if mark["page"] == page.page]
    found = [area for area in differing_areas(before, after, _DPI) if not any(_meet(area, box) for box in told)]
    if sum(area[2] * area[3] for area in found) > _PATCHWORK * before.width * before.height * (25.4 / _DPI) ** 2:
        found = [(0.0, 0.0, before.width / _DPI * 25.4, before.height / _DPI * 25.4)]
    for left, top, width, height in found:
        yield round(left, 2), round(top, 2), round(width, 2), round(height, 2)


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(one[n] < other[n] + other[n + 2] and other[n] < one[n] + one[n + 2] for n in (0, 1))


def _picture(known: _Proofs, job: DrawProof) -> bytes:
    proof = known.get(job.name)
    if proof.build != job.build or job.page not in proof.folios:
        raise Refusal(404, "preview-page-unknown")
    picture = _drawn(proof, job.page, job.scale)
    if job.against:
        other = known.get(job.against)
        if job.page in other.folios:
            picture = laid_over(_drawn(other, job.page, job.scale), picture)
    return png(np.asarray(picture.convert("RGB")))


def _drawn(proof: Proof, page: int, scale: float) -> Image.Image:
    """A page of a proof, `scale` pixels to a mm. Raises Refusal where that is no picture."""
    try:
        return Image.fromarray(draw_pdf(proof.pdf, scale, 0, proof.folios.index(page)))
    except (ValueError, IndexError) as error:
        raise Refusal(400, "preview-layer-unknown", what=f"scale={scale}") from error
