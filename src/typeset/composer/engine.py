"""The engine's classes as this package uses them."""

from weasyprint import CSS, HTML

__all__ = ["CSS", "HTML"]
