"""The question at the end of a screen: what is a live menu, and what only looks like one."""

from __future__ import annotations

import time

import pytest

from webmux.agents.answers.question import LINES_MAX, Cursor, Question, read_question

BELOW = Cursor(0, 40, visible=True)


def read(text: str, cursor: Cursor = BELOW, identity: str = "x") -> Question:
    return read_question([*text.strip("\n").split("\n"), "", ""], cursor, identity)


def labels(text: str, cursor: Cursor = BELOW) -> list[tuple[str, str]]:
    return [tuple(option) for option in read(text, cursor).options]


CLAUDE_LIKE = """
● I will list the files.

────────────────────────────────
 Bash command

   ls -la

 Do you want to proceed?
 ❯ 1. Yes
   2. Yes, and don't ask again for ls commands in
      /work/project
   3. No, and say what to do instead (esc)

 Esc to cancel · Tab to amend
"""
CODEX_LIKE = """
  Would you like to run the following command?

  $ touch x

› 1. Yes, proceed (y)
  2. No, and tell Codex what to do differently (esc)

  Press enter to confirm or esc to cancel
"""
GEMINI_LIKE = """
╭──────────────────────────────────────────╮
│ ?  Shell touch x                         │
│                                          │
│ Allow execution of: 'touch'?             │
│                                          │
│ ● 1. Yes, allow once                     │
│   2. No (esc)                            │
│                                          │
╰──────────────────────────────────────────╯
"""
DESCRIBED = """
 Which colour?

❯ 1. Red
     Like fire
  2. Blue
     Like water
──────────────────
  3. Type something.

Enter to select · ↑/↓ to navigate · Esc to cancel
"""


@pytest.mark.parametrize(
    ("screen", "expected"),
    [
        (
            CLAUDE_LIKE,
            [
                ("1", "Yes"),
                ("2", "Yes, and don't ask again for ls commands in /work/project"),
                ("3", "No, and say what to do instead (esc)"),
            ],
        ),
        (
            CODEX_LIKE,
            [("1", "Yes, proceed (y)"), ("2", "No, and tell Codex what to do differently (esc)")],
        ),
        (GEMINI_LIKE, [("1", "Yes, allow once"), ("2", "No (esc)")]),
        (DESCRIBED, [("1", "Red Like fire"), ("2", "Blue Like water"), ("3", "Type something.")]),
        ("Go on?\n  1) Yes\n> 2) No", [("1", "Yes"), ("2", "No")]),
    ],
)
def test_a_live_menu_gives_its_options(screen, expected):
    assert labels(screen) == expected


@pytest.mark.parametrize(
    "screen",
    [
        "1. Yes",
        "log: 1. Yes\nlog: 2. No",
        "The steps:\n1. Yes\n2. No",
        "> 1. quoted\n> 2. list",
        "❯ 1. Yes",
        "❯ 1. Yes\n  3. No",
        "❯ 2. Yes\n  3. No",
        "❯ 1. Yes\n ❯ 2. No",
        "❯ 1. Yes\n    2. No",
        "❯ 1. Yes\ntext between\n  2. No",
        "❯ 1. [ ] Tests\n  2. [x] Docs",
        "❯ 1. ☐ Tests\n  2. ☐ Docs",
        "❯ 1. Yes\n  2. No\n\n$ ls\n❯ ",
        "❯ 1. Yes\n  2. No\n" + "\n".join(f"line {n}" for n in range(9)),
        "❯ 1. a\n" + "\n".join(f"  {n}. b" for n in range(2, 10)) + "\n  10. c",
        "──────────\n❯ 1. typed text\n  2. more of it\n──────────",
        "",
    ],
)
def test_what_only_looks_like_a_menu_gives_none(screen):
    assert labels(screen) == []


def test_a_field_with_the_cursor_in_it_is_no_menu():
    screen = "What next?\n\n› 1. first this\n  2. then that"
    assert labels(screen, Cursor(13, 3, visible=True)) == []
    assert len(labels(screen, Cursor(13, 3, visible=False))) == 2
    assert len(labels(screen, Cursor(0, 4, visible=True))) == 2


def test_the_lines_are_the_end_of_the_screen():
    """At most twelve, without rules, borders and the common margin; the menu is among them."""
    assert read(CODEX_LIKE).lines == (
        "  Would you like to run the following command?",
        "",
        "  $ touch x",
        "",
        "› 1. Yes, proceed (y)",
        "  2. No, and tell Codex what to do differently (esc)",
        "",
        "  Press enter to confirm or esc to cancel",
    )
    assert read(GEMINI_LIKE).lines[0] == "?  Shell touch x"
    assert len(read("\n".join(f"line {n}" for n in range(40))).lines) == LINES_MAX
    assert read("x" * 1000).lines == ("x" * 300,)
    assert read("").lines == ()


def test_the_digest_identifies_the_question():
    """Other text, another selected option or another identity; not what stands far above, nor a spinner."""
    digest = read(CLAUDE_LIKE).digest
    long, longer = ("\n".join(["other"] * count) + CLAUDE_LIKE for count in (30, 40))
    assert read(long).digest == read(longer).digest
    assert read(CLAUDE_LIKE.replace("ls -la", "ls -lb")).digest != digest
    assert read(CLAUDE_LIKE.replace("❯ 1", "  1").replace("  2", "❯ 2")).digest != digest
    assert read(CLAUDE_LIKE, identity="y").digest != digest
    working = "✻ Thinking (%d s)\n\nWhat next?"
    assert read(working % 1).digest == read(working % 2).digest
    assert read(working % 1).lines == ("What next?",)


@pytest.mark.parametrize(
    "row", [" " * 9999 + "x", "\u2502" + " " * 9990 + "x", "\u276f" + " " * 9998 + "x", "- " * 5000 + "x"]
)
def test_rows_of_the_widest_window_cost_little(row):
    """tmux's windows have at most 10,000 columns. The whole server waits for this."""
    started = time.process_time()
    read("\n".join([row] * 12))
    assert time.process_time() - started < 0.5


def test_a_browser_shows_the_text_in_the_order_of_the_terminal():
    """Else the question that a user approves could look like another one."""
    found = read("Run \u202egnp.x\u2066?\n\n\u276f 1. \u202eoN\n  2. No\u200f\n\n Esc to cancel")
    assert found.lines[0] == "Run \ufffdgnp.x\ufffd?"
    assert [option.label for option in found.options] == ["\ufffdoN", "No\ufffd"]
