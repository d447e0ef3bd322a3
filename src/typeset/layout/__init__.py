"""Layout packages: what they declare, their templates and style sheets; Edition → HTML."""

from typeset.layout.html import Pages, Templates
from typeset.layout.package import Layout, find_layouts, load_layout, resolve_options
from typeset.layout.runs import Run, plan_runs

__all__ = ["Layout", "Pages", "Run", "Templates", "find_layouts", "load_layout", "plan_runs", "resolve_options"]
