"""Debian systems in folders, and processes in them: what a container engine does, for tests.

It needs root and Linux namespaces. Settings of this machine for package sources stay out of what is made.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SLIM = ("/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*")
"""What the slim images of Debian leave out (debuerreotype, slimify)."""
STEP_TIMEOUT_S = 120
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_CERTIFICATES = "/etc/test-certificates.crt"
_ENTER = """set -e
root=$1; shift
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
{mounts}
exec chroot "$root" "$@"
"""


def can_make_systems() -> bool:
    """Whether this process may make namespaces and mounts, and has the program that makes systems."""
    mount = ["unshare", "--mount", "--pid", "--fork", "mount", "-t", "tmpfs", "none", "/mnt"]
    return (
        shutil.which("mmdebstrap") is not None
        and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    )


@dataclass
class Container:
    """How processes run in a system: as in an image, with the restrictions of compose.yaml."""

    root: Path
    environment: Mapping[str, str]
    user: str = "0"
    folder: str = "/"
    read_only: bool = False
    volumes: Mapping[str, Path] = field(default_factory=dict)
    tmpfs: Mapping[str, str] = field(default_factory=dict)
    """Path in the container to options of mount(8)."""

    def argv(self, command: Sequence[str]) -> list[str]:
        """A command line that runs this command as the first process of its own pid namespace."""
        mounts = [f"mount --bind {shlex.quote(str(at))} {self.root}{to}" for to, at in self.volumes.items()]
        mounts += [f"mount -t tmpfs -o {how} tmpfs {self.root}{to}" for to, how in self.tmpfs.items()]
        if self.read_only:
            mounts.append(f"mount -o remount,bind,ro {self.root}")
        enter = _ENTER.format(mounts="\n".join(mounts))
        limits: list[str] = []
        if self.user != "0":
            limits = [f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups", "--no-new-privs"]
            limits += ["--inh-caps=-all", "--bounding-set=-all"]
        variables = [f"{name}={value}" for name, value in self.environment.items()]
        within = ["setpriv", *limits, "env", "-i", "-C", self.folder, *variables]
        spaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        return [*spaces, "sh", "-c", enter, "sh", str(self.root), *within, *command]

    def run(self, command: Sequence[str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command until it ends."""
        return finished(self.argv(command), check=check)


def make_debian(root: Path, release: str) -> None:
    """The packages of `debian:RELEASE-slim`: the essential ones and apt. Cost: 10 s and 130 MB."""
    argv = ["mmdebstrap", "--mode=root", "--variant=minbase", "--quiet", "--dpkgopt=force-unsafe-io"]
    finished([*argv, "--skip=cleanup/apt/lists", release, str(root), mirror()])
    # For what the Dockerfile installs. mmdebstrap would need 6 s for these rules.
    excluded = "".join(f"path-exclude {pattern}\n" for pattern in SLIM)
    (root / "etc/dpkg/dpkg.cfg.d/slim").write_text(excluded)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    names = ["Acquire::http", "Acquire::https", "Acquire::Check-Valid-Until", "Acquire::Check-Date"]
    settings = finished(["apt-config", "dump", "--format", '%f "%v";%n', *names]).stdout
    (root / "etc/apt/apt.conf.d/99test").write_text(settings)


def mirror() -> str:
    """Where this machine gets packages of Debian from."""
    sites = finished(["apt-get", "indextargets", "--format", "$(SITE)"]).stdout.split()
    return next((site for site in sites if site.endswith("/debian")), "http://deb.debian.org/debian")


def pip_settings(root: Path) -> dict[str, str]:
    """Let pip in this system find packages as this machine does; returns variables for it."""
    found: dict[str, str] = {}
    for line in finished([sys.executable, "-m", "pip", "config", "list"]).stdout.splitlines():
        key, _, value = line.partition("=")
        name = key.rpartition(".")[2].upper().replace("-", "_")
        if name in ("INDEX_URL", "PROXY", "TRUSTED_HOST", "CERT"):
            found[f"PIP_{name}"] = shlex.split(value)[0]
    if "PIP_CERT" in found:
        shutil.copy(found["PIP_CERT"], f"{root}{_CERTIFICATES}")
        found["PIP_CERT"] = _CERTIFICATES
    return found


def finished(argv: Sequence[str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
    """The result of a command; by default it must not fail."""
    done = subprocess.run(
        argv,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=STEP_TIMEOUT_S,
        check=False,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    assert not check or done.returncode == 0, f"{shlex.join(argv)[-300:]}:\n{done.stdout}\n{done.stderr}"
    return done
