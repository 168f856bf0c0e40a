"""pack.py - pack static/js into static/packed, unless that is done already.

The server uses the result as long as it is current. Needs Node and the packages of package.json. Files of
earlier versions stay for a week, for pages that are open, and those of the last versions for as long as they
are among the last: a server that has run since then still names them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import zopfli.gzip

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from webmux.web.assets.compressed import without_comments  # noqa: E402  after the path
from webmux.web.assets.sources import FOLDER, MANIFEST, is_whole, sources_key  # noqa: E402

STATIC = ROOT / "static"
TOOL = ("scripts/pack.mjs", "scripts/pack.py", "package-lock.json")
SHEETS = {
    "terminal": (
        "js/components/base.css",
        "js/components/dialogs.css",
        "vendor/xterm.css",
        "js/pages/terminal.css",
        "js/terminal/render/rows.css",
        "js/features/page/header.css",
    )
}
"""Style sheets that a page asks for together, as one file; the order is that of its template."""
MAX_AGE_S = 7 * 24 * 3600
EARLIER_VERSIONS = 5
"""Versions before the current one of which every file stays."""


def main() -> None:
    target = STATIC / FOLDER
    keys = {"sources": sources_key(STATIC), "tool": tool_key()}
    before = read_manifest(target)
    if keys.items() <= before.items() and is_whole(target, before):
        return
    made = STATIC / f"{FOLDER}.new"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    command = ["node", str(ROOT / "scripts/pack.mjs"), str(made)]
    try:
        modules = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"pack.py: {error}")
    styles = {page: join_sheets(page, names, made) for page, names in SHEETS.items()}
    target.mkdir(exist_ok=True)
    names = {path.name for path in made.iterdir()}
    for path in made.iterdir():
        move(path, target)
    # Last: who reads it finds every file.
    draft = target / f"{MANIFEST}.new"
    made_now = {"modules": modules, "styles": styles, "files": sorted(names), "earlier": earlier(before)}
    draft.write_text(json.dumps({**keys, **made_now}))
    draft.replace(target / MANIFEST)
    shutil.rmtree(made)
    drop_old(target, names.union(*made_now["earlier"]))


def tool_key() -> str:
    content = b"".join((ROOT / name).read_bytes() for name in TOOL)
    return hashlib.sha256(content).hexdigest()


def read_manifest(target: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((target / MANIFEST).read_text())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def earlier(before: dict[str, Any]) -> list[list[str]]:
    """The files of the versions that a manifest knows, its own first."""
    of_modules = {name for names in before.get("modules", {}).values() for name in names}
    own = before.get("files", [*of_modules, *before.get("styles", {}).values()])
    return [own, *before.get("earlier", [])][:EARLIER_VERSIONS] if own else []


def join_sheets(page: str, names: tuple[str, ...], made: Path) -> str:
    """The name of the new file."""
    content = b"".join(without_comments(STATIC / name) for name in names)
    name = f"{page}-{hashlib.sha256(content).hexdigest()[:8]}.css"
    (made / name).write_bytes(content)
    return name


def move(path: Path, target: Path) -> None:
    """Add a file, unless its like is there: a name stands for its content."""
    there = target / path.name
    if there.exists():
        there.touch()
        return
    if path.suffix in (".js", ".css"):
        zipped = target / f"{path.name}.gz"
        zipped.write_bytes(zopfli.gzip.compress(path.read_bytes()))
    path.replace(there)


def drop_old(target: Path, names: set[str]) -> None:
    """Delete what is older than a week, but not what has one of these names."""
    oldest = time.time() - MAX_AGE_S
    for path in target.iterdir():
        known = path.name in names or path.name.removesuffix(".gz") in names or path.name == MANIFEST
        if not known and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
