"""File names that people at the printing house can read, and that every system can hold."""

from __future__ import annotations

import re

from typeset.edition import Edition
from typeset.layout.words import issue_words

# Naming Files, Paths, and Namespaces (Windows): reserved characters and names; no dot or blank at the end.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_MOST_BYTES = 120  # of 255 that file systems allow: something is added, and people put it into folders


def safe_name(text: str) -> str:
    """A text as (a part of) a file name that Windows, macOS and Linux accept; “_” where nothing is left."""
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("-", text)).strip(" .-")
    while len(name.encode()) > _MOST_BYTES:
        name = name[:-1].rstrip(" .-")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name


def readable_name(edition: Edition) -> str:
    """刊名_2023年第1期; without number and date the name of the edition's folder."""
    issue = issue_words(edition.publication) or edition.name
    parts = (edition.publication.title, issue)
    return "_".join(safe_name(part).replace(" ", "") for part in parts if part)


def print_file_name(edition: Edition, trim: tuple[float, float], pages: int) -> str:
    """刊名_2023年第1期_210x285_16页_CMYK.pdf: what it is, trimmed size in mm, pages, inks."""
    size = f"{trim[0]:g}x{trim[1]:g}"
    return f"{readable_name(edition)}_{size}_{pages}页_{_inks(edition)}.pdf"


def _inks(edition: Edition) -> str:
    printing = edition.printing
    spots = [safe_name(spot.ink).replace(" ", "") for spot in printing.spot_colours] if printing.inks != "black" else []
    return "+".join([{"cmyk": "CMYK"}.get(printing.inks, "K"), *spots])[:40]
