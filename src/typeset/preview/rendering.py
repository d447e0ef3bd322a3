"""What the server needs of a renderer: an edition's pages as last set, and how to have them drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from typeset.problems import Problem


class Page(Protocol):
    """A page as it was set; `id` is its picture's identity, lengths are in mm from the trim's top left."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def folio(self) -> int: ...  # noqa: D102
    @property
    def side(self) -> str: ...  # noqa: D102
    @property
    def run(self) -> str: ...  # noqa: D102
    @property
    def type_area(self) -> tuple[float, float, float, float]: ...  # noqa: D102
    @property
    def grid(self) -> tuple[float, float] | None: ...  # noqa: D102


class Spot(Protocol):
    """Where something stands on a page, in mm from the trim's top left, and its source as file:line:column."""

    @property
    def x(self) -> float: ...  # noqa: D102
    @property
    def y(self) -> float: ...  # noqa: D102
    @property
    def width(self) -> float: ...  # noqa: D102
    @property
    def height(self) -> float: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102


class Geometry(Protocol):
    """The trimmed page and its bleed, in mm."""

    @property
    def width(self) -> float: ...  # noqa: D102
    @property
    def height(self) -> float: ...  # noqa: D102
    @property
    def bleed(self) -> float: ...  # noqa: D102


class ArticleEntry(Protocol):
    """An article and the page it starts on."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def heading(self) -> str: ...  # noqa: D102
    @property
    def folio(self) -> int: ...  # noqa: D102
    @property
    def number(self) -> int: ...  # noqa: D102


class Snapshot(Protocol):
    """An edition as it was last set; broken where its sources gave no pages and these are the last good ones."""

    @property
    def serial(self) -> int: ...  # noqa: D102
    @property
    def broken(self) -> bool: ...  # noqa: D102
    @property
    def pages(self) -> Sequence[Page]: ...  # noqa: D102
    @property
    def articles(self) -> Sequence[ArticleEntry]: ...  # noqa: D102
    @property
    def problems(self) -> Sequence[Problem]: ...  # noqa: D102
    @property
    def geometry(self) -> Geometry | None: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102


class Rendering(Protocol):
    """A renderer in a process of its own."""

    async def build(self) -> Snapshot:
        """Set what changed. Raises where the renderer's process failed."""
        ...

    async def draw(self, page_id: str, scale: float, layer: str, *, bleed: bool = False) -> bytes:
        """A page as PNG at `scale` pixels to the millimetre. Raises KeyError for a page that it does not have."""
        ...

    async def source_map(self, page_id: str) -> Sequence[Spot]:
        """What stands where on a page. Raises KeyError for a page that it does not have."""
        ...

    async def close(self) -> None:
        """End the process."""
        ...
