"""The printing conditions that the ICC's Characterization Data Registry names, as profiles tell them."""

from __future__ import annotations

import re
from dataclasses import dataclass

REGISTRY = "http://www.color.org"
"""The RegistryName of an output intent whose identifier is one of the registry (ISO 15930-7, ISO 32000-1 14.11.5)."""


@dataclass(frozen=True)
class Characterization:
    """A set of characterisation data: its reference name in the registry, and what is printed on what."""

    name: str
    condition: str


_COATED = "Offset, coated paper"
_UNCOATED = "Offset, uncoated paper"
_WEB = "Heatset web offset"
_CONDITIONS: dict[str, str] = {
    "FOGRA27": f"{_COATED} (ISO 12647-2:1996, paper type 1 or 2)",
    "FOGRA28": f"{_WEB}, LWC paper (ISO 12647-2:1996, paper type 3)",
    "FOGRA29": f"{_UNCOATED} (ISO 12647-2:1996, paper type 4)",
    "FOGRA30": f"{_UNCOATED}, yellowish (ISO 12647-2:1996, paper type 5)",
    "FOGRA39": f"{_COATED} (ISO 12647-2:2004/Amd 1:2007, paper type 1 or 2)",
    "FOGRA40": f"{_WEB}, SC paper",
    "FOGRA41": f"{_WEB}, MFC paper",
    "FOGRA42": f"{_WEB}, standard newsprint",
    "FOGRA43": f"{_COATED}, non-periodic screening",
    "FOGRA44": f"{_UNCOATED}, non-periodic screening",
    "FOGRA45": f"{_WEB}, improved LWC paper",
    "FOGRA46": f"{_WEB}, standard LWC paper",
    "FOGRA47": f"{_UNCOATED} (ISO 12647-2:2004/Amd 1:2007, paper type 4)",
    "FOGRA51": f"{_COATED} (ISO 12647-2:2013, print substrate 1)",
    "FOGRA52": f"{_UNCOATED}, wood-free (ISO 12647-2:2013, print substrate 5)",
    "CGATS TR 001": "Web offset publication printing (SWOP)",
    "CGATS TR 003": "Web offset publication printing, grade 3 paper (SWOP 2006)",
    "CGATS TR 005": "Web offset publication printing, grade 5 paper (SWOP 2006)",
    "CGATS TR 006": "Commercial offset, grade 1 coated paper (GRACoL 2006)",
    "JC200103": "Japan Color 2001, sheet-fed offset, coated paper type 3",
    "JC200104": "Japan Color 2001, sheet-fed offset, uncoated paper type 4",
    "JCN2002": "Japan Color 2002, newspaper",
    "JCW2003": "Japan Color 2003, web offset, coated paper",
}

# Descriptions of widely used profiles: the profile's name tells the data it was made from.
_PROFILES: tuple[tuple[str, str], ...] = (
    (r"ISO ?coated v2", "FOGRA39"),
    (r"PSO ?uncoated ISO ?12647", "FOGRA47"),
    (r"PSO ?coated v3", "FOGRA51"),
    (r"PSO ?uncoated v3", "FOGRA52"),
    (r"PSO ?LWC Improved", "FOGRA45"),
    (r"PSO ?LWC Standard", "FOGRA46"),
    (r"GRACoL ?2006", "CGATS TR 006"),
    (r"SWOP ?2006 ?Coated ?3", "CGATS TR 003"),
    (r"SWOP ?2006 ?Coated ?5", "CGATS TR 005"),
    (r"Web Coated SWOP 2006 Grade 3", "CGATS TR 003"),
    (r"Web Coated SWOP 2006 Grade 5", "CGATS TR 005"),
    (r"U\.? ?S\.? Web Coated \(?SWOP\)? v2", "CGATS TR 001"),
    (r"Japan ?Color 2001 Coated", "JC200103"),
    (r"Japan ?Color 2001 Uncoated", "JC200104"),
    (r"Japan ?Color 2002 Newspaper", "JCN2002"),
    (r"Japan ?Color 2003 Web Coated", "JCW2003"),
)
# "FOGRA39L" is the same data in a longer patch order; "TR006" is how file names write CGATS TR 006.
_NAMED = re.compile(
    r"(?<![A-Z0-9])(?:(FOGRA\d\d)L?|CGATS ?(TR) ?(\d{3})|TR ?(\d{3})|(JC2001\d\d|JCN2002|JCW2003))(?![0-9A-Z])", re.I
)


def characterization(description: str, target: str) -> Characterization | None:
    """The registered data that a profile's texts plainly name; None where they name none or several.

    `description` is the profileDescriptionTag, `target` the charTargetTag, which the registry asks to say "ICCHDAT"
    and the reference name. The target goes first.
    """
    for text in (target, description):
        found = _named(text)
        if len(found) == 1:
            return Characterization(name := found.pop(), _CONDITIONS[name])
        if found:
            return None
    plain = description.replace("_", " ")
    for pattern, name in _PROFILES:
        if re.search(rf"(?<![A-Za-z0-9]){pattern}", plain, re.I):
            return Characterization(name, _CONDITIONS[name])
    return None


def _named(text: str) -> set[str]:
    names = set()
    for fogra, _, cgats, short, japan in _NAMED.findall(text.replace("_", " ")):
        name = f"CGATS TR {cgats or short}" if cgats or short else (fogra or japan).upper()
        if name in _CONDITIONS:
            names.add(name)
    return names
