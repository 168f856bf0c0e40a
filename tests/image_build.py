"""Builds the image of our Dockerfile in folders, one for each stage: what `docker build` does, for tests.

Two steps are replaced by what set-up made of the same sources on this machine: the packed modules, and the
packages of requirements.txt if Python is the same version.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import gevent

from tests.dockerfile import Image, Step, context_files
from tests.rootfs import PATH, Container, finished, make_debian, pip_settings

ROOT = Path(__file__).resolve().parent.parent
SET_UP = "sh scripts/setup.sh run"
PACKAGES = "/opt/webmux/bin/pip install --no-cache-dir --require-hashes -r requirements.txt"


class Build:
    """Runs the steps of a Dockerfile; each stage is a folder."""

    def __init__(self, folder: Path) -> None:
        self.roots: dict[str, Path] = {}
        self.context = folder / "context"
        self._base = folder / "base"
        self._folder = folder
        self._built: dict[str, gevent.Greenlet[None]] = {}

    def run(self, images: list[Image]) -> None:
        """Build all stages at the same time; one waits for another if it copies from it."""
        [release] = {image.base.removeprefix("debian:").removesuffix("-slim") for image in images}
        copying = gevent.spawn(self._copy_context)
        make_debian(self._base, release)
        copying.get()
        for image in images:
            self.roots[image.name] = self._folder / f"stage-{image.name}"
            self._built[image.name] = gevent.spawn(self._build, image)
        gevent.joinall(list(self._built.values()), raise_error=True)

    def _copy_context(self) -> None:
        listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")[:-1]
        ignored = (ROOT / ".dockerignore").read_text()
        for name in context_files(listed, ignored):
            (self.context / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.context / name)

    def _build(self, image: Image) -> None:
        root = self.roots[image.name]
        finished(["cp", "--archive", str(self._base), str(root)])
        settings = pip_settings(root)
        for step in image.steps:
            if not image.configure(step):
                self._step(image, root, step, settings)

    def _step(self, image: Image, root: Path, step: Step, settings: dict[str, str]) -> None:
        within = root / image.folder.lstrip("/")
        match step.kind:
            case "WORKDIR":
                within.mkdir(parents=True, exist_ok=True)
            case "COPY":
                self._copy(step.words(), root, within)
            case "RUN" if step.text == SET_UP:
                for name in ("vendor", "packed"):
                    shutil.copytree(ROOT / "static" / name, within / "static" / name)
            case "RUN" if step.text == PACKAGES and sys.version_info[:2] == (3, 11):
                install_ours(root / "opt/webmux/lib/python3.11/site-packages")
            case "RUN":
                variables = {"PATH": PATH, **settings, **image.arguments, **image.environment}
                Container(root, variables, folder=image.folder).run(["/bin/sh", "-c", step.text])

    def _copy(self, words: list[str], root: Path, within: Path) -> None:
        if words[0].startswith("--from="):
            stage = words.pop(0).removeprefix("--from=")
            self._built[stage].get()
            source = self.roots[stage] / words[0].lstrip("/")
        else:
            source = self.context / words[0]
        target = within / words[1] if not words[1].startswith("/") else root / words[1].lstrip("/")
        into = "--no-target-directory"
        finished(["cp", "--archive", "--no-preserve=ownership", into, str(source), str(target)])


def install_ours(site_packages: Path) -> None:
    """Copy the packages of requirements.txt, which set-up installed here from the same hashes."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    for name in (line.partition("==")[0] for line in lines if "==" in line):
        ours = distribution(name)
        for file in ours.files or []:
            if not file.parts[0].startswith(".."):  # scripts name their interpreter
                (site_packages / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ours.locate_file(file), site_packages / file)
