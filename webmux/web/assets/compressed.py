"""Compressed files and pages. A file is compressed once, not for each request."""

from __future__ import annotations

import gzip
import mimetypes
import re
from os.path import isfile
from pathlib import Path

from flask import Response, request
from werkzeug.security import safe_join

from webmux.supervise import in_thread

MIN_BYTES = 256
"""A smaller file would save less than the headers cost."""
PATIENT_MIN_BYTES = 4 * 1024
"""From this size zopfli's 3 % are worth its 30 ms, once for each version of a file."""
SUFFIXES = frozenset({".js", ".mjs", ".css", ".svg", ".webmanifest", ".json", ".map"})
GZIP, BROTLI = "gzip", "br"
SET_UP = {BROTLI: ".br", GZIP: ".gz"}
"""Suffixes of the files that set-up compressed. Browsers accept Brotli over TLS and from loopback."""
_SPARE = re.compile(rb"/\*.*?\*/|(?<=\n)\s+", re.DOTALL)


class Compressed:
    """The files below one folder, compressed when they are first sent."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._cached: dict[tuple[str, int, str], bytes] = {}

    def answer(self, name: str) -> Response | None:
        """A compressed file; None if the browser does not accept it or it would save nothing.

        Switches: when a file is first sent in an encoding.
        """
        found = safe_join(str(self._root), name)
        if found is None:
            return None
        file = Path(found)
        if file.suffix not in SUFFIXES or not isfile(found):  # Path.is_file raises if a name is too long
            return None
        encoding = _encoding(found)
        state = file.stat()
        if encoding is None or state.st_size < MIN_BYTES:
            return None
        key = (found, state.st_mtime_ns, encoding)  # the name itself may have any number of dots
        if key not in self._cached:
            self._cached[key] = in_thread(lambda: compressed(file, encoding))
        answer = Response(self._cached[key], mimetype=mimetypes.guess_type(name)[0])
        answer.headers["Content-Encoding"] = encoding
        answer.headers["Vary"] = "Accept-Encoding"
        answer.set_etag(f"{state.st_mtime_ns:x}-{state.st_size:x}-{encoding}")
        answer.make_conditional(request)
        return answer


def _encoding(found: str) -> str | None:
    accepted = request.accept_encodings
    if accepted[BROTLI] > 0 and isfile(found + SET_UP[BROTLI]):
        return BROTLI
    return GZIP if accepted[GZIP] > 0 else None


def zip_page(answer: Response) -> Response:
    """Compress a page if the browser accepts that. Pages hold no secret that their size could reveal.

    Cost: 0.2 ms.
    """
    if answer.mimetype != "text/html" or answer.direct_passthrough or request.accept_encodings[GZIP] <= 0:
        return answer
    answer.set_data(gzip.compress(answer.get_data(), 6, mtime=0))
    answer.headers["Content-Encoding"] = GZIP
    answer.headers.add("Vary", "Accept-Encoding")
    return answer


def without_comments(file: Path) -> bytes:
    """The content of a file; a style sheet without comments."""
    content = file.read_bytes()
    return _SPARE.sub(b"", content) if file.suffix == ".css" else content


def compressed(file: Path, encoding: str = GZIP) -> bytes:
    """The compressed file: the one of set-up, which compresses better, or a new one.

    Comments of style sheets are removed first.
    """
    made = file.with_name(file.name + SET_UP[encoding])
    if made.is_file():
        return made.read_bytes()
    content = without_comments(file)
    if len(content) >= PATIENT_MIN_BYTES:
        import zopfli.gzip  # not needed for the start

        return bytes(zopfli.gzip.compress(content))
    return gzip.compress(content, 9, mtime=0)
