"""Proofs on disk: proofs/<pass>/ of the edition's folder, with what was frozen and the sheets to mark.

`proof.json` holds the data, `pages.pdf` the pages as they were set, `<edition>-<pass>.pdf` the sheets. A folder comes
into being whole or not at all, and none is ever overwritten: the second 一校 is `一校-2`. The proof of one article is
`一校@<its id>`.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from typeset.problems import Giveup, problem, to_json
from typeset.signoff.press import PROOF_DATA
from typeset.signoff.sources import PROOFS
from typeset.workspace import EditionFolder, inside

PAGES = "pages.pdf"
_FORMAT = 1
_MOST_BYTES = 512 * 1024 * 1024
_ABANDONED = 6 * 3600  # seconds


@dataclass(frozen=True)
class Paragraph:
    """A block of lines, or the part of it in one column of one page; lengths in mm from the trimmed page's corner.

    `page` counts from 1. `key` is the same for all parts of a block. `body` tells whether it is set as body text is.
    """

    page: int
    key: int
    tag: str
    source: str
    x: float
    y: float
    width: float
    height: float
    column: int | None
    lines: tuple[str, ...]
    kind: str = ""
    body: bool = False


@dataclass(frozen=True)
class Proof:
    """What a proof froze. `number` counts the proofs of one pass; `folios` are the numbers of its physical pages.

    `printed` are the numbers that stand on those pages, empty where none does.
    """

    name: str
    edition: str
    title: str
    issue: str
    step: str
    number: int
    when: str
    by: str
    build: str
    typeset: str
    sources: Mapping[str, str]
    problems: Sequence[Mapping[str, Any]]
    folios: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]
    margins: tuple[tuple[str, ...], ...]
    article: str = ""
    article_title: str = ""
    pdf: bytes = field(default=b"", repr=False)
    printed: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """Such as 二校样（第2次）."""
        again = f"（第{self.number}次）" if self.number > 1 else ""
        return f"{self.step}样{again}"


def free_name(folder: EditionFolder, step: str, article: str) -> tuple[str, int]:
    """The name of the next proof of a pass, and its number."""
    base = f"{step}@{article}" if article else step
    number = 1
    while (folder.path / PROOFS / _numbered(base, number)).exists():
        number += 1
    return _numbered(base, number), number


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


def save_proof(folder: EditionFolder, proof: Proof, sheets: bytes) -> Path:
    """Write a proof's folder, all or nothing; gives the file with the sheets to mark.

    Raises FileExistsError where there is a proof of this name already.
    """
    below = folder.path / PROOFS
    below.mkdir(exist_ok=True)
    _sweep(below)
    target = below / proof.name
    fresh = Path(tempfile.mkdtemp(prefix=".proof-", dir=below))
    try:
        write_proof(proof, fresh)
        name = sheet_name(proof)
        (fresh / name).write_bytes(sheets)
        fresh.chmod(0o755)
        if target.exists():
            raise FileExistsError(17, "exists", str(target))
        fresh.rename(target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        if not any(below.iterdir()):
            below.rmdir()
        raise
    return target / name


def _sweep(below: Path) -> None:
    """Take away what a command left that was killed long ago; a younger one may still be at work."""
    for path in below.glob(".proof-*"):
        if time.time() - path.stat().st_mtime > _ABANDONED:
            shutil.rmtree(path, ignore_errors=True)


def write_proof(proof: Proof, path: Path) -> None:
    """Write a proof's data and pages into a folder."""
    data = {"format": _FORMAT, **asdict(proof)}
    del data["pdf"]
    (path / PROOF_DATA).write_bytes(to_json(data))
    (path / PAGES).write_bytes(proof.pdf)


def sheet_name(proof: Proof) -> str:
    """The file name of the sheets to mark."""
    return f"{proof.edition}-{proof.name}.pdf"


def proofs_of(folder: EditionFolder) -> tuple[str, ...]:
    """The names of an edition's proofs."""
    below = folder.path / PROOFS
    found = below.glob(f"*/{PROOF_DATA}") if below.is_dir() else ()
    return tuple(sorted(path.parent.name for path in found if not path.parent.name.startswith(".")))


def load_proof(folder: EditionFolder, name: str) -> Proof:
    """A proof by its name. Raises Giveup where there is none, or where its files are damaged."""
    known = proofs_of(folder)
    if name not in known:
        raise Giveup(problem("proof-not-found", name=name, known="、".join(known) or "—"), exit_code=2)
    path = inside(folder.path / PROOFS, name)
    if path is None:
        raise Giveup(problem("proof-broken", name=name))
    return read_proof(path, name)


def read_proof(path: Path, name: str) -> Proof:
    """The proof that lies in a folder. Raises Giveup where its files are damaged."""
    try:
        files = path / PROOF_DATA, path / PAGES
        if any(file.stat().st_size > _MOST_BYTES for file in files):
            raise ValueError(name)
        data = json.loads(files[0].read_bytes())
        if data.pop("format") != _FORMAT:
            raise ValueError(name)
        data["paragraphs"] = tuple(Paragraph(**item | {"lines": tuple(item["lines"])}) for item in data["paragraphs"])
        data["margins"] = tuple(map(tuple, data["margins"]))
        data["folios"] = tuple(data["folios"])
        data["printed"] = tuple(data.get("printed", ()))
        return Proof(**data, pdf=files[1].read_bytes())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Giveup(problem("proof-broken", name=name)) from error
