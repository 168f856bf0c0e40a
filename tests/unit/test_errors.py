"""The error tree is the one its docstring draws, and its hints are usable at the edge."""

from __future__ import annotations

import re

import pytest

from webmux import errors
from webmux.errors import WebMuxError


def tree(root: type[WebMuxError], depth: int = 0) -> list[tuple[int, str]]:
    rows = [(depth, root.__name__)]
    for child in root.__subclasses__():
        rows += tree(child, depth + 1)
    return rows


CLASSES = [getattr(errors, name) for _, name in tree(WebMuxError) if hasattr(errors, name)]


def test_docstring_draws_the_tree() -> None:
    drawn = re.findall(r"^    ((?:│   |├── |└── |    )*)(\w+)", errors.__doc__ or "", re.MULTILINE)
    assert [row for row in tree(WebMuxError) if hasattr(errors, row[1])] == [
        (len(indent) // 4, name) for indent, name in drawn if hasattr(errors, name)
    ]


@pytest.mark.parametrize("kind", CLASSES)
def test_hints_are_within_their_ranges(kind: type[WebMuxError]) -> None:
    assert 400 <= kind.status <= 599
    assert kind.close_code in (1009, 1011, 1012, 1013) or 4400 <= kind.close_code <= 4499
    assert re.fullmatch(r"[a-z_]+", kind.code)


def test_tmux_failure_names_command_and_output() -> None:
    error = errors.TmuxCommandFailed(("kill-session", "-t", "$9"), "can't find session: $9")
    assert "tmux kill-session -t $9: can't find session: $9" == error.message == str(error)
    assert "failed without a message" in errors.TmuxCommandFailed(("ls",), "").message
