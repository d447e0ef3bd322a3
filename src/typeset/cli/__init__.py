"""The commands: read arguments, call one function of a lower floor, print. No logic."""

from typeset.cli.main import main

__all__ = ["main"]
