"""The catalogue of fonts: which faces there are, which roles they serve, which characters they have."""

from typeset.fonts.catalogue import load_catalogue
from typeset.fonts.characters import CharacterSet, missing_characters
from typeset.fonts.listing import FontRow, font_rows
from typeset.fonts.model import ROLES, STAND_INS, Catalogue, Face, Licence

__all__ = [
    "ROLES",
    "STAND_INS",
    "Catalogue",
    "CharacterSet",
    "Face",
    "FontRow",
    "Licence",
    "font_rows",
    "load_catalogue",
    "missing_characters",
]
