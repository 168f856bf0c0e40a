"""The files that pages are made of: their addresses, compressed once, and the modules a page will ask for."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from os.path import isfile
from pathlib import Path
from posixpath import dirname, join, normpath

import rjsmin
import zopfli.gzip
from flask import Response, request, send_from_directory
from werkzeug.security import safe_join

from webmux.supervise import in_thread

VERSION_CHARS = 12
A_YEAR = "public, max-age=31536000, immutable"
GZIP_MIN_BYTES = 256
"""Less does not get smaller by more than its headers."""
PATIENT_MIN_BYTES = 4 * 1024
"""From here on zopfli's 3 % are worth its 30 ms, once for each version of a file."""
GZIP_SUFFIXES = frozenset({".js", ".mjs", ".css", ".svg", ".webmanifest", ".json"})
_SPARE = re.compile(rb"/\*.*?\*/|(?<=\n)\s+", re.DOTALL)
_IMPORT = re.compile(r"""^(?:import|export)\b[^;'"()]*['"](\.[^'"]+)['"]""", re.MULTILINE)

# With nosniff a browser runs a module only if its type is right, and /etc/mime.types varies.
for _suffix, _type in ((".js", "text/javascript"), (".mjs", "text/javascript"), (".css", "text/css")):
    mimetypes.add_type(_type, _suffix)


class Assets:
    """The files below one folder, as they were when this was made.

    `version` changes when any of them does, and is part of their addresses: so a browser may keep them
    for ever.
    """

    def __init__(self, root: Path, base_path: str = "") -> None:
        self._root = root
        self._base_path = base_path
        self.version = tree_version(root)
        self._zipped: dict[tuple[str, int], bytes] = {}
        self._modules: dict[str, tuple[str, ...]] = {}

    def url(self, path: str) -> str:
        """The address of a file, `asset("js/main.js")` in templates."""
        return f"{self._base_path}/static/{self.version}/{path.lstrip('/')}"

    def modules(self, path: str) -> tuple[str, ...]:
        """The addresses of all modules that this one imports at once, and they in turn; itself is the first.

        A browser that is told can ask for all of them together instead of level by level.
        """
        if path not in self._modules:
            found = [path]
            for module in found:
                found += [name for name in self._imports(module) if name not in found]
            self._modules[path] = tuple(found)
        return tuple(self.url(name) for name in self._modules[path])

    def _imports(self, module: str) -> list[str]:
        file = self._root / module
        if module.startswith("vendor/") or not file.is_file():
            return []  # those of others are one file each
        names = _IMPORT.findall(file.read_text())
        return list(dict.fromkeys(normpath(join(dirname(module), name)) for name in names))

    def answer(self, filename: str) -> Response:
        """A file; below the current version it may be kept for ever, elsewhere it is asked for again.

        Switches: when a file is first sent compressed.

        Raises:
            NotFound: there is none.
        """
        prefix, _, rest = filename.partition("/")
        current = prefix == self.version
        name = rest if current else filename
        answer = self._zip(name) or send_from_directory(self._root, name, max_age=0)
        answer.headers["Cache-Control"] = A_YEAR if current else "no-cache"
        return answer

    def _zip(self, name: str) -> Response | None:
        """The file compressed; None where the browser or the file is better off without."""
        found = safe_join(str(self._root), name)
        if found is None or request.accept_encodings["gzip"] <= 0:
            return None
        file = Path(found)
        if file.suffix not in GZIP_SUFFIXES or not isfile(found):  # Path's raises where a name is too long
            return None
        state = file.stat()
        if state.st_size < GZIP_MIN_BYTES:
            return None
        key = (found, state.st_mtime_ns)  # without the dots that a name may have, in endless ways
        if key not in self._zipped:
            self._zipped[key] = in_thread(lambda: zipped(file))
        answer = Response(self._zipped[key], mimetype=mimetypes.guess_type(name)[0])
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Vary"] = "Accept-Encoding"
        answer.set_etag(f"{state.st_mtime_ns:x}-{state.st_size:x}-gzip")
        answer.make_conditional(request)
        return answer


def zip_page(answer: Response) -> Response:
    """The page compressed, where the browser takes that; pages hold no secret that its size could tell.

    Cost: 0.2 ms.
    """
    if answer.mimetype != "text/html" or answer.direct_passthrough or request.accept_encodings["gzip"] <= 0:
        return answer
    answer.set_data(gzip.compress(answer.get_data(), 6, mtime=0))
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers.add("Vary", "Accept-Encoding")
    return answer


def zipped(file: Path) -> bytes:
    """A file as it travels: what set-up compressed with more patience, or compressed here.

    Modules and styles lose their comments first, which are half of them.
    """
    patient = file.with_name(file.name + ".gz")
    if patient.is_file():
        return patient.read_bytes()
    content = file.read_bytes()
    if file.suffix == ".js":
        content = rjsmin.jsmin(content)
    elif file.suffix == ".css":
        content = _SPARE.sub(b"", content)
    if len(content) >= PATIENT_MIN_BYTES:
        return bytes(zopfli.gzip.compress(content))
    return gzip.compress(content, 9, mtime=0)


def tree_version(root: Path) -> str:
    """Twelve hex digits that change when a file under `root` is added, removed or written."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            found = path.stat()
            digest.update(f"{path.relative_to(root)}\0{found.st_mtime_ns}\0{found.st_size}\n".encode())
    return digest.hexdigest()[:VERSION_CHARS]
