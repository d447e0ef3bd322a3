"""PDF → PDF and pictures. Knows PDF, not HTML."""

from typeset.prepress.raster import page_pictures

__all__ = ["page_pictures"]
