"""The allowed names of uploads."""

from __future__ import annotations

import pytest

from webmux.errors import BadField
from webmux.files.file_names import NAME_MAX_BYTES, check_name, numbered


@pytest.mark.parametrize(
    "name", ["a", "photo (1).png", "日本語.txt", "a'b\"c$d;e.txt", "CON", "x" * NAME_MAX_BYTES]
)
def test_valid_names_pass_unchanged(name: str) -> None:
    assert name == check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            ".",
            "..",
            "../x",
            "/etc/x",
            "a/b",
            "a\\b",
            "-rf",
            ".bashrc",
            " x",
            "x ",
            "a\0b",
            "a\nb",
            "\x1b[31m",
        ),
        *("a\x9b", "a\u202eb", "a\u2028b", "\ud800", "x" * (NAME_MAX_BYTES + 1), "é" * NAME_MAX_BYTES),
    ],
)
def test_invalid_names_are_refused(name: str) -> None:
    """Names that leave the folder, are hidden, look like an option, or control a terminal."""
    with pytest.raises(BadField) as refused:
        check_name(name)
    assert "bad_name" == refused.value.code


@pytest.mark.parametrize(
    ("name", "number", "wanted"),
    [("a.png", 1, "a.png"), ("a.png", 2, "a (2).png"), ("a", 3, "a (3)"), ("a.tar.gz", 2, "a.tar (2).gz")],
)
def test_a_second_file_gets_a_number(name: str, number: int, wanted: str) -> None:
    assert wanted == numbered(name, number)
