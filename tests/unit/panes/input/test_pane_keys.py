"""What is typed into a pane: exact, in order, confirmed once; and what is never typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.errors import BadRecord
from webmux.panes.input.pane_keys import BUFFER, PaneKeys
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import Reply
from webmux.tmux.control.quoting import Command
from webmux.wire.pane_records import KEY_NAME, PASTE, REPORT, TYPED

Done = Callable[[list[Reply] | None], None]
OK = Reply(ok=True, ours=True, lines=())
FAILED = Reply(ok=False, ours=True, lines=(b"can't find pane: %5",))


class FakeLink:
    """Takes lines; the test answers them in order."""

    def __init__(self, version: str = "3.3a") -> None:
        self.version = version
        self.lines: list[tuple[Command, ...]] = []
        self.waiting: list[Done | None] = []

    def fire(self, *commands: Command, done: Done | None = None) -> None:
        self.lines.append(commands)
        self.waiting.append(done)

    def answer(self, reply: Reply | None = OK) -> None:
        """Answer the oldest line, or lose the connection."""
        done = self.waiting.pop(0)
        if done is not None:
            done(None if reply is None else [reply])

    @property
    def commands(self) -> list[Command]:
        """All of them, without those that leave a mode."""
        return [command for line in self.lines for command in line if command[0] != "copy-mode"]


class FakeFacts:
    """One answer for every pane."""

    def __init__(self, *, synchronized=False, focus=False, mode="", extended=False) -> None:
        self._synchronized, self._focus, self._mode, self._extended = synchronized, focus, mode, extended

    def mode(self, pane: int) -> str:
        return self._mode

    def synchronized(self, pane: int) -> bool:
        return self._synchronized

    def reports_focus(self, pane: int) -> bool:
        return self._focus

    def extended_keys(self, pane: int) -> bool:
        return self._extended


class FakeReceipt:
    """Counts what was taken."""

    def __init__(self) -> None:
        self.taken = 0
        self.not_typed = 0
        self.losses = 0

    def taken_more(self, count: int) -> None:
        assert not self.losses
        self.taken += count

    def refused(self, count: int) -> None:
        self.not_typed += count

    def lost(self) -> None:
        self.losses += 1


def typed(commands: list[Command]) -> bytes:
    """What tmux types for the commands."""
    out, buffer = b"", b""
    for command in commands:
        match command:
            case ("set-buffer", "-a", *_, text):
                buffer += text.encode("utf-8", "surrogateescape")
            case ("set-buffer", *_, text):
                buffer = text.encode("utf-8", "surrogateescape")
            case ("paste-buffer", *_):
                out += buffer
            case ("send-keys", "-H", "-t", _, *numbers):
                out += bytes(int(number, 16) for number in numbers)
            case ("send-keys", "-l", *_, text):
                out += text.encode()
    return out


def test_a_key_is_one_line() -> None:
    link = FakeLink()
    keys = PaneKeys(link, FakeFacts())
    keys.type(5, TYPED, b"a")
    keys.type(5, TYPED, b"\r")
    first = (("copy-mode", "-q", "-t", "%5"), ("send-keys", "-l", "-t", "%5", "--", "a"))
    assert [first, (("send-keys", "-H", "-t", "%5", "0d"),)] == link.lines


def test_a_mode_is_left_again_after_each_change() -> None:
    link = FakeLink()
    keys = PaneKeys(link, FakeFacts())
    for _ in range(2):
        keys.type(5, TYPED, b"a")
    keys.on_notification(Notification("%pane-mode-changed"))
    keys.type(5, TYPED, b"a")
    assert ["copy-mode", "send-keys", "copy-mode"] == [line[0][0] for line in link.lines]


@given(st.binary(max_size=20_000), st.sampled_from([TYPED, PASTE]), st.booleans())
def test_every_byte_is_typed_in_order(data: bytes, kind: int, synchronized: bool) -> None:
    link, receipt = FakeLink(), FakeReceipt()
    PaneKeys(link, FakeFacts(synchronized=synchronized)).type(5, kind, data, receipt)
    assert data == typed(link.commands)
    while link.waiting:
        link.answer()
    assert len(data) == receipt.taken


def test_a_paste_is_one_line_and_marked_if_the_program_wants_it() -> None:
    link = FakeLink("3.7c")
    PaneKeys(link, FakeFacts()).type(5, PASTE, b"x" * 20_000)
    [line] = link.lines
    assert ["copy-mode", *["set-buffer"] * 3, "paste-buffer"] == [command[0] for command in line]
    assert ("paste-buffer", "-p", "-r", "-d", "-S", "-b", BUFFER, "-t", "%5") == line[-1]


def test_synchronized_panes_get_keys_and_no_pastes() -> None:
    link = FakeLink()
    PaneKeys(link, FakeFacts(synchronized=True)).type(5, PASTE, b"x" * 9000 + b"\r")
    assert {"send-keys"} == {command[0] for command in link.commands}


def test_receipts_are_in_order() -> None:
    link, receipt = FakeLink(), FakeReceipt()
    keys = PaneKeys(link, FakeFacts())
    keys.type(5, TYPED, b"abc", receipt)
    keys.type(5, REPORT, b"\x1b[I", receipt)
    assert 0 == receipt.taken
    link.answer()
    assert 6 == receipt.taken


def test_a_lost_connection_is_reported_once() -> None:
    link, receipt = FakeLink(), FakeReceipt()
    keys = PaneKeys(link, FakeFacts())
    keys.type(5, TYPED, b"abc", receipt)
    keys.type(5, TYPED, b"def", receipt)
    link.answer()
    link.answer(None)
    keys.type(5, REPORT, b"late answer", receipt := FakeReceipt())
    assert (11, 0) == (receipt.taken, receipt.losses)


def test_a_loss_ends_all_of_a_receipt() -> None:
    link, receipt = FakeLink(), FakeReceipt()
    keys = PaneKeys(link, FakeFacts())
    keys.type(5, TYPED, b"abc", receipt)
    keys.type(5, TYPED, b"def", receipt)
    link.answer(None)
    assert (0, 1) == (receipt.taken, receipt.losses)
    link.answer()
    assert (0, 1) == (receipt.taken, receipt.losses)


def test_input_for_a_pane_that_is_gone_is_refused() -> None:
    """It is reported in order, and a report of the mouse, which nobody typed, is not."""
    link, receipt = FakeLink(), FakeReceipt()
    keys = PaneKeys(link, FakeFacts())
    keys.type(5, REPORT, b"\x1b[<0;1;1M", receipt)
    keys.type(5, PASTE, b"secret", receipt)
    keys.skip(2, receipt, refused=True)
    assert 0 == receipt.not_typed
    for _ in range(2):
        link.answer(FAILED)
    assert (9, 8) == (receipt.taken, receipt.not_typed)
    assert (("delete-buffer", "-b", BUFFER),) == link.lines[-1]


@pytest.mark.parametrize(
    "report",
    [b"\x1b[?1;2c", b"\x1b]11;rgb:0000/0000/0000\x1b\\", b"\x1b[24;80R", b"\x1bP1$r0m\x1b\\", b"ls\r"],
)
def test_a_late_answer_is_never_typed(report: bytes) -> None:
    link, receipt = FakeLink(), FakeReceipt()
    PaneKeys(link, FakeFacts(focus=True)).type(5, REPORT, report, receipt)
    assert ([], len(report)) == (link.lines, receipt.taken)


def test_only_programs_that_asked_get_the_focus() -> None:
    for facts, lines in (
        (FakeFacts(focus=True), 1),
        (FakeFacts(), 0),
        (FakeFacts(focus=True, mode="copy-mode"), 0),
    ):
        link = FakeLink()
        PaneKeys(link, facts).type(5, REPORT, b"\x1b[O\x1b[I")
        assert lines == len(link.lines)


@pytest.mark.parametrize(
    "report", [b"\x1b[<0;3;4M\x1b[<0;3;4m", b"\x1b[M !!", b"\x1b[32;3;4M", b"\x1b[M\x20\xf1\n"]
)
def test_mouse_reports_are_typed_exactly(report: bytes) -> None:
    link = FakeLink()
    PaneKeys(link, FakeFacts()).type(5, REPORT, report)
    assert ((b"\n" not in report and report) or b"") == typed(link.commands)


@pytest.mark.parametrize(("version", "extended"), [("3.5a", False), ("3.3a", True)])
def test_a_key_goes_by_its_name(version: str, extended: bool) -> None:
    link = FakeLink(version)
    PaneKeys(link, FakeFacts(extended=extended)).type(5, KEY_NAME, b"S-Enter")
    assert [("send-keys", "-t", "%5", "S-Enter")] == link.commands


def test_older_versions_type_no_name_letter_by_letter() -> None:
    link, receipt = FakeLink("3.4"), FakeReceipt()
    keys = PaneKeys(link, FakeFacts())
    for name in (b"S-Enter", b"C-S-x", b"C-b", b"S-Up"):
        keys.type(5, KEY_NAME, name, receipt)
        link.answer()
    named = [command[-1] for command in link.commands if command[1] == "-t"]
    assert (b"\r\x18", ["C-b", "S-Up"], 19) == (typed(link.commands), named, receipt.taken)


def test_no_text_goes_as_a_name() -> None:
    link = FakeLink()
    with pytest.raises(BadRecord):
        PaneKeys(link, FakeFacts()).type(5, KEY_NAME, b"rm -rf /")
    assert [] == link.lines
