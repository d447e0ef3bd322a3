"""Page pictures and source maps, kept while they are likely to be asked for again.

A page's id is the identity of its picture, so that nothing kept here goes out of date, and pages stay visible while the
renderer restarts.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Iterator
from typing import Generic, TypeVar

from typeset.build.snapshot import PLATE, Spot
from typeset.preview.messages import View
from typeset.preview.plates import Plates
from typeset.preview.rendering import Rendering

MOST_PICTURE_BYTES = 32 * 1024 * 1024
_MOST_MAPS = 1_000

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """The values last asked for, within a limit of their sizes together; several askers wait for one making."""

    def __init__(self, limit: int, size: Callable[[_Value], int]) -> None:
        self._limit, self._size = limit, size
        self._values: OrderedDict[_Key, _Value] = OrderedDict()
        self._making: dict[_Key, asyncio.Task[_Value]] = {}
        self.total = 0

    async def get(self, key: _Key, make: Callable[[], Awaitable[_Value]]) -> _Value:
        """The value kept under a key, or else what `make` gives; raises what `make` raises, and keeps nothing then."""
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        self.begin(key, make)
        return await asyncio.shield(self._making[key])  # who goes away does not take it from the others

    def begin(self, key: _Key, make: Callable[[], Awaitable[_Value]]) -> None:
        """Have a value made that is neither kept nor being made; somebody will ask for it."""
        if key not in self._values and key not in self._making:
            task = asyncio.create_task(self._make(key, make))
            task.add_done_callback(_retrieve)  # all who asked may have gone away
            self._making[key] = task

    def put(self, key: _Key, value: _Value) -> None:
        """Keep a value that was made elsewhere."""
        if key not in self._values:
            self._values[key] = value
            self.total += self._size(value)

    def items(self) -> Iterator[tuple[_Key, _Value]]:
        """All that is kept, what was asked for last at the end."""
        return iter(tuple(self._values.items()))

    async def _make(self, key: _Key, make: Callable[[], Awaitable[_Value]]) -> _Value:
        try:
            value = await make()
        finally:
            del self._making[key]
        self._values[key] = value
        self.total += self._size(value)
        while self.total > self._limit:
            _, old = self._values.popitem(last=False)
            self.total -= self._size(old)
        return value


class Pages:
    """Pictures and source maps of a renderer's pages; without `plates`, plates are asked of the renderer too."""

    def __init__(self, renderer: Rendering, plates: Plates | None = None, limit: int = MOST_PICTURE_BYTES) -> None:
        self._renderer, self._plates = renderer, plates
        self._pictures: Kept[tuple[str, View], bytes] = Kept(limit, len)
        self._maps: Kept[tuple[int, str], tuple[Spot, ...]] = Kept(_MOST_MAPS, lambda _: 1)

    async def picture(self, page_id: str, view: View) -> bytes:
        """A page as PNG. Raises what the renderer raises."""
        return await self._pictures.get((page_id, view), lambda: self._draw(page_id, view))

    def views_of(self, page_id: str) -> dict[View, bytes]:
        """The pictures of a page that are kept, what was asked for last at the end."""
        return {key[1]: picture for key, picture in self._pictures.items() if key[0] == page_id}

    def keep(self, page_id: str, view: View, picture: bytes) -> None:
        """Take a picture that was drawn before."""
        self._pictures.put((page_id, view), picture)

    def draw_ahead(self, page_id: str, instead_of: str) -> None:
        """Begin to draw a page as the one that it replaces was seen: somebody will ask for it in a moment."""
        views = self.views_of(instead_of)
        if views:
            view = max(views, key=lambda item: item.scale)
            self._pictures.begin((page_id, view), lambda: self._draw(page_id, view))

    def _draw(self, page_id: str, view: View) -> Awaitable[bytes]:
        if self._plates and view.layer.startswith(PLATE):
            return self._plates.draw(page_id, view)
        return self._renderer.draw(page_id, view.scale, view.layer, bleed=view.bleed)

    async def source_map(self, page_id: str, serial: int) -> tuple[Spot, ...]:
        """What stands where on a page, as the edition was set the `serial`th time. Raises what the renderer raises.

        A page that looks as it did before may come from other lines now.
        """
        return await self._maps.get((serial, page_id), lambda: self._renderer.source_map(page_id))


def _retrieve(task: asyncio.Task[_Value]) -> None:
    """Take note of a failure that nobody may wait for any longer."""
    if not task.cancelled():
        task.exception()
