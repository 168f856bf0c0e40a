"""Hooks of the build (hatchling): what wheel and sdist need, and which files for browsers they hold.

Runs without the packages of requirements.txt. See docs/decisions/0020-packaging.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from webmux.web.assets.sources import FOLDER, MANIFEST, is_whole, sources_key

COMPRESSED = (".gz", ".br")
FOR_PAGES = (".css", ".woff2")
"""Files of `vendor` that pages load as they are. Its modules are packed."""


class Dependencies(MetadataHookInterface):
    """The ranges of requirements.in are the dependencies of the wheel."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (Path(self.root) / "requirements.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]


class Files(BuildHookInterface):
    """Adds `static` and `templates`, which are outside of the package in a checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # finds them in the checkout
        static = Path(self.root) / "static"
        manifest = read_manifest(static)
        self._drafts = tempfile.TemporaryDirectory()
        draft = Path(self._drafts.name) / MANIFEST
        if self.target_name == "wheel":
            names, inside = wheel_names(static, manifest), "webmux/"
            keys = ("modules", "styles")
        else:
            names, inside = sdist_names(static, manifest), ""
            keys = ("modules", "styles", "files", "sources")
        draft.write_text(json.dumps({key: manifest[key] for key in keys}, sort_keys=True))
        included = {str(static / name): f"{inside}static/{name}" for name in names}
        included[str(draft)] = f"{inside}static/{FOLDER}/{MANIFEST}"
        if self.target_name == "wheel":
            included[str(Path(self.root) / "templates")] = "webmux/templates"
        build_data["force_include"].update(included)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._drafts.cleanup()


def read_manifest(static: Path) -> dict[str, Any]:
    """The manifest of the packed files; ends the build if these are missing or not current."""
    try:
        manifest: dict[str, Any] = json.loads((static / FOLDER / MANIFEST).read_text())
        current = manifest["sources"] == sources_key(static) and is_whole(static / FOLDER, manifest)
    except (OSError, ValueError, KeyError):
        current = False
    if not current:
        sys.exit("the modules in static/js are not packed: run `make setup`, then build again")
    return manifest


def wheel_names(static: Path, manifest: dict[str, Any]) -> list[str]:
    """What pages load, by path below `static`: sources that are packed stay out."""
    vendor = [name for name in names_below(static, "vendor") if is_for_pages(name)]
    scripts = [
        name for name in names_below(static, "js") if name.endswith(".css") or name not in manifest["modules"]
    ]
    return sorted([*names_below(static, "icons"), *scripts, *vendor, *packed_names(static, manifest)])


def sdist_names(static: Path, manifest: dict[str, Any]) -> list[str]:
    """What git does not have, and a build of the wheel needs: it runs without Node."""
    vendor = [name for name in names_below(static, "vendor") if name.endswith(".mjs") or is_for_pages(name)]
    return sorted([*vendor, *packed_names(static, manifest)])


def packed_names(static: Path, manifest: dict[str, Any]) -> list[str]:
    """The packed files of this version, without source maps; the folder has earlier versions too."""
    files = [name for name in manifest["files"] if not name.endswith(".map")]
    names = {name for file in files for name in (file, *(file + end for end in COMPRESSED))}
    return [f"{FOLDER}/{name}" for name in names if (static / FOLDER / name).is_file()]


def is_for_pages(name: str) -> bool:
    return name.endswith(FOR_PAGES) or Path(name).name.startswith("LICENSE")


def names_below(static: Path, folder: str) -> list[str]:
    return [path.relative_to(static).as_posix() for path in (static / folder).rglob("*") if path.is_file()]
