"""Compression (压缩): pages and style sheets go out small, since many parents are on a slow line."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Response, request

_LEAST_BYTES = 1000
_LEVEL = 6
_TEXT = frozenset(
    {"text/html", "text/css", "text/javascript", "application/javascript", "application/json"}
)


def compress(response: Response) -> Response:
    """Gzip a text answer for a browser that takes it; everything else passes untouched."""
    if response.mimetype not in _TEXT:
        return response
    response.vary.add("Accept-Encoding")
    if not _is_worthwhile(response):
        return response
    if request.endpoint == "static":
        body = _compressed_asset(_file_of(response))
    else:
        body = gzip.compress(response.get_data(), _LEVEL)
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)  # the same thing in another wrapping
    return response


def _is_worthwhile(response: Response) -> bool:
    if response.status_code != 200 or "Content-Encoding" in response.headers:
        return False
    if not request.accept_encodings.quality("gzip"):
        return False
    length = response.content_length
    return length is None or length >= _LEAST_BYTES


def _file_of(response: Response) -> bytes:
    file = response.response
    response.direct_passthrough = False
    body = response.get_data()
    close = getattr(file, "close", None)
    if close is not None:
        close()  # its place is taken by the compressed bytes, and nobody else would
    return body


@lru_cache(maxsize=64)
def _compressed_asset(body: bytes) -> bytes:
    # The same few files, asked for by every parent: compressed once a process.
    return gzip.compress(body, 9)
