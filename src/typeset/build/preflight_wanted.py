"""What an edition wants of its print PDF, from its manifest, layout and fonts."""

from __future__ import annotations

from typeset.color import Profile, load_condition
from typeset.composer.pictures import picture_key
from typeset.edition import Edition
from typeset.fonts import Catalogue
from typeset.layout import Layout
from typeset.manifest import Printing
from typeset.prepress.preflight import Wanted
from typeset.problems import Problem

_PAGES_OF_A_SHEET = {"saddle-stitch": 4, "perfect": 2, "side-stitch": 2, "none": 1}


def edition_wanted(edition: Edition, layout: Layout, catalogue: Catalogue) -> Wanted:
    """The trimmed size of the layout, what the manifest says of printing, and no fonts but the catalogue's."""
    printing = edition.printing
    return Wanted(
        standard=printing.standard,
        trim=(layout.declaration.page.width, layout.declaration.page.height),
        bleed_mm=printing.bleed,
        ink_limit=printing.ink_limit,
        profile=_profile(edition),
        pages_multiple_of=_PAGES_OF_A_SHEET[printing.binding],
        fonts=frozenset(face.family for face in catalogue.faces),
        spots=frozenset(spot.ink for spot in printing.spot_colours),
        plates=_plates(printing),
        pictures={
            f"i{picture_key(address)}": source.facts.name for address, source in edition.sources.items() if source.facts
        },
    )


def _plates(printing: Printing) -> frozenset[str] | None:
    """The only plates of a job without process colours."""
    if printing.inks == "cmyk":
        return None
    spots = printing.spot_colours if printing.inks == "spot" else ()
    return frozenset(("Black", *(spot.ink for spot in spots)))


def _profile(edition: Edition) -> Profile | None:
    """The printing house's own profile, where the edition names one that can be used."""
    named = edition.profile
    if named is None:
        return None
    found = load_condition(named.path, edition.printing.ink_limit, named.place, named.name)
    return None if isinstance(found, Problem) else found.profile
