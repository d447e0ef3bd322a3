"""What is wrong with a layout's templates: names that nothing gives, options without a use, files without a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, meta, nodes

from typeset.layout.declared_places import declared_place
from typeset.layout.html import Templates
from typeset.layout.options import Options, known_options
from typeset.layout.package import LAYOUT_FILE, Layout
from typeset.layout.style_sheets import StyleSheet
from typeset.problems import Place, Problem, problem

_FILLER = "filler.html"
_CONTEXT = frozenset({"run", "edition", "options", "start", "pages", "filler", "loop", "caller", "varargs", "kwargs"})

_SHOWN = re.compile(r"""["'(]layout/(images/[^"'(){}\s]+)["')]""")


@dataclass(frozen=True)
class _Template:
    name: str
    place: Place
    tree: nodes.Template
    named: frozenset[str]
    """The templates that it includes, imports or extends."""
    text: str


def template_problems(layout: Layout, sheets: tuple[StyleSheet, ...], options: Options) -> Iterator[Problem]:
    """Templates that are missing, broken or unused; options that are unknown or unused; names that nothing gives."""
    jinja = Templates(layout, options)
    templates: dict[str, _Template] = {}
    for path in sorted((layout.folder / "templates").glob("*.html")):
        found = _read(layout, jinja, path.name, path.read_text("utf-8", errors="replace"))
        if isinstance(found, _Template):
            templates[path.name] = found
        else:
            yield found
    there = {path.name for path in (layout.folder / "templates").glob("*.html")}
    wanted = _wanted(layout)
    for name in sorted(wanted - there):
        yield problem("layout-file-missing", Place(f"layouts/{layout.name}/{LAYOUT_FILE}"), file=f"templates/{name}")
    used = _reached(wanted, templates)
    for template in templates.values():
        if template.name not in used:
            yield problem("layout-file-unused", template.place, file=template.name)
        yield from _inside(layout, template, there, jinja.names)
        yield from _missing_pictures(layout, template)
    yield from _unused_options(layout, templates, sheets)
    yield from _unused_pictures(layout, templates, sheets)


def _missing_pictures(layout: Layout, template: _Template) -> Iterator[Problem]:
    """Files of the layout that a template shows (`src="layout/images/leader.svg"`) and that are not there."""
    for found in _SHOWN.finditer(template.text):
        if not (layout.folder / found[1]).is_file():
            before = template.text[: found.start(1)]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            place = Place(template.place.file, line, column, len(found[1]))
            yield problem("layout-file-missing", place, file=found[1])


def _unused_pictures(
    layout: Layout, templates: dict[str, _Template], sheets: tuple[StyleSheet, ...]
) -> Iterator[Problem]:
    """Files of images/ whose name stands in no template and no style sheet."""
    written = "".join([*(template.text for template in templates.values()), *(sheet.text for sheet in sheets)])
    for path in sorted((layout.folder / "images").glob("*.*")):
        if path.name not in written and not path.name.startswith("."):
            yield problem("layout-file-unused", Place(f"layouts/{layout.name}/images/{path.name}"), file=path.name)


def _wanted(layout: Layout) -> set[str]:
    """The templates of the parts, and that of the pages which fill up to sheets."""
    parts = {part.template for part in layout.declaration.parts}
    return parts | ({_FILLER} if layout.declaration.pages_multiple_of > 1 else set())


def _read(layout: Layout, jinja: Templates, name: str, text: str) -> _Template | Problem:
    file = f"layouts/{layout.name}/templates/{name}"
    try:
        tree = jinja.syntax_tree(text)
    except TemplateSyntaxError as error:
        return problem("layout-template", Place(file, error.lineno), layout=layout.name, why=error.message or "")
    named = frozenset(found for found in meta.find_referenced_templates(tree) if found)
    return _Template(name, Place(file), tree, named, text)


def _reached(wanted: set[str], templates: dict[str, _Template]) -> set[str]:
    """These templates and all that they name, directly or through others."""
    reached: set[str] = set()
    ahead = list(wanted)
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += templates[name].named if name in templates else ()
    return reached


def _inside(layout: Layout, template: _Template, there: set[str], functions: frozenset[str]) -> Iterator[Problem]:
    """Options, names and templates that a template uses and nothing gives."""
    for node, name in _options_used(template.tree):
        if name not in layout.declaration.options:
            place = Place(template.place.file, node.lineno)
            known = known_options(layout, name)
            yield problem("layout-option-unknown", place, name=name, layout=layout.name, known=known)
    for missing in sorted(template.named - there):
        line = _line_of(template.tree, missing)
        yield problem("layout-file-missing", Place(template.place.file, line), file=f"templates/{missing}")
    for name in sorted(meta.find_undeclared_variables(template.tree) - _CONTEXT - functions):
        place = Place(template.place.file, _name_line(template.tree, name))
        yield problem("layout-template-name", place, name=name)


def _options_used(tree: nodes.Template) -> Iterator[tuple[nodes.Node, str]]:
    """`options.name` and `options["name"]` in a template."""
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == "options" and not hasattr({}, node.attr):
            yield node, node.attr
    for item in tree.find_all(nodes.Getitem):
        of_options = isinstance(item.node, nodes.Name) and item.node.name == "options"
        if of_options and isinstance(item.arg, nodes.Const) and isinstance(item.arg.value, str):
            yield item, item.arg.value


def _line_of(tree: nodes.Template, template: str) -> int:
    kinds = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
    for node in tree.find_all(kinds):
        if any(const.value == template for const in node.find_all(nodes.Const)):
            return node.lineno
    return 0


def _name_line(tree: nodes.Template, name: str) -> int:
    return min((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), default=0)


def _unused_options(
    layout: Layout, templates: dict[str, _Template], sheets: tuple[StyleSheet, ...]
) -> Iterator[Problem]:
    """Options that no template and no style sheet uses: an editor would set them in vain."""
    declared = layout.declaration.options
    used = {name for template in templates.values() for _, name in _options_used(template.tree)}
    styles = "\n".join(sheet.text for sheet in sheets)
    used |= {option.tint_of for option in declared.values() if option.tint_of}
    for name, option in declared.items():
        in_styles = option.property and re.search(rf"var\(\s*{option.property}\b(?!-)", styles)
        if name not in used and not in_styles:
            place = declared_place(layout.folder, LAYOUT_FILE, ("options", name))
            yield problem("layout-option-unused", place, name=name)
