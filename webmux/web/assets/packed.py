"""The packed modules that set-up made of static/js, if they are current.

See docs/decisions/0015-packing.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from webmux.logs import get_logger
from webmux.web.assets.sources import FOLDER, MANIFEST, is_whole, sources_key

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Packed:
    """The content of the folder; nothing if it is not current."""

    modules: dict[str, list[str]] = field(default_factory=dict)
    """For each module its file, followed by all files that it imports."""
    styles: dict[str, str] = field(default_factory=dict)
    """For each page the file of its style sheets."""


def read_packed(static: Path) -> Packed:
    """The packed modules. If they are missing or older than a source, the sources are served.

    The manifest of an installed wheel names no sources, because the wheel has none of them.

    Cost: in a checkout, reads all sources, 1 MB.
    """
    try:
        manifest = json.loads((static / FOLDER / MANIFEST).read_text())
        packed = Packed(dict(manifest["modules"]), dict(manifest["styles"]))
        if "sources" in manifest and manifest["sources"] != sources_key(static):
            why = "a file was changed since"
        elif not is_whole(static / FOLDER, manifest):
            why = "a packed file is missing"
        else:
            return packed
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        why = "set-up has not packed them"
    log.warning("modules are served unpacked: pages load more slowly", why=why, remedy="make setup")
    return Packed()
