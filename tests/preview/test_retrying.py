"""Pauses between tries grow, and begin anew once something worked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from typeset.preview.retrying import Retrying


def test_pauses_grow_to_the_longest_and_begin_anew_when_it_worked(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    tried: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        real = loop.call_later

        def noted(delay: float, call: Callable[[], None]) -> asyncio.TimerHandle:
            pauses.append(delay)
            return real(0, call)

        async def moment() -> None:
            for _ in range(3):
                await asyncio.sleep(0)

        monkeypatch.setattr(loop, "call_later", noted)
        retrying = Retrying(lambda: tried.append("again"), first=5, longest=30)
        for _ in range(5):
            retrying.later()
            await moment()
        assert (pauses, len(tried)) == ([5, 10, 20, 30, 30], 5)

        retrying.later()
        retrying.worked()
        await moment()
        assert len(tried) == 5, "what worked is not tried again"
        retrying.later()
        assert pauses[-1] == 5

    asyncio.run(main())
