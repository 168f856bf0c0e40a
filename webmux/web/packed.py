"""The packed modules: what set-up made of static/js, as long as it is made of what is there now.

See docs/decisions/0015-packing.md.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

FOLDER = "packed"
MANIFEST = "manifest.json"
SOURCES = (("js", ".js"), ("vendor", ".mjs"))


def packed_modules(static: Path) -> dict[str, list[str]]:
    """For each module its packed file, and after it every file that this one imports at once.

    Empty if there is nothing packed, or if a module was changed since: then modules are served as they are.

    Cost: it reads all modules, 1 MB.
    """
    try:
        manifest = json.loads((static / FOLDER / MANIFEST).read_text())
        modules: dict[str, list[str]] = manifest["modules"]
        if manifest["sources"] == sources_key(static):
            return modules
        why = "a module was changed since"
    except (OSError, ValueError, KeyError, TypeError):
        why = "set-up has not packed them"
    log.warning("modules are served unpacked: pages load more slowly", why=why, remedy="make setup")
    return {}


def sources_key(static: Path) -> str:
    """A text that changes when a module is added, removed, renamed or edited."""
    digest = hashlib.sha256()
    for folder, suffix in SOURCES:
        for path in sorted((static / folder).rglob(f"*{suffix}")):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(static)}\0{len(content)}\n".encode() + content)
    return digest.hexdigest()
