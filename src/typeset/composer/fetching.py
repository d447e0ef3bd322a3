"""What a document may load: listed folders and files, never the network, never another file."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE_URL = "http://typeset.invalid/"
"""The address that stands for the document's own world: constant, so that output does not tell the folders."""

_MOST_BYTES = 64 * 1024 * 1024
_SHOWN = 200
_INSIDE = re.compile(r"data:(image/(?:png|jpeg));base64,", re.IGNORECASE)
"""Pictures that a drawing carries inside (RFC 2397): the only addresses that hold what they name."""


def _decoded(text: str) -> bytes | None:
    if len(text) > _MOST_BYTES:
        return None
    try:
        return base64.b64decode(unquote(text))
    except ValueError:
        return None


@dataclass
class ClosedFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint carries no types
    """A url_fetcher that serves files below named folders and data in memory, and remembers what it refused.

    PNG and JPEG pictures inside an address (data:) are given as they are.

    `folders` maps the first part of an address (`layout` for http://typeset.invalid/layout/…) to a folder;
    symbolic links and `..` that lead out of it are refused. `data` maps whole paths to bytes.
    """

    folders: Mapping[str, Path] = field(default_factory=dict)
    data: Mapping[str, bytes] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(allowed_protocols=())

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """The response for an allowed address. Raises ValueError for any other."""
        if inside := _INSIDE.match(url):
            kind, body = inside[1].lower(), _decoded(url[inside.end() :])
            if body is not None:
                return URLFetcherResponse(url, body, {"Content-Type": kind})
        body = self._read(url)
        if body is None:
            self.refused.append(url[:_SHOWN])
            raise ValueError(f"not part of this document: {url[:_SHOWN]}")
        kind = mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, {"Content-Type": kind})

    def _read(self, url: str) -> bytes | None:
        if not url.startswith(BASE_URL):
            return None
        name = unquote(urlsplit(url).path).lstrip("/")
        if name in self.data:
            return self.data[name]
        top, _, rest = name.partition("/")
        folder = self.folders.get(top)
        if folder is None or "\0" in rest or "\\" in rest:
            return None
        path = (folder / rest).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        return path.read_bytes()
