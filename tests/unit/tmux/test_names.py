"""What may be passed to tmux. Rows N* and D* are those of the security page."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.errors import BadField
from webmux.tmux import names


@pytest.mark.parametrize(
    "name",
    [
        *("a", "prod", "_x", "9", "a b", "me@host", "c++", "a-b", "x" * 64),
        *("Projekt Übung 日本", "e\u0301", "\u0430", "می\u200cخواهم", "👩\u200d💻", "東京\u3000駅", "é" * 64),
        *("feature/x", "~x", "~", "<b>x</b>", "it's", '"q"', "a;b", "a%20b", "`id`", "[a]", "^", "*"),
    ],
)
def test_plain_names_pass_unchanged(name: str) -> None:
    assert name == names.check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("a:b", "a.b", "#(touch x)", "#{host}", "##", "#[fg=red]"),  # N1, N2
        *("$0", "@1", "%1", "=y", "{last}", "!", "+", "-x"),  # N3
        *(";", "end;", "\\;", "a\\b", "a$HOME"),  # N4
        *("", " ", " a", "a ", "\u3000a"),  # N5
        *("a\tb", "a\nb", "a\n", "a\x1bb", "a\0b", "a\x7fb", "a\x9bb"),  # N6
        *("\udcff", "x" * 65, "x" * 5000),  # N7, N8
        *("a\u202eb", "a\u200bb", "\u200d", "a\ufeff", "a\ufffeb", "a\u2028b", "a\xa0b"),  # N9
        *(None, 1, b"a", ["a"]),
    ],
)
def test_every_other_name_is_refused(name: object) -> None:
    with pytest.raises(BadField) as caught:
        names.check_name(name)
    assert ("bad_name", 422) == (caught.value.code, caught.value.status)


@pytest.mark.parametrize("value", ["$0", "$7", "$9999999999"])
def test_session_ids_pass(value: str) -> None:
    assert value == names.check_session_id(value)


@pytest.mark.parametrize(
    "value",
    [
        "$0;kill-server",
        "%0 %1",
        "@",
        "@1",
        "$",
        "$-1",
        "$00",
        "$01",
        "$99999999999999999999",
        "$0\n",
        "prod",
        0,
        None,
    ],
)
def test_an_invalid_session_id_is_refused(value: object) -> None:
    with pytest.raises(BadField) as caught:
        names.check_session_id(value)
    assert "bad_id" == caught.value.code


@pytest.mark.parametrize("value", ["$1", "@", "@00", "@1 ", "@1\n", "=@1", "@٣", 3, None])
def test_an_invalid_window_id_is_refused(value: object) -> None:
    with pytest.raises(BadField) as caught:
        names.check_window_id(value)
    assert "bad_id" == caught.value.code
    assert "@3" == names.check_window_id("@3")


@pytest.mark.parametrize("name", ["plain", "#(touch x)", "##[x", "é ü"])
def test_an_existing_folder_of_any_name_passes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert str(tmp_path / name) == names.check_cwd(str(tmp_path / name))


def test_an_invalid_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "a\nb").mkdir()
    bad = ["missing", "file", "a\nb", "#(x)", "x" * 5000, "\udcff", "a\0b"]
    for value in [*(str(tmp_path / name) for name in bad), "relative", "", None, 3]:
        with pytest.raises(BadField) as caught:
            names.check_cwd(value)
        assert "bad_cwd" == caught.value.code, value


@pytest.mark.parametrize("value", ["", " ", "a\0b", "x" * 15_001, "x" * 200_000, "\udcff", None, 3, b"ls"])
def test_commands_that_cannot_reach_tmux_are_refused(value: object) -> None:
    with pytest.raises(BadField) as caught:
        names.check_command(value)
    assert "bad_command" == caught.value.code


def test_a_command_passes_unchanged() -> None:
    command = "echo '#(x)' \"$HOME\"; ls\n"
    assert command == names.check_command(command)


@pytest.mark.parametrize(
    ("argument", "escaped"),
    [("a;", "a\\;"), (";", "\\;"), ("a\\;", "a\\\\;"), ("a;b", "a;b"), ("a; ", "a; "), ("", "")],
)
def test_only_a_trailing_semicolon_is_escaped(argument: str, escaped: str) -> None:
    assert escaped == names.escape_argument(argument)
