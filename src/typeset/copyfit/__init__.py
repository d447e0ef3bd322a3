"""Lengths against pages: the flatplan."""

from typeset.copyfit.flatplan import FlatplanPage, Mark, draw_flatplan, marks_of, spreads

__all__ = ["FlatplanPage", "Mark", "draw_flatplan", "marks_of", "spreads"]
