"""The engine's classes as this package uses them: composed."""

from typeset.composer.documents import CSS, HTML

__all__ = ["CSS", "HTML"]
