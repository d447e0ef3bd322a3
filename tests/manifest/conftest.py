from __future__ import annotations

import pytest
import yaml

from typeset.manifest import nodes


@pytest.fixture(params=["c", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either of PyYAML's parsers: its packages for some machines lack the C one."""
    name: str = request.param
    if name == "c" and not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without its C parser")
    monkeypatch.setattr(nodes, "Loader", yaml.CSafeLoader if name == "c" else yaml.SafeLoader)
    return name
