"""Pictures: what a file is and whether it can be set, and the pixels a placed picture needs.

`read_facts` looks at a file without decoding it and says in plain words what is wrong with it; `prepare_screen` and
`prepare_print` make what goes into a PDF once the size on the page is known. Files come from outside: size, time and
reach are bounded, and every finding is a Problem at the place that names the picture.
"""

from typeset.pictures.cache import PictureCache
from typeset.pictures.cropping import CropBox
from typeset.pictures.facts import Limits, PictureFacts, read_facts
from typeset.pictures.placeholder import PLACEHOLDER_ASPECT, placeholder_svg
from typeset.pictures.preparation import ScreenSettings, prepare_screen
from typeset.pictures.prepared import Prepared, PrintPicture
from typeset.pictures.printing import PrintSettings, prepare_drawing, prepare_print
from typeset.pictures.resolution import check_resolution, cropped_size, effective_dpi, target_pixels
from typeset.pictures.svg import Drawing, SvgLimits, framed_svg, read_svg

__all__ = [
    "PLACEHOLDER_ASPECT",
    "CropBox",
    "Drawing",
    "Limits",
    "PictureCache",
    "PictureFacts",
    "Prepared",
    "PrintPicture",
    "PrintSettings",
    "ScreenSettings",
    "SvgLimits",
    "check_resolution",
    "cropped_size",
    "effective_dpi",
    "framed_svg",
    "placeholder_svg",
    "prepare_drawing",
    "prepare_print",
    "prepare_screen",
    "read_facts",
    "read_svg",
    "target_pixels",
]
