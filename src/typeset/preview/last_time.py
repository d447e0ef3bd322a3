"""What the preview of an edition showed last, kept in the cache: the next one begins with it.

The engine needs seconds to load and set an edition. Meanwhile the pages stand as they were, and what was changed since
carries the mark of a change once it is set. Whatever is wrong with these files, they count as not there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from typeset import __version__
from typeset.build.snapshot import Geometry, LiveArticle, LivePage, Snapshot
from typeset.preview.messages import View
from typeset.workspace import write_atomically

FIRST_PAGES = 3
"""Pages whose pictures are kept: the cover and the first pages that face each other."""
_STATE = "state.json"
_MOST_PICTURES = 9
_MOST_BYTES = 8 * 2**20

Pictures = Mapping[tuple[str, View], bytes]
"""Page pictures by the page's identity and how it was drawn."""


@dataclass(frozen=True)
class Shown:
    """A good snapshot, without its problems, and pictures of its first pages."""

    snapshot: Snapshot
    pictures: Pictures = field(default_factory=dict)


class LastTime:
    """The files of one edition's last preview, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def there(self) -> bool:
        """Whether something is kept; it may turn out to be of no use."""
        return (self._folder / _STATE).is_file()

    def load(self) -> Shown | None:
        """What was shown last; None where nothing was, or by another version of typeset."""
        try:
            data = json.loads(self._bytes(_STATE))
            if data["typeset"] != __version__:
                return None
            pictures = {
                (str(item["page"]), _view(item["view"])): self._bytes(_picture_name(number))
                for number, item in enumerate(data["pictures"][:_MOST_PICTURES])
            }
            return Shown(_snapshot(data), pictures)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def save(self, shown: Shown) -> None:
        """Keep this instead of what was kept. Raises OSError."""
        pictures = list(shown.pictures.items())[:_MOST_PICTURES]
        for number, (_, picture) in enumerate(pictures):
            write_atomically(self._folder / _picture_name(number), picture)
        snapshot = shown.snapshot
        data = {
            "typeset": __version__,
            "edition": snapshot.edition,
            "title": snapshot.title,
            "layers": snapshot.layers,
            "geometry": asdict(snapshot.geometry) if snapshot.geometry else None,
            "pages": [asdict(page) for page in snapshot.pages],
            "articles": [asdict(article) for article in snapshot.articles],
            "pictures": [{"page": page, "view": asdict(view)} for (page, view), _ in pictures],
        }
        write_atomically(self._folder / _STATE, json.dumps(data, ensure_ascii=False).encode())

    def _bytes(self, name: str) -> bytes:
        with (self._folder / name).open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ValueError(name)
        return data


def _picture_name(number: int) -> str:
    return f"page-{number}.png"


def _snapshot(data: dict[str, Any]) -> Snapshot:
    return Snapshot(
        serial=0,
        broken=False,
        pages=tuple(_page(item) for item in data["pages"]),
        articles=tuple(LiveArticle(**item) for item in data["articles"]),
        geometry=Geometry(**data["geometry"]) if data["geometry"] else None,
        layers=tuple(map(str, data["layers"])),
        edition=str(data["edition"]),
        title=str(data["title"]),
    )


def _page(item: dict[str, Any]) -> LivePage:
    x, y, width, height = map(float, item["type_area"])
    grid = tuple(map(float, item["grid"])) if item["grid"] else None
    return LivePage(**{**item, "type_area": (x, y, width, height), "grid": grid})


def _view(item: dict[str, Any]) -> View:
    return View(float(item["scale"]), str(item["layer"]), bool(item["bleed"]))
