"""The files of earlier versions that scripts/pack.py deletes."""

from __future__ import annotations

import os
from pathlib import Path

from scripts.pack import EARLIER_VERSIONS, drop_old, earlier


def test_files_that_a_running_server_uses_stay(tmp_path: Path) -> None:
    """It read its manifest when it started, maybe weeks ago."""
    manifest: dict[str, object] = {
        "modules": {"js/a.js": ["a-0.js", "b-0.js"]},
        "styles": {"terminal": "t-0.css"},
    }
    for version in range(1, EARLIER_VERSIONS + 1):
        manifest = {"files": [f"a-{version}.js"], "earlier": earlier(manifest)}
    kept = {"a-9.js", *(name for names in earlier(manifest) for name in names)}
    for name in ("a-9.js", "a-1.js", "a-1.js.gz", "b-0.js", "gone.js", "new.js", "manifest.json"):
        (tmp_path / name).write_bytes(b"")
        if name != "new.js":
            os.utime(tmp_path / name, (1, 1))
    drop_old(tmp_path, kept)
    left = {path.name for path in tmp_path.iterdir()}
    assert {"a-9.js", "a-1.js", "a-1.js.gz", "new.js", "manifest.json"} == left


def test_the_files_of_a_manifest_without_a_list_are_known() -> None:
    manifest = {"modules": {"js/a.js": ["a-0.js", "b-0.js"]}, "styles": {"terminal": "t-0.css"}}
    assert [{"a-0.js", "b-0.js", "t-0.css"}] == [set(names) for names in earlier(manifest)]
    assert [] == earlier({})
