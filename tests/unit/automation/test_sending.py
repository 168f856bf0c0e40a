"""What can be typed, and the commands for it in each version of tmux."""

from __future__ import annotations

import pytest

from webmux.automation.sending import TEXT_MAX_BYTES, Input, key_commands
from webmux.errors import BadField


def test_text_stays_as_it_is() -> None:
    text = "a'\";\\ #{pid}\0\x1b[A\x1b[200~\r\n🦊"
    assert text.encode() == Input(text).check()
    assert b"" == Input(None, ["C-c"], enter=True).check()


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (Input(), "bad_field"),
        (Input(""), "bad_field"),
        (Input("x", ["a"]), "bad_field"),
        (Input("é" * (TEXT_MAX_BYTES // 2 + 1)), "bad_field"),
        (Input("x\x1b[201~y"), "paste_end"),
        (Input("x\x9b201~y"), "paste_end"),
        (Input(None, ["C-c", "no such key"]), "bad_key"),
        (Input(None, ["\ud800"]), "bad_key"),
        (Input(None, ["-t"]), "bad_key"),
    ],
)
def test_what_cannot_be_typed_is_refused(what: Input, code: str) -> None:
    with pytest.raises(BadField) as refused:
        what.check()
    assert code == refused.value.code


def test_old_versions_get_bytes_for_names_that_they_would_spell() -> None:
    assert [("send-keys", "-t", "%1", "S-Enter")] == key_commands("%1", ["S-Enter"], "3.5a")
    assert [("send-keys", "-H", "-t", "%1", "0d")] == key_commands("%1", ["S-Enter"], "3.3a")
    assert [("send-keys", "-t", "%1", "Up")] == key_commands("%1", ["Up"], "3.3a")
