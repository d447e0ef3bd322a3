"""QR codes as drawings: ISO/IEC 18004."""

from __future__ import annotations

from io import BytesIO

import segno
from segno.encoder import DataOverflowError

_QUIET = 4  # modules of white around the code, as the standard asks


def qr_svg(text: str) -> bytes | None:
    """The QR code of a text as SVG, with error correction M or better; None where the text is too long for one."""
    try:
        code = segno.make(text, error="m", micro=False)
    except DataOverflowError:
        return None
    drawn = BytesIO()
    code.save(drawn, kind="svg", border=_QUIET, dark="#000000", xmldecl=False, svgclass=None, lineclass=None)
    return drawn.getvalue()
