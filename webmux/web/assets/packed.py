"""The packed modules that set-up made of static/js, if they are current.

See docs/decisions/0015-packing.md.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger(__name__)

FOLDER = "packed"
MANIFEST = "manifest.json"
SOURCES = (("js", ".js"), ("js", ".css"), ("vendor", ".mjs"), ("vendor", ".css"))


@dataclass(frozen=True, slots=True)
class Packed:
    """The content of the folder; nothing if it is not current."""

    modules: dict[str, list[str]] = field(default_factory=dict)
    """For each module its file, followed by all files that it imports."""
    styles: dict[str, str] = field(default_factory=dict)
    """For each page the file of its style sheets."""


def read_packed(static: Path) -> Packed:
    """The packed modules. If they are missing or older than a source, the sources are served.

    Cost: reads all sources, 1 MB.
    """
    try:
        manifest = json.loads((static / FOLDER / MANIFEST).read_text())
        packed = Packed(dict(manifest["modules"]), dict(manifest["styles"]))
        if manifest["sources"] != sources_key(static):
            why = "a file was changed since"
        elif not is_whole(static / FOLDER, manifest):
            why = "a packed file is missing"
        else:
            return packed
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        why = "set-up has not packed them"
    log.warning("modules are served unpacked: pages load more slowly", why=why, remedy="make setup")
    return Packed()


def is_whole(folder: Path, manifest: dict[str, Any]) -> bool:
    """Whether every file of a manifest exists; a page without one of them stays empty."""
    files = [*manifest["modules"].values(), manifest["styles"].values()]
    return all((folder / name).is_file() for names in files for name in names)


def sources_key(static: Path) -> str:
    """A text that changes when a module or style sheet is added, removed, renamed or edited."""
    digest = hashlib.sha256()
    for folder, suffix in SOURCES:
        for path in sorted((static / folder).rglob(f"*{suffix}")):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(static)}\0{len(content)}\n".encode() + content)
    return digest.hexdigest()
