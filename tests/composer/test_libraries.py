"""The engine's libraries are loaded without programs being run for it."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries are searched for")
def test_loading_the_engine_searches_for_no_library_and_leaves_the_search_as_it_was() -> None:
    script = (
        "import ctypes.util\n"
        "asked, search = [], ctypes.util.find_library\n"
        "def noting(name):\n    asked.append(name)\n    return search(name)\n"
        "ctypes.util.find_library = noting\n"
        "import typeset.composer\n"
        "print(asked, ctypes.util.find_library is noting)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[] True"
