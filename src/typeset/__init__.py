"""typeset: from a YAML manifest to a Chinese magazine on paper.

The floors of the house, from the ground up: `problems`; `workspace` and `fonts`; `manifest`, `manuscript`,
`pictures`, `prepress` and `composer`; `edition`; `layout`; `copyfit`; `build` and `editions`; `cli`.
A module imports from lower floors only (`tests/test_architecture.py`).
"""

__version__ = "0.1.0"
