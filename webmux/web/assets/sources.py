"""What packed files are made of, and whether they are complete. Uses the standard library alone.

Separate from `packed`: the build of a wheel runs it too, and has none of our dependencies.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

FOLDER = "packed"
MANIFEST = "manifest.json"
SOURCES = (("js", ".js"), ("js", ".css"), ("vendor", ".mjs"), ("vendor", ".css"))


def is_whole(folder: Path, manifest: dict[str, Any]) -> bool:
    """Whether every file of a manifest exists; a page without one of them stays empty."""
    files = [*manifest["modules"].values(), manifest["styles"].values()]
    return all((folder / name).is_file() for names in files for name in names)


def sources_key(static: Path) -> str:
    """A text that changes when a module or style sheet is added, removed, renamed or edited.

    Cost: reads all of them, 1 MB.
    """
    digest = hashlib.sha256()
    for folder, suffix in SOURCES:
        for path in sorted((static / folder).rglob(f"*{suffix}")):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(static)}\0{len(content)}\n".encode() + content)
    return digest.hexdigest()
