"""The state directory is ours alone, or the start is refused."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import gevent
import pytest

from webmux.errors import ConfigError
from webmux.store.state_dir import StateDir, StateFile, is_served

SERVE = """
import sys
from pathlib import Path
from webmux.store.state_dir import StateDir
state = StateDir(Path(sys.argv[1]))
state.serve(state.open_to_serve())
print("serves", flush=True)
sys.stdin.read()
"""


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_everything_is_private_whatever_the_umask(umask: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        state = StateDir(tmp_path / "state")
        state.secret()
        state.token()
        state.replace("revoked", "x")
    finally:
        os.umask(before)
    assert [0o700, 0o700] == [mode_of(state.path), mode_of(state.links)]
    assert {0o600} == {mode_of(state.path / name) for name in ("secret", "token", "revoked")}
    assert {"secret", "token", "revoked", "links"} == {path.name for path in state.path.iterdir()}


def test_secret_and_token_are_stored_and_differ(tmp_path: Path) -> None:
    state, again = StateDir(tmp_path / "s"), StateDir(tmp_path / "s")
    assert (state.secret(), state.token()) == (again.secret(), again.token())
    assert state.secret().decode() != state.token()
    assert StateDir(tmp_path / "other").secret() != state.secret()


def test_two_simultaneous_starts_get_the_same_secret(tmp_path: Path) -> None:
    starts = [gevent.spawn(lambda: StateDir(tmp_path / "s").secret()) for _ in range(20)]
    gevent.joinall(starts, raise_error=True)
    assert 1 == len({start.value for start in starts})


@pytest.mark.parametrize("name", ["secret", "token"])
def test_a_file_that_others_can_read_is_refused(name: str, tmp_path: Path) -> None:
    state = StateDir(tmp_path / "s")
    getattr(state, name)()
    (state.path / name).chmod(0o644)
    with pytest.raises(ConfigError, match=f"{name} is open to other users. Run: chmod 600"):
        getattr(StateDir(tmp_path / "s"), name)()


def test_a_directory_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir(mode=0o755)
    with pytest.raises(ConfigError, match="chmod 700"):
        StateDir(tmp_path / "s")


def test_a_file_in_place_of_the_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("")
    with pytest.raises(ConfigError, match=r"^state_dir: "):
        StateDir(tmp_path / "s")
    with pytest.raises(ConfigError, match="cannot be made"):
        StateDir(tmp_path / "s" / "below")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_foreign_owner_is_refused(tmp_path: Path) -> None:
    state = StateDir(tmp_path / "s")
    state.secret()
    os.chown(state.path / "secret", 12345, 12345)
    with pytest.raises(ConfigError, match="belongs to user 12345"):
        state.secret()
    os.chown(state.path, 12345, 12345)
    with pytest.raises(ConfigError, match="belongs to user 12345"):
        StateDir(tmp_path / "s")


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    state = StateDir(tmp_path / "s")
    (tmp_path / "elsewhere").write_text("x" * 50)
    (state.path / "secret").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(state.path / "token", 0o600)
    with pytest.raises(ConfigError):
        state.secret()
    with pytest.raises(ConfigError, match="not a plain file"):
        state.token()


def test_a_damaged_secret_is_named(tmp_path: Path) -> None:
    state = StateDir(tmp_path / "s")
    state.replace("secret", "short")
    with pytest.raises(ConfigError, match="damaged"):
        state.secret()


def test_a_directory_is_locked_until_its_server_ends(tmp_path: Path) -> None:
    """Two servers may use one directory while one takes over from the other."""
    path = tmp_path / "s"
    assert not is_served(path)
    assert not path.exists()
    state = StateDir(path)
    state.secret()
    assert not is_served(path)
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        assert b"serves\n" == server.stdout.readline()
        assert is_served(path)
        server.kill()
    assert not is_served(path)


def test_an_optional_file_stays_unchanged_if_it_cannot_be_written(tmp_path: Path) -> None:
    file = StateFile(StateDir(tmp_path / "s"), "beginnings")
    assert file.read() is None
    file.write("one")
    (tmp_path / "s").rename(tmp_path / "gone")
    file.write("two")
    (tmp_path / "gone").rename(tmp_path / "s")
    assert "one" == file.read()
    assert 0o600 == mode_of(tmp_path / "s" / "beginnings")


def test_text_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    code = "import sys, pathlib; from webmux.store.state_dir import write_private as write;"
    code += " write(pathlib.Path(sys.argv[1]), '\\u2500 \\xe9')"
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": os.environ["PATH"]}
    path = tmp_path / "text"
    subprocess.run([sys.executable, "-c", code, str(path)], env=plain, check=True, timeout=20)
    assert path.read_bytes() == "─ é".encode()
