"""Addresses of the files that pages load, and the modules that each page imports."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
from collections.abc import Iterable
from pathlib import Path
from posixpath import dirname, join, normpath

from flask import Response, send_from_directory

from webmux.web.assets.compressed import Compressed
from webmux.web.assets.packed import read_packed
from webmux.web.assets.sources import FOLDER as PACKED

VERSION_CHARS = 12
A_YEAR = "public, max-age=31536000, immutable"
MODULE_SUFFIXES = (".js", ".mjs")
_PACKED_NAME = re.compile(r"[\w-]+-[0-9a-f]{8}\.(css|js(\.map)?)")
_IMPORT = re.compile(r"""^(?:import|export)\b[^;'"()]*['"](\.[^'"]+)['"]""", re.MULTILINE)

# With nosniff a browser runs a module only if its type is right, and /etc/mime.types varies. It also has
# 2,000 types, which we never need.
mimetypes.knownfiles.clear()
for _suffix, _type in (
    (".js", "text/javascript"),
    (".mjs", "text/javascript"),
    (".css", "text/css"),
    (".woff2", "font/woff2"),
):
    mimetypes.add_type(_type, _suffix)


class Assets:
    """The files below one folder, as they are when the server starts.

    `version` changes when a file changes. It is part of the addresses of modules, which import each other by
    relative paths. Other addresses contain a digest of the file's content. So browsers may cache all files
    indefinitely.
    """

    def __init__(self, root: Path, base_path: str = "") -> None:
        self._root = root
        self._base_path = base_path
        names = files_below(root)
        self.version = tree_version(root, names)
        self.styles = styles_digest(root / "js")
        self._packed = read_packed(root)
        self._digests = {
            name: digest_of((root / name).read_bytes())
            for name in names
            if not name.endswith(MODULE_SUFFIXES)
        }
        self._prefixes = {self.version, self.styles, *self._digests.values()}
        self._compressed = Compressed(root)
        self._modules: dict[str, tuple[str, ...]] = {}

    def url(self, path: str) -> str:
        """The address of a file, `asset("js/components/base.css")` in templates."""
        name = path.lstrip("/")
        return f"{self._base_path}/static/{self._digests.get(name, self.version)}/{name}"

    @property
    def styles_url(self) -> str:
        """The address below which modules find a style sheet by its path in `static/js`."""
        return f"{self._base_path}/static/{self.styles}/js/"

    def modules(self, path: str) -> tuple[str, ...]:
        """The addresses of a module and of all that it imports; its own is the first.

        A browser that knows them requests all together instead of level by level.
        """
        if path in self._packed.modules:
            return tuple(self._packed_url(name) for name in self._packed.modules[path])
        if path not in self._modules:
            found = [path]
            for module in found:
                found += [name for name in self._imports(module) if name not in found]
            self._modules[path] = tuple(found)
        return tuple(self.url(name) for name in self._modules[path])

    def sheets(self, page: str, *names: str) -> tuple[str, ...]:
        """The addresses of a page's style sheets: one, if set-up joined them."""
        if page in self._packed.styles:
            return (self._packed_url(self._packed.styles[page]),)
        return tuple(self.url(name) for name in names)

    def _packed_url(self, name: str) -> str:
        return f"{self._base_path}/static/{PACKED}/{name}"

    def _imports(self, module: str) -> list[str]:
        file = self._root / module
        if module.startswith("vendor/") or not file.is_file():
            return []  # libraries are one file each
        names = _IMPORT.findall(file.read_text())
        return list(dict.fromkeys(normpath(join(dirname(module), name)) for name in names))

    def answer(self, filename: str) -> Response:
        """A file. Below its current prefix browsers cache it indefinitely, otherwise they ask again.

        Switches: when a file is first sent compressed.

        Raises:
            NotFound: it does not exist.
        """
        prefix, _, rest = filename.partition("/")
        name = rest if prefix in self._prefixes else filename
        current = self._is_current(prefix, rest)
        answer = self._compressed.answer(name) or send_from_directory(self._root, name, max_age=0)
        answer.headers["Cache-Control"] = A_YEAR if current else "no-cache"
        return answer

    def _is_current(self, prefix: str, name: str) -> bool:
        if prefix == PACKED:
            return _PACKED_NAME.fullmatch(name) is not None
        if prefix == self.styles:
            return name.startswith("js/") and name.endswith(".css")
        return prefix in (self.version, self._digests.get(name))


def tree_version(root: Path, names: Iterable[str]) -> str:
    """Twelve hex digits that change when one of these files below `root` is added, removed or written."""
    digest = hashlib.sha256()
    for name in names:
        found = os.stat(f"{root}/{name}")
        digest.update(f"{name}\0{found.st_mtime_ns}\0{found.st_size}\n".encode())
    return digest.hexdigest()[:VERSION_CHARS]


def files_below(root: Path) -> list[str]:
    """Sorted paths, without the packed files, which are made of the others.

    Also without folders that set-up is filling, such as `packed.new`: it moves their files meanwhile.
    """
    names = []
    for folder, folders, files in os.walk(root):
        if folder == str(root):
            folders[:] = [name for name in folders if name != PACKED and not name.endswith(".new")]
        names += [os.path.join(folder, file).removeprefix(f"{root}/") for file in files]
    return sorted(names)


def styles_digest(folder: Path) -> str:
    """The same from the content of the style sheets below a folder."""
    files = sorted(folder.rglob("*.css"))
    return digest_of(b"\0".join(path.name.encode() + b"\0" + path.read_bytes() for path in files))


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:VERSION_CHARS]
