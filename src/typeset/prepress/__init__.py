"""PDF → PDF and pictures: boxes, output intent, marks, preflight, imposition. Knows PDF, not HTML."""

from typeset.prepress.finishing import PrintJob, finish_print
from typeset.prepress.raster import page_pictures
from typeset.prepress.watermark import watermark

__all__ = ["PrintJob", "finish_print", "page_pictures", "watermark"]
