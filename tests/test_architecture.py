"""The house: imports point to lower floors only, and every problem code has its words."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from typeset.problems.catalogue import codes, entry

SOURCE = Path(__file__).parents[1] / "src" / "typeset"

FLOORS = {
    "problems": 0,
    "workspace": 1,
    "color": 1,
    "fonts": 1,
    "machine": 1,
    "copyedit": 1,
    "manifest": 2,
    "manuscript": 2,
    "pictures": 2,
    "prepress": 2,
    "composer": 2,
    "edition": 3,
    "importing": 3,
    "layout": 4,
    "permit": 4,
    "proofreading": 4,
    "signoff": 4,
    "copyfit": 5,
    "build": 6,
    "editions": 6,
    "proofs": 7,
    "handover": 7,
    "preview": 8,
    "cli": 9,
    "__main__": 10,
}
ALLOWED_SIDEWAYS = {("fonts", "workspace")}  # the cache is written atomically
ALONE = {"composer": {"problems"}, "prepress": {"problems", "color"}}  # could be packages of their own


def modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if path.parent != SOURCE or path.name != "__init__.py"]


def unit(path: Path) -> str:
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            names.add("relative import")
    found = {name.split(".")[1] for name in names if name.startswith("typeset.")}
    return found & set(FLOORS) | ({"relative import"} & names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_imports_from_lower_floors_only(path: Path) -> None:
    own = unit(path)
    assert own in FLOORS, f"{own} has no floor: name it in the architecture first"
    others = imported(path) - {own}
    wrong = {name for name in others if name not in FLOORS or FLOORS[name] >= FLOORS[own]}
    assert not {name for name in wrong if (own, name) not in ALLOWED_SIDEWAYS}
    if own in ALONE:
        assert others <= ALONE[own]


def written_codes() -> dict[str, Path]:
    """The codes that the sources use: first arguments of problem(…) and code strings beside them."""
    found: dict[str, Path] = {}
    known = codes()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in known:
                found.setdefault(node.value, path)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)  # f"fonts-file-{kind}"
                found |= {code: path for code in known if start.count("-") > 1 and code.startswith(start)}
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "problem"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                found.setdefault(str(node.args[0].value), path)
    return found


def test_every_code_that_is_used_has_words_and_every_code_with_words_is_used() -> None:
    assert set(written_codes()) == set(codes())


@pytest.mark.parametrize("code", sorted(codes()))
def test_messages_in_both_languages_name_the_same_arguments(code: str) -> None:
    words = entry(code)
    named = {
        language: {name.removesuffix(f"_{language}") for name in re.findall(r"{(\w+)}", words.message[language])}
        for language in ("zh", "en")
    }

    grammar = {"plural", "were"}  # English alone has them
    assert named["zh"] == named["en"] - grammar
    assert re.search(r"[\u4e00-\u9fff]", words.message["zh"])
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"[（(“][^）)”]*[）)”]", "", words.message["en"]))


def test_every_library_that_is_imported_is_a_named_dependency() -> None:
    """And every named one is imported."""
    project = tomllib.loads((SOURCE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    named = {re.split(r"[<>=!~\[ ]", item)[0].lower().replace("_", "-") for item in project["dependencies"]}
    roots: set[str] = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                roots |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                roots.add(node.module.split(".")[0])
    other_names = {"typeset", "markupsafe", "PIL", "fontTools", "yaml", "markdown_it", "ruamel"}
    outside = roots - set(sys.stdlib_module_names) - other_names
    used = {name.lower().replace("_", "-") for name in outside} | {
        "pillow",
        "fonttools",
        "pyyaml",
        "markdown-it-py",
        "ruamel.yaml",
    }
    used |= {"websockets"}  # which uvicorn imports

    assert used == named
