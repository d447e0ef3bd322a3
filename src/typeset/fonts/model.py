"""Faces, and the catalogue that says which faces serve a role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from typeset.fonts.characters import CharacterSet
from typeset.problems import Place, Problem, problem

ROLES = ("song", "hei", "kai", "fang")
"""What every layout may count on: 宋体, 黑体, 楷体, 仿宋. A fonts.yaml may name more."""

STAND_INS = {"fang": "kai", "xiaobiaosong": "song"}
"""The role whose faces serve where a role has none: a Kai for 仿宋, the heavy Song for 小标宋."""


@dataclass(frozen=True)
class Licence:
    """Under what terms a face may be used: a name such as `OFL-1.1`, and its text where it lies beside the font."""

    name: str
    file: Path | None = None


@dataclass(frozen=True)
class Face:
    """One font file that documents may use.

    `family` is one of the file's own family names (`families` has all), so fontconfig finds it. `weight` is what
    fonts.yaml says, from 1 to 1000; `own_weight` what the file says, which is what fontconfig goes by.
    `verified` means that the listed SHA-256 is the file's. `place` is the entry in fonts.yaml.
    `without` are characters not taken from this face: a Kai whose quotation marks are as narrow as Latin ones.
    """

    file: Path
    family: str
    role: str | None
    weight: int
    style: str
    version: str
    licence: Licence | None
    sha256: str
    subfamily: str
    families: tuple[str, ...]
    own_weight: int
    verified: bool
    source: str
    without: str
    folder: Path
    place: Place
    characters: CharacterSet = field(repr=False, compare=False)


@dataclass(frozen=True)
class Catalogue:
    """All usable faces, the project's own before the shipped ones."""

    faces: tuple[Face, ...] = ()

    def faces_for(self, role: str) -> tuple[Face, ...]:
        """The faces that serve a role: those of the first folder that has any, else the stand-in's; else none."""
        own = [face for face in self.faces if face.role == role]
        if own:
            return tuple(face for face in own if face.folder == own[0].folder)
        other = STAND_INS.get(role)
        return self.faces_for(other) if other else ()

    def roles_of(self, face: Face) -> tuple[str, ...]:
        """The roles that a face serves, its own and those it stands in for: names under which CSS finds it."""
        return tuple(role for role in self.roles if face in self.faces_for(role))

    @property
    def roles(self) -> tuple[str, ...]:
        """All roles that have faces: the four that layouts count on first, then the further ones by name."""
        known = dict.fromkeys(ROLES) | dict.fromkeys(sorted({*STAND_INS, *(f.role for f in self.faces if f.role)}))
        return tuple(role for role in known if self.faces_for(role))

    def role_problems(self, roles: Iterable[str], place: Place | None = None) -> tuple[Problem, ...]:
        """What stands in the way of the roles that a layout uses: no face at all, or only a stand-in's (a notice)."""
        found: list[Problem] = []
        for role in dict.fromkeys(roles):
            faces = self.faces_for(role)
            if not faces:
                found.append(problem("fonts-role-missing", place, role=role, roles="、".join(self.roles) or "—"))
            elif faces[0].role != role:
                other = STAND_INS[role]
                found.append(problem("fonts-role-stand-in", place, role=role, other=other, family=faces[0].family))
        return tuple(found)


def lost_weights(catalogue: Catalogue, role: str) -> Sequence[int]:
    """The weights that a role had in a lower folder and that the faces which won it do not have."""
    mine = {face.weight for face in catalogue.faces_for(role)}
    return sorted({face.weight for face in catalogue.faces if face.role == role} - mine)
