"""The fonts a document may use: these files and nothing else of the machine."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import cffi

from typeset.composer.libraries import direct_loading

with warnings.catch_warnings():
    # WeasyPrint warns on machines without system fonts; typeset does not use them.
    warnings.simplefilter("ignore")
    from weasyprint.text import ffi as engine
    from weasyprint.text.fonts import FontConfiguration

_LIBRARIES = ("fontconfig-1", "libfontconfig-1.dll", "fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib")
_DECLARATIONS = """
    void *FcConfigCreate(void);
    int FcConfigParseAndLoadFromMemory(void *config, const char *buffer, int complain);
    int FcConfigAppFontAddFile(void *config, const char *file);
    double FcWeightFromOpenTypeDouble(double weight);
"""


@dataclass(frozen=True)
class FontFile:
    """A font file and the family names under which CSS finds it, besides its own (roles such as `song`).

    `weight` is the CSS weight it stands for where that is not what the file says of itself. The characters in `without`
    come from the next family that has them.
    """

    path: Path
    families: tuple[str, ...] = ()
    weight: int | None = None
    without: str = ""


class FontSet(FontConfiguration):  # type: ignore[misc] # WeasyPrint carries no types
    """A WeasyPrint font configuration that holds the given files only.

    Files are read in place, not copied as for `@font-face`. One set serves all documents of a build.
    Raises ValueError for a file that fontconfig cannot read.
    """

    def __init__(self, files: Sequence[FontFile]) -> None:
        ffi, library = _fontconfig()
        config = library.FcConfigCreate()
        library.FcConfigParseAndLoadFromMemory(config, _rules(files, library).encode(), 1)
        for file in files:
            if not library.FcConfigAppFontAddFile(config, str(file.path).encode()):
                raise ValueError(f"fontconfig cannot read {file.path}")
        self._config = engine.ffi.cast("FcConfig *", int(ffi.cast("uintptr_t", config)))
        self.font_map = engine.ffi.gc(engine.pangoft2.pango_ft2_font_map_new(), engine.gobject.g_object_unref)
        engine.pangoft2.pango_fc_font_map_set_config(engine.ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        engine.fontconfig.FcConfigDestroy(self._config)  # the map keeps its own reference
        self._folder = None
        self.strut_layouts: dict[Any, Any] = {}
        self.font_features: dict[Any, Any] = {}


@cache
def _fontconfig() -> tuple[Any, Any]:
    # WeasyPrint's binding lacks FcConfigCreate: a binding of our own to the same library.
    ffi = cffi.FFI()
    ffi.cdef(_DECLARATIONS)
    with direct_loading():
        return ffi, engine._dlopen(ffi, *_LIBRARIES)


def _rules(files: Sequence[FontFile], library: Any) -> str:
    """A fontconfig document that gives each file its further names and its weight when it is scanned."""
    rules = []
    for file in files:
        edits = []
        if file.families:
            names = "".join(f"<string>{escape(name)}</string>" for name in file.families)
            edits.append(f'<edit name="family" mode="append">{names}</edit>')
        if file.weight is not None:
            weight = library.FcWeightFromOpenTypeDouble(file.weight)
            edits.append(f'<edit name="weight" mode="assign"><double>{weight:g}</double></edit>')
        if file.without:
            points = "".join(f"<int>{ord(char):#x}</int>" for char in sorted(set(file.without)))
            rest = f"<minus><name>charset</name><charset>{points}</charset></minus>"
            edits.append(f'<edit name="charset" mode="assign">{rest}</edit>')
        test = f'<test name="file" compare="eq"><string>{escape(str(file.path))}</string></test>'
        rules.append(f'<match target="scan">{test}{"".join(edits)}</match>' if edits else "")
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{''.join(rules)}</fontconfig>"
    )
