"""Titles of panes: those without information are left out, and a spinner is not a change."""

from __future__ import annotations

import pytest

from webmux.tmux.state import titles
from webmux.tmux.state.titles import meaningful


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("vm", ""), ("", ""), ("bash", ""), ("build", ""),
        ("ann@vm: ~/src", ""), ("root@box", ""), ("vm.lan", ""),
        ("✳ Claude Code", "Claude Code"), ("⠂ Fix the login", "Fix the login"),
        ("* Claude Code", "Claude Code"),
        ("✶", ""), ("vim: a@b.c (~/x)", "vim: a@b.c (~/x)"), ("~/src", "~/src"), ("日本 ✓", "日本 ✓"),
        ("a\x1b\u202eb\nc", "abc"), ("x" * 500, "x" * 119 + "…"),
    ],
)  # fmt: skip
def test_a_title_without_information_is_left_out(
    title: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(titles, "HOSTS", frozenset({"vm", "vm.lan"}))
    assert shown == meaningful(title, "bash", "build")
