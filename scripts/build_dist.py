"""build_dist.py - build sdist and wheel into dist/, and check what is in them.

The wheel is built twice, from the checkout and from the sdist, and must be the same to the byte.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"

WHEEL_FROM_GIT = ("webmux/", "templates/", "static/icons/")
"""Folders of which every tracked file must be in the wheel."""
SDIST_FROM_GIT = (*WHEEL_FROM_GIT, "static/js/", "LICENSES/")
SDIST_SINGLE = {".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "app.py", "gunicorn.conf.py"}
SDIST_SINGLE |= {"pyproject.toml", "requirements.in", "requirements.txt", "scripts/hatch_build.py"}
NOT_IN_GIT = re.compile(
    r"static/packed/([\w-]+-[0-9a-f]{8}\.(js|css)(\.gz|\.br)?|manifest\.json)"
    r"|static/vendor/(LICENSE\.[\w-]+|[\w-]+\.(css|woff2|mjs))"
)
"""What set-up made of other files."""
ABOUT = re.compile(r"webmux-[\w.]+\.dist-info/(METADATA|WHEEL|RECORD|entry_points\.txt|licenses/.+)")
ADDON_LICENSES = tuple(f"LICENSE.addon-{addon}" for addon in ("image", "search", "webgl"))
LICENSES = ("LICENSE.xterm", *ADDON_LICENSES, "qrcode-generator.txt")
FONT_LICENSES = ("symbols.txt", "OFL-1.1.txt", "Apache-2.0.txt")


def main() -> None:
    shutil.rmtree(DIST, ignore_errors=True)
    build(ROOT, DIST, "sdist", "wheel")
    [sdist], [wheel] = DIST.glob("*.tar.gz"), DIST.glob("*.whl")
    tracked = tracked_files()
    faults = [
        *wheel_faults(in_checkout(names_in_wheel(wheel)), tracked),
        *sdist_faults(names_in_sdist(sdist), tracked),
    ]
    with tempfile.TemporaryDirectory() as folder:
        faults += differences(wheel, built_from(sdist, Path(folder)))
    if faults:
        sys.exit("build_dist.py:\n  " + "\n  ".join(faults))
    for path in (sdist, wheel):
        print(f"dist/{path.name}  {path.stat().st_size / 1e6:.1f} MB")
    print(
        "the wheel built from the sdist is the same; nothing is missing in either, and nothing is left over"
    )


def build(source: Path, target: Path, *kinds: str) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(target)]
    for kind in kinds:
        command += ["-t", kind]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"build_dist.py: hatchling failed\n{done.stdout}{done.stderr}")


def built_from(sdist: Path, folder: Path) -> Path:
    """A wheel of the files of an sdist alone."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    [source] = folder.iterdir()
    build(source, folder / "again", "wheel")
    [wheel] = (folder / "again").glob("*.whl")
    return wheel


def tracked_files() -> set[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in listed.stdout.split("\0") if name}


def names_in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def names_in_sdist(sdist: Path) -> set[str]:
    """Paths below the folder that every sdist has."""
    with tarfile.open(sdist) as archive:
        return {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}


def in_checkout(names: Iterable[str]) -> set[str]:
    """The paths that the files of a wheel have in a checkout."""
    return {re.sub(r"^webmux/(?=static/|templates/)", "", name) for name in names}


def wheel_faults(names: set[str], tracked: set[str]) -> list[str]:
    """What is wrong with the list of files; `names` are paths as in a checkout."""
    needed = {name for name in tracked if name.startswith(WHEEL_FROM_GIT)}
    allowed = needed | {name for name in tracked if re.fullmatch(r"static/js/.+\.(css|js)", name)}
    texts = {Path(name).name for name in names if ABOUT.fullmatch(name)}
    return [
        *(f"missing in the wheel: {name}" for name in sorted(needed - names)),
        *(f"missing in the wheel: {name}" for name in sorted(loaded_by_pages(tracked) - names)),
        *(f"missing in the wheel: {name}" for name in (*LICENSES, *FONT_LICENSES) if name not in texts),
        *(
            f"not for the wheel: {name}"
            for name in sorted(names - allowed)
            if not NOT_IN_GIT.fullmatch(name) and not ABOUT.fullmatch(name)
        ),
    ]


def sdist_faults(names: set[str], tracked: set[str]) -> list[str]:
    """What is wrong with the list of files; that it is complete, the build of a wheel shows."""
    needed = {name for name in tracked if name.startswith(SDIST_FROM_GIT)} | SDIST_SINGLE
    return [
        *(f"missing in the sdist: {name}" for name in sorted(needed - names)),
        *(
            f"not for the sdist: {name}"
            for name in sorted(names - needed - {"PKG-INFO"})
            if not NOT_IN_GIT.fullmatch(name)
        ),
    ]


def loaded_by_pages(tracked: set[str]) -> set[str]:
    """The files that templates and scripts name one by one."""
    styles = {name for name in tracked if re.fullmatch(r"static/js/.+\.css", name)}
    named = {
        f"static/{path}"
        for template in (ROOT / "templates").glob("*.html")
        for path in re.findall(r"asset\('([^']+)'\)", template.read_text())
    }
    return styles | named | {"static/js/sw.js", "static/js/offline.js", "static/packed/manifest.json"}


def differences(first: Path, second: Path) -> list[str]:
    """The files that are not in both wheels with the same content; all, if the order differs."""
    if first.read_bytes() == second.read_bytes():
        return []
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        sums = [{item.filename: item.CRC for item in archive.infolist()} for archive in (one, other)]
    names = sorted(name for name in sums[0].keys() | sums[1].keys() if sums[0].get(name) != sums[1].get(name))
    return [f"differs when built from the sdist: {name}" for name in names or ["the order of the files"]]


if __name__ == "__main__":
    main()
