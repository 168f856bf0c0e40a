"""The files for systemd and launchd, as recorded, and as the programs that read them understand them."""

from __future__ import annotations

import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import ROOT
from webmux.service.units import WRITTEN, Service, launchd_plist, systemd_unit

RECORDED = ROOT / "tests" / "vectors" / "service"
COMMAND = ("/home/ada/.local/bin/webmux", "serve", "--port", "9000")
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin", "LANG": "C.UTF-8"}
FILES = {
    "user.service": systemd_unit(Service(COMMAND, ENVIRONMENT)),
    "system.service": systemd_unit(Service(COMMAND, ENVIRONMENT, "ada")),
    "agent.plist": launchd_plist(Service(COMMAND, ENVIRONMENT), "/Users/ada/webmux.log", "/Users/ada"),
}
NASTY = "a b\"c\\d%h$HOME'e;f#"


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_the_recorded_one(name: str) -> None:
    """After a change that is meant, write FILES there and read the difference."""
    assert (RECORDED / name).read_text() == FILES[name]


@pytest.mark.parametrize("scope", ["user", "system"])
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has launchd")
def test_systemd_finds_nothing_wrong(scope: str, tmp_path: Path) -> None:
    user = "" if scope == "user" else "root"
    file = tmp_path / "webmux.service"
    file.write_text(systemd_unit(Service(("/bin/sh", "-c", NASTY), {"X": NASTY}, user)))
    done = subprocess.run(
        ["systemd-analyze", f"--{scope}", "verify", str(file)],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=15,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)


def test_a_restart_ends_no_tmux() -> None:
    """systemd's default would end it, and a private /tmp would hide its socket."""
    for name in ("user.service", "system.service"):
        settings = [line for line in FILES[name].splitlines() if not line.startswith("#")]
        assert "KillMode=process" in settings
        assert not any("Private" in line or "Protect" in line for line in settings)
    assert plistlib.loads(FILES["agent.plist"].encode())["AbandonProcessGroup"] is True


def test_a_property_list_has_each_word_as_it_was() -> None:
    text = launchd_plist(Service(("/bin/x", NASTY, "<&>"), {"X": NASTY}), "/log", "/home")
    assert WRITTEN in text
    found = plistlib.loads(text.encode())
    assert ["/bin/x", NASTY, "<&>"] == found["ProgramArguments"]
    assert {"X": NASTY} == found["EnvironmentVariables"]


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("--port", "--port"),
        ("a b", '"a b"'),
        ("50%", '"50%%"'),
        ("$HOME", '"$$HOME"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("", '""'),
    ],
)
def test_words_of_a_command_are_quoted_for_systemd(word: str, written: str) -> None:
    assert f"\nExecStart=/bin/x {written}\n" in systemd_unit(Service(("/bin/x", word)))
