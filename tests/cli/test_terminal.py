from __future__ import annotations

import io

from typeset.cli.terminal import ProgressBar, Terminal


class Screen(io.StringIO):
    def __init__(self, tty: bool) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def progress(tty: bool, seconds: float) -> str:
    screen = Screen(tty)
    times = iter([0.0, seconds, seconds])
    bar = ProgressBar(Terminal("zh", err=screen), clock=lambda: next(times))
    bar(3, 9)
    bar.close()
    return screen.getvalue()


def test_a_bar_shows_at_a_terminal_once_a_second_has_passed() -> None:
    shown = progress(tty=True, seconds=1.5)

    assert "排版 ████████░░░░░░░░░░░░░░░░ 3/9" in shown
    assert shown.endswith("\r")


def test_nothing_shows_for_a_quick_task_or_in_a_file() -> None:
    assert progress(tty=True, seconds=0.5) == ""
    assert progress(tty=False, seconds=9) == ""
