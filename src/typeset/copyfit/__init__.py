"""Lengths against pages: the flatplan."""

from typeset.copyfit.flatplan import FlatplanPage, draw_flatplan, spreads

__all__ = ["FlatplanPage", "draw_flatplan", "spreads"]
