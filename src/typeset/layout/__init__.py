"""Layout packages: what they declare, their templates and style sheets; Edition → HTML."""

from typeset.layout.colours import Cmyk, Colour, ColourRole
from typeset.layout.edition_check import edition_problems
from typeset.layout.html import Pages, Templates
from typeset.layout.options import Options, resolve_options
from typeset.layout.package import Adjustment, Layout, find_layouts, load_layout
from typeset.layout.runs import Run, end_of, plan_runs
from typeset.layout.style_check import css_problem, style_problems, transparency_problems

__all__ = [
    "Adjustment",
    "Cmyk",
    "Colour",
    "ColourRole",
    "Layout",
    "Options",
    "Pages",
    "Run",
    "Templates",
    "css_problem",
    "edition_problems",
    "end_of",
    "find_layouts",
    "load_layout",
    "plan_runs",
    "resolve_options",
    "style_problems",
    "transparency_problems",
]
