"""The catalogue as rows, for people and programs to look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from typeset.fonts.model import Catalogue, Face


@dataclass(frozen=True)
class FontRow:
    """One face as `typeset fonts` shows it.

    `role` is what fonts.yaml says (empty for none), `serves` the roles it serves in fact, its own and those it
    stands in for. `verified` is False where fonts.yaml lists no SHA-256 to compare with; `sha256` is the file's
    own, ready to be listed.
    """

    family: str
    subfamily: str
    role: str
    serves: tuple[str, ...]
    weight: int
    style: str
    version: str
    licence: str
    licence_file: str
    file: str
    sha256: str
    verified: bool
    source: str
    characters: int


def font_rows(catalogue: Catalogue, name_of: Callable[[Path], str] = Path.as_posix) -> tuple[FontRow, ...]:
    """All faces: by the order of the roles, those without one last, then by family, weight and style."""
    serves = {face: catalogue.roles_of(face) for face in catalogue.faces}
    order = {role: position for position, role in enumerate(catalogue.roles)}

    def key(face: Face) -> tuple[int, str, int, str]:
        return order.get(face.role or "", len(order)), face.family, face.weight, face.style

    return tuple(_row(face, serves[face], name_of) for face in sorted(catalogue.faces, key=key))


def _row(face: Face, serves: tuple[str, ...], name_of: Callable[[Path], str]) -> FontRow:
    return FontRow(
        family=face.family,
        subfamily=face.subfamily,
        role=face.role or "",
        serves=serves,
        weight=face.weight,
        style=face.style,
        version=face.version,
        licence=face.licence.name if face.licence else "",
        licence_file=name_of(face.licence.file) if face.licence and face.licence.file else "",
        file=name_of(face.file),
        sha256=face.sha256,
        verified=face.verified,
        source=face.source,
        characters=len(face.characters),
    )
