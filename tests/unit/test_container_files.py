"""Dockerfile, compose files and the script in the container, as far as they work without an engine."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.dockerfile import Image, NotUnderstood, context_files, parse
from tests.image_build import PACKAGES, SET_UP
from tests.support import eventually
from tests.tmux import TmuxServer

ROOT = Path(__file__).resolve().parent.parent.parent
WEBMUX = """#!/bin/sh
trap 'echo HUP >>"$LOG"' HUP
trap 'echo TERM >>"$LOG"; exit 7' TERM
echo "$*" >>"$LOG"
while :; do sleep 0.02; done
"""


def compose(name: str) -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / name).read_text())
    assert isinstance(loaded, dict)
    return loaded["services"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def image() -> Image:
    """The last stage, configured."""
    last = parse((ROOT / "Dockerfile").read_text())[-1]
    for step in last.steps:
        last.configure(step)
    return last


def test_the_steps_that_tests_replace_are_steps_of_the_file() -> None:
    texts = [step.text for image in parse((ROOT / "Dockerfile").read_text()) for step in image.steps]
    assert {SET_UP, PACKAGES} <= set(texts)


def test_the_image_runs_as_a_user(image: Image) -> None:
    assert "1000" == image.user
    assert ["tini", "-s", "--", "webmux-container"] == image.entrypoint


def test_compose_restricts_both_services() -> None:
    for service in compose("compose.yaml").values():
        assert service["read_only"] is True
        assert ["ALL"] == service["cap_drop"]
        assert ["no-new-privileges:true"] == service["security_opt"]


def test_only_the_proxy_is_trusted_and_published() -> None:
    services = compose("compose.yaml")
    assert "ports" not in services["webmux"]
    address = services["proxy"]["networks"]["inside"]["ipv4_address"]
    assert address == services["webmux"]["environment"]["WEBMUX_PROXY_ADDRESSES"]


def test_what_is_written_is_in_a_volume_or_in_memory(image: Image) -> None:
    service = compose("compose.yaml")["webmux"]
    mounted = {volume.split(":")[1] for volume in service["volumes"]}
    assert set(image.volumes) == mounted
    assert image.environment["WEBMUX_STATE_DIR"] in mounted
    in_memory = {mount.split(":")[0] for mount in service["tmpfs"]}
    assert {"/tmp", image.environment["TMUX_TMPDIR"]} == in_memory


def test_the_tmux_of_the_host_is_mounted_as_a_folder() -> None:
    """tmux replaces its socket when it starts, so a mount of the socket alone would stay the old one."""
    service = compose("compose.host.yaml")["webmux"]
    mounts = {volume["target"]: volume for volume in service["volumes"]}
    folder = str(Path(service["environment"]["WEBMUX_TMUX_SOCKET"]).parent)
    assert mounts[folder]["bind"] == {"create_host_path": False}
    assert "host" == service["pid"]


def test_the_build_gets_what_it_needs_and_no_more() -> None:
    listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")[:-1]
    others = [".git/config", ".venv/bin/python", "node_modules/a/b.js", "static/vendor/a.mjs", "webmux.toml"]
    others += ["static/packed/a.js", "webmux/web/__pycache__/a.pyc", ".env"]
    files = context_files([*listed, *others], (ROOT / ".dockerignore").read_text())
    assert [] == sorted(set(files) & set(others))
    tops = {name.split("/")[0] for name in files}
    assert {"webmux", "static", "templates", "scripts", "requirements.txt", "package-lock.json"} <= tops
    assert not {"tests", "bench", "docs", ".github"} & tops


@pytest.mark.parametrize("text", ["ADD a b", "FROM a AS\nRUN b", "RUN a", "FROM a\nSHELL b"])
def test_an_unknown_instruction_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(text)


def test_the_tmux_of_the_host_outlives_the_container(tmp_path: Path, tmux_server: TmuxServer) -> None:
    """Signals reach WebMux, its exit status is that of the script, and no tmux command is run."""
    log = tmp_path / "log"
    for name, text in {"webmux": WEBMUX, "tmux": '#!/bin/sh\necho tmux >>"$LOG"\n'}.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "LOG": str(log)}
    environment["WEBMUX_TMUX_SOCKET"] = str(tmux_server.socket_path)
    started = subprocess.Popen([ROOT / "scripts/container.sh", "--port", "1"], env=environment)
    try:
        eventually(lambda: log.exists() and "--port 1" in log.read_text())
        started.send_signal(signal.SIGHUP)
        eventually(lambda: "HUP" in log.read_text())
        started.send_signal(signal.SIGTERM)
        assert 7 == started.wait(8)
    finally:
        started.kill()
        started.wait()
    assert ["--port 1", "HUP", "TERM"] == log.read_text().splitlines()
