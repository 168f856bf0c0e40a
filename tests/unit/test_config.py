"""Options: their sources, their limits, and the name in an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux import config
from webmux.config import OPTION_KEYS, Config, load
from webmux.errors import ConfigError


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in list(config.os.environ):
        if variable.startswith("WEBMUX_"):
            monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)


def test_defaults_are_the_documented_ones() -> None:
    found = load()
    assert ("127.0.0.1", 8022, None) == (found.host, found.port, found.tmux_socket)
    assert (65536, 5, 32, 256) == (
        found.read_chunk_bytes,
        found.batch_timeout_ms,
        found.batch_max_messages,
        found.queue_max_messages,
    )
    assert (33, 100, 5, 10485760, 10) == (
        found.capture_interval_ms,
        found.max_input_batch,
        found.input_batch_timeout_ms,
        found.max_buffer_bytes,
        found.max_concurrent_captures,
    )


def test_flag_beats_environment_beats_file_beats_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "webmux.toml").write_text("port = 1111\nqueue_max_messages = 64\nmax_input_batch = 7\n")
    monkeypatch.setenv("WEBMUX_PORT", "2222")
    monkeypatch.setenv("WEBMUX_QUEUE_MAX_MESSAGES", "65")
    found = load({"port": "3333"})
    assert (3333, 65, 7) == (found.port, found.queue_max_messages, found.max_input_batch)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("port", "0"),
        ("port", "65536"),
        ("port", "eighty"),
        ("port", "80.0"),
        ("state_dir", "~nosuchuser/x"),
        ("port", ""),
        ("port", "١٢"),
        ("host", ""),
        ("host", "a b"),
        ("host", "0.0.0.0"),
        ("host", "192.0.2.1"),
        ("host", "::"),
        ("host", "localhost.evil.example"),
        ("read_chunk_bytes", "0"),
        ("batch_timeout_ms", "-1"),
        ("batch_max_messages", "0"),
        ("queue_max_messages", "1"),
        ("capture_interval_ms", "0"),
        ("max_input_batch", "0"),
        ("max_buffer_bytes", "99999999999999"),
        ("max_concurrent_captures", "0"),
        ("behind_proxy", "maybe"),
        ("tmux_socket", ""),
        ("tmux_socket", "/" + "x" * 200),
        ("tmux_command", ""),
        ("state_dir", " "),
        ("public_origins", "mux.example.org"),
        ("public_origins", "https://mux.example.org/path"),
        ("public_origins", "https://*.example.org"),
        ("public_origins", "https://me@example.org"),
        ("public_origins", "https://a:99999"),
    ],
)
def test_a_wrong_value_is_refused_by_name(key: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError) as by_flag:
        load({key: value})
    monkeypatch.setenv("WEBMUX_" + key.upper(), value)
    with pytest.raises(ConfigError) as by_environment:
        load()
    assert (key, key) == (by_flag.value.key, by_environment.value.key)
    assert "\n" not in by_flag.value.message


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("prot = 1", "prot"),
        ("token = 'x'", "token"),
        ("port = '8022'", "port"),
        ("port = true", "port"),
        ("port = 80.0", "port"),
        ("host = 5", "host"),
        ("behind_proxy = 1", "behind_proxy"),
        ("behind_proxy = 'yes'", "behind_proxy"),
        ("public_origins = 'https://a'", "public_origins"),
        ("public_origins = [1]", "public_origins"),
        ("[port]\nx = 1", "port"),
        ("port =", "config"),
        ("x = " + "[" * 3000, "config"),
    ],
)
def test_a_wrong_line_of_the_file_is_refused_by_name(line: str, key: str, tmp_path: Path) -> None:
    (tmp_path / "webmux.toml").write_text(line)
    with pytest.raises(ConfigError) as refused:
        load()
    assert key == refused.value.key


@pytest.mark.parametrize("variable", ["WEBMUX_PROT", "WEBMUX_", "WEBMUX_port", "WEBMUX_MODEL_CONFIG"])
def test_an_unknown_variable_is_refused_by_name(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(ConfigError) as refused:
        load()
    assert variable == refused.value.key


def test_a_named_file_must_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        load(config_file=str(tmp_path / "other.toml"))
    (tmp_path / "other.toml").write_text("port = 4444")
    monkeypatch.setenv("WEBMUX_CONFIG", str(tmp_path / "other.toml"))
    assert 4444 == load().port


def test_a_file_of_a_thousand_brackets_is_a_line_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "deep.toml").write_text("a = " + "[" * 5000)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(config_file=str(tmp_path / "deep.toml"))


def test_off_loopback_needs_a_proxy() -> None:
    with pytest.raises(ConfigError, match="behind_proxy"):
        load({"host": "0.0.0.0"})
    assert "0.0.0.0:8022" == load({"host": "0.0.0.0", "behind_proxy": "yes"}).bind


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"])
def test_loopback_needs_nothing(host: str) -> None:
    assert load({"host": host}).is_local


def test_ipv6_is_bracketed() -> None:
    assert "[::1]:8022" == load({"host": "::1"}).bind


@pytest.mark.parametrize("token", ["", "a b", "\u2603", "x\n"])
def test_a_token_that_no_header_can_carry_is_refused(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBMUX_TOKEN", token)
    with pytest.raises(ConfigError) as refused:
        load()
    assert "token" == refused.value.key


def test_the_token_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBMUX_TOKEN", "hush-hush")
    found = load()
    assert "hush" not in repr(found) + str(found) + str(vars(found))
    assert "token" not in OPTION_KEYS


def test_origins_are_written_as_browsers_do() -> None:
    found = load({"public_origins": "https://Mux.Example.org:443/, http://[::1]:9000"})
    assert ("https://mux.example.org", "http://[::1]:9000") == found.public_origins


def test_a_buffer_holds_at_least_one_chunk() -> None:
    with pytest.raises(ConfigError) as refused:
        load({"read_chunk_bytes": "1048576", "max_buffer_bytes": "65536"})
    assert "max_buffer_bytes" == refused.value.key


def test_a_relative_xdg_directory_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    assert Path.home() / ".local/state/webmux" == load().state_dir
    monkeypatch.setenv("XDG_STATE_HOME", "/somewhere")
    assert Path("/somewhere/webmux") == load().state_dir


def test_options_cannot_be_changed_afterwards() -> None:
    with pytest.raises(AttributeError, match="cannot assign"):
        Config(state_dir=Path("/x")).port = 1


def test_push_services_are_hosts() -> None:
    found = load({"push_hosts": "push.example.org, *.example.net,127.0.0.1,::1"})
    assert ("push.example.org", "*.example.net", "127.0.0.1", "::1") == found.push_hosts
    assert () == load({"push_hosts": ""}).push_hosts
    assert "fcm.googleapis.com" in load().push_hosts


@pytest.mark.parametrize("host", ["*", "*.", "com", "https://a.b", "a.b:443", "A.example", "a b.c", "*.*.b"])
def test_what_is_no_push_service_is_refused(host: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load({"push_hosts": host})
    assert "push_hosts" == refused.value.key


@pytest.mark.parametrize("contact", ["me@example.org", "http://example.org", "mailto:a b", "mailto:ü@x.y"])
def test_a_contact_that_push_services_refuse_is_refused(contact: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load({"push_contact": contact})
    assert "push_contact" == refused.value.key
    assert "mailto:me@example.org" == load({"push_contact": "mailto:me@example.org"}).push_contact


def test_presets_come_from_the_file_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "webmux.toml").write_text("[preset.api]\nfolder = '/srv'\n")
    found = load()
    assert ({"api": {"folder": "/srv"}}, "webmux.toml") == (found.preset, found.preset_file)
    (tmp_path / "webmux.toml").write_text("preset = 3\n")
    with pytest.raises(ConfigError, match="must be tables such as"):
        load()
    (tmp_path / "webmux.toml").unlink()
    monkeypatch.setenv("WEBMUX_PRESET", "{}")
    with pytest.raises(ConfigError, match="WEBMUX_PRESET"):
        load()


def test_a_user_without_a_home_directory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # as for a user whom nothing describes
    with pytest.raises(ConfigError, match="set HOME") as refused:
        load()
    assert "state_dir" == refused.value.key
