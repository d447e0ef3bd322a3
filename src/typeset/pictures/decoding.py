"""Pillow behind a guard: only the expected format, nothing made up for missing data, every failure one exception."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import IO

from PIL import Image, ImageFile


class DecodingError(Exception):
    """A picture that cannot be decoded; `code` is the message catalogue's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _StrictLoading:
    """While anybody decodes, Pillow refuses truncated data, and warns of nothing.

    Pillow keeps the choice in a module variable and WeasyPrint sets it to lenient when imported. Users are counted,
    so that pictures may be decoded in several threads at once; the last one out puts everything back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._lenient = False
        self._warnings = warnings.catch_warnings()

    def __enter__(self) -> None:
        with self._lock:
            if not self._users:
                self._lenient = ImageFile.LOAD_TRUNCATED_IMAGES
                self._warnings = warnings.catch_warnings()
                self._warnings.__enter__()
                warnings.filterwarnings("ignore", module=r"PIL\.")
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                ImageFile.LOAD_TRUNCATED_IMAGES = self._lenient
                self._warnings.__exit__(None, None, None)


_strict = _StrictLoading()


def can_decode_heic() -> bool:
    """Whether pillow-heif is there, which has no build for some machines."""
    return find_spec("pillow_heif") is not None


@contextmanager
def decoding() -> Iterator[None]:
    """What Pillow does inside is strict.

    Raises DecodingError for whatever goes wrong: decoders of damaged files raise anything from KeyError to
    zlib.error, so keep the block to the decoder's own calls.
    """
    with _strict:
        try:
            yield
        except DecodingError:
            raise
        except (Image.DecompressionBombError, MemoryError) as error:
            raise DecodingError("picture-out-of-memory") from error
        except Exception as error:
            cut_off = isinstance(error, EOFError) or "truncated" in str(error).lower()
            raise DecodingError("picture-truncated" if cut_off else "picture-damaged") from error


def open_picture(file: IO[bytes], kind: str) -> Image.Image:
    """Open a file that must be of the given format (as `container.identify` names it); its pixels stay undecoded.

    To be called, and the result loaded, inside `decoding()`.
    """
    if kind == "HEIC":
        import pillow_heif  # late: it brings libheif, which few editions need

        return pillow_heif.HeifImageFile(file)  # type: ignore[no-untyped-call, no-any-return, unused-ignore]
    return Image.open(file, formats=(kind,))
