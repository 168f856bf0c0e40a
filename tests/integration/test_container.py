"""The image of the Dockerfile, built step by step in folders, and what runs in it: docs/container.md.

There is no container engine here. `tests/image_build.py` says how the image is made without one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client import TerminalClient
from tests.dockerfile import Image, parse
from tests.image_build import ROOT, Build
from tests.rootfs import Container, can_make_systems, finished
from tests.server import Server
from tests.support import eventually

NOT_IN_THE_IMAGE = ("node", "npm", "npx", "gcc", "cc", "make", "pip", "pip3", "git", "perl-build")
HOST_TMUX = "/run/host-tmux"
END_S = 10.0
"""What `docker stop` waits before it kills."""
EDITOR = "trap 'echo saved >~/file; exit' HUP; while :; do sleep 0.1; done"
"""A program that saves when its terminal closes."""


class ContainerServer(Server):
    """The container as a server for the clients of tests."""

    def __init__(self, image: Image, root: Path, host_tmux: Path | None = None) -> None:
        super().__init__()
        self.directory.chmod(0o711)
        self.image = image
        folders = [self.directory / name for name in ("home", "state")]
        for folder, path in zip(folders, image.volumes, strict=True):
            finished(["cp", "--archive", f"{root}{path}", str(folder)])  # as the engine fills a new volume
        own = {"WEBMUX_HOST": self.host, "WEBMUX_PORT": str(self.port), "WEBMUX_TOKEN": self.token}
        volumes = dict(zip(image.volumes, folders, strict=True))
        if host_tmux is not None:
            (root / HOST_TMUX.lstrip("/")).mkdir(exist_ok=True)  # as the engine does
            volumes[HOST_TMUX] = host_tmux.parent
            own["WEBMUX_TMUX_SOCKET"] = f"{HOST_TMUX}/{host_tmux.name}"
        self.container = Container(
            root,
            {**image.environment, **own},
            user=image.user,
            folder=image.folder,
            read_only=True,
            volumes=volumes,
            tmpfs={"/tmp": "mode=1777", "/run/webmux": f"uid={image.user},mode=0700"},
        )
        self.command = self.container.argv(image.entrypoint)

    @property
    def first_pid(self) -> int:
        """tini, which is process 1 for those in the container."""
        return int(Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()[0])

    def health(self) -> subprocess.CompletedProcess[str]:
        """The health check, as the engine runs it."""
        return self.container.run(self.image.health_check, check=False)

    def processes(self) -> dict[str, str]:
        """The name and the state of each process in the container; state `Z` waits to be reaped."""
        namespace = os.readlink(f"/proc/{self.first_pid}/ns/pid")
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(process / "ns/pid") == namespace:
                    name, _, rest = (process / "stat").read_text().partition(" (")[2].rpartition(") ")
                    found[f"{name} {process.name}"] = rest[0]
            except OSError:
                continue
        return found

    def _end(self, number: int) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            os.kill(self.first_pid, number)
        return self.process.wait(END_S)


@pytest.fixture
def host_tmux(socket_dir: Path) -> Iterator[Path]:
    """The socket of a tmux outside of the container, of the user that the image runs as."""
    shutil.chown(socket_dir, 1000, 1000)
    tmux = [
        "setpriv",
        "--reuid=1000",
        "--regid=1000",
        "--clear-groups",
        "tmux",
        "-S",
        str(socket_dir / "default"),
    ]
    start = [*tmux, "-f", "/dev/null", "new-session", "-d", "-s", "host", "env PS1='$ ' sh"]
    subprocess.run(start, check=True, cwd="/")
    yield socket_dir / "default"
    listed = subprocess.check_output([*tmux, "list-sessions", "-F", "#{session_name}"], cwd="/", text=True)
    subprocess.run([*tmux, "kill-server"], check=True, cwd="/")
    assert "host\n" == listed


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where systems are made: in memory, because they are many small files."""
    path = Path(tempfile.mkdtemp(prefix="webmux-image-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2g", "webmux-test", path], check=True)
    yield path
    subprocess.run(["umount", path], check=True)
    path.rmdir()


@pytest.mark.slow
@pytest.mark.skipif(not can_make_systems(), reason="needs root, mmdebstrap, and permission to mount")
@pytest.mark.timeout_s(240)  # it installs two Debian systems, while other tests run
def test_the_image(folder: Path, host_tmux: Path) -> None:
    """What the Dockerfile makes has only what it needs, serves a session, and ends politely.

    With the tmux of the host, it shows that and lets it run.
    """
    images = parse((ROOT / "Dockerfile").read_text())
    build = Build(folder)
    build.run(images)
    root = build.roots[images[-1].name]
    check_files(root)
    server = ContainerServer(images[-1], root)
    try:
        check_session(server)
        check_end(server)
    finally:
        server.close()
    server = ContainerServer(images[-1], root, host_tmux)
    try:
        check_host_tmux(server)
    finally:
        server.close()


def check_files(root: Path) -> None:
    folders = ("bin", "sbin", "usr/bin", "usr/sbin", "usr/local/bin", "opt/webmux/bin")
    programs = {path.name for name in folders for path in (root / name).iterdir()}
    assert {"webmux", "webmux-container", "tmux", "tini", "python3"} <= programs
    assert set() == programs & set(NOT_IN_THE_IMAGE)
    packages = root / "opt/webmux/lib/python3.11/site-packages"
    assert (packages / "webmux/static/packed").is_dir()
    assert [] != list((packages / "webmux/__pycache__").iterdir())  # it cannot be written later
    assert not (root / "src").exists()
    assert [] == list((root / "var/lib/apt/lists").glob("*Packages*"))
    assert 0o700 == stat.S_IMODE((root / "var/lib/webmux").stat().st_mode)


def check_session(server: ContainerServer) -> None:
    assert 1 == server.health().returncode
    server.start()
    assert (0, "") == (server.health().returncode, server.health().stderr)
    made = server.request(
        "POST", "/api/sessions", b'{"name": "work"}', {**server.bearer, "Content-Type": "application/json"}
    )
    assert 201 == made[0], made
    client = TerminalClient(server, "work")
    try:
        client.type("id -u; umask; locale charmap; touch /usr/x; cat /proc/1/comm\r")
        for text in (server.image.user, "0022", "UTF-8", "Read-only file system", "tini"):
            client.wait(b"\n" + text.encode() if text != "Read-only file system" else text.encode())
        client.type("(sleep 0.1 &); " + EDITOR + "\r")
        eventually(lambda: any(name.startswith("sleep ") for name in server.processes()))
    finally:
        client.close()
    eventually(lambda: "Z" not in server.processes().values())


def check_end(server: ContainerServer) -> None:
    """SIGTERM ends WebMux, then tmux; programs get SIGHUP; sessions and state remain in the volumes."""
    assert any(name.startswith("tmux: server") for name in server.processes())
    assert 0 == server._end(signal.SIGTERM)
    assert "saved\n" == (server.directory / "home/file").read_text()
    server.start()
    assert [] == json.loads(server.request("GET", "/api/sessions", None, server.bearer)[2])["sessions"]
    assert 0 == server._end(signal.SIGTERM)


def check_host_tmux(server: ContainerServer) -> None:
    """Its process has no number in the container."""
    server.start()
    client = TerminalClient(server, "host")
    try:
        client.type("echo on $((40 + 2))\r")
        client.wait(b"on 42")
        assert not any(name.startswith("tmux: server") for name in server.processes())
    finally:
        client.close()
    assert 0 == server._end(signal.SIGTERM)
