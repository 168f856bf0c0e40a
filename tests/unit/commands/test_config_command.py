"""`webmux config` says which value is effective and where it was set, and shows no secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from webmux import cli


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, tuple[object, str]]:
    assert 0 == cli.main([*words, "--json"])
    rows = json.loads(capsys.readouterr().out)
    return {row["option"]: (row["value"], row["origin"]) for row in rows}


def test_each_value_has_its_origin(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('port = 1111\nbase_path = "/mux"\nqueue_max_messages = 64\n')
    monkeypatch.setenv("WEBMUX_PORT", "2222")
    monkeypatch.setenv("WEBMUX_QUEUE_MAX_MESSAGES", "65")
    monkeypatch.setenv("WEBMUX_TOKEN", "hush-hush")
    found = shown(capsys, "--config", str(file), "--port", "3333", "config", "--behind-proxy")
    assert (3333, "option --port") == found["port"]
    assert (65, "variable WEBMUX_QUEUE_MAX_MESSAGES") == found["queue_max_messages"]
    assert ("/mux", f"file {file}") == found["base_path"]
    assert (True, "option --behind-proxy") == found["behind_proxy"]
    assert ("127.0.0.1", "default") == found["host"]
    assert ("set", "variable WEBMUX_TOKEN") == found["token"]
    assert ("not set", "default") == found["database_url"]
    assert found == shown(capsys, "config", "--config", str(file), "--port", "3333", "--behind-proxy")


def test_the_table_is_for_people(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBMUX_TOKEN", "hush-hush")
    assert 0 == cli.main(["config"])
    text = capsys.readouterr().out
    assert "hush" not in text
    assert text.splitlines()[1].split() == ["host", "default", "127.0.0.1"]
    assert ["base_path", "default", "-"] in [line.split() for line in text.splitlines()]


def test_a_wrong_value_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert 2 == cli.main(["config", "--port", "0"])
    assert "webmux: port: must be from 1 to 65535\n" == capsys.readouterr().err
