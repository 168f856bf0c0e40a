"""Reports within milliseconds that the option of an agent was set; the subscription needs up to a second.

A hook of tmux runs after each `set-option`. Ours sends our control client a line if the option is the one of
agents, and if our client is attached: without it the hook does nothing, so it cannot disturb the program that
sets the option, also after we were killed. Each client has a hook of its own, by its process: several WebMux
share a tmux server. A session with hooks of its own has no push, nor has a command that a hook runs.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from typing import Protocol

import gevent
from gevent.event import Event as Flag

from webmux.errors import TmuxError, TmuxTimeout
from webmux.logs import get_logger
from webmux.supervise import Nursery
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.quoting import Command
from webmux.tmux.state.agent_option import FORMAT, OPTION
from webmux.tmux.version import traits

log = get_logger(__name__)

GAP_S = 0.1
"""At most one question in this time: values that change fast cost ten questions a second."""
REPAIR_S = 60.0
"""A lost hook is installed again after this time at the earliest: tmux redraws all terminals for it."""
LATE_S = 3.0
"""A value that the subscription reports so long after the last push had none."""
STOP_S = 0.5

HOOK = "after-set-option"
MESSAGE = "webmux-agents"
FIRST_INDEX = 802_200_000
"""A hook is an array. The index of ours is this and the process of our client, of which Linux has 2^22."""
_INDEXES = range(FIRST_INDEX, FIRST_INDEX + (1 << 22) + 1)
_CLIENT = re.compile(r"client-(\d{1,7})", re.ASCII)
_LINE = re.compile(rf"{HOOK}\[(\d{{1,10}})\] (.*)", re.ASCII | re.DOTALL)

ASK_OWN: Command = ("display-message", "-p", "#{client_name} #{pane_id}")
ASK_CLIENTS: Command = ("list-clients", "-F", "#{client_name}")
ASK_HOOKS: Command = ("show-hooks", "-g", HOOK)
ASK_AGENTS: Command = ("display-message", "-p", FORMAT)


class PushLink(Protocol):
    """The part of `Link` that this uses."""

    connects: int

    @property
    def connected(self) -> bool: ...

    @property
    def version(self) -> str: ...

    def run(self, *commands: Command, timeout_s: float | None = None) -> str: ...

    def ask(self, commands: list[Command], timeout_s: float | None = None) -> list[list[bytes]]: ...


def hook_of(client: str, pane_id: str, version: str) -> Command:
    """The command that installs the hook of a control client.

    Before 3.4 a control client gets no messages. There the hook pauses and continues a pane, of which tmux
    notifies at once; our client takes no output of panes, so nothing else happens.
    """
    attached = f"#{{m:*#,{client}#,*,#,#{{S:#{{session_attached_list}}#,}}}}"
    condition = f"#{{&&:#{{==:#{{hook_argument_0}},{OPTION}}},{attached}}}"
    action = f'refresh-client -t {client} -A "{pane_id}:pause" -A "{pane_id}:continue"'
    if traits(version).messages_control_clients:
        action = f"display-message -c {client} {MESSAGE}"
    return ("set-hook", "-g", f"{HOOK}[{index_of(client)}]", f"if-shell -F '{condition}' '{action}'")


def index_of(client: str) -> int | None:
    """The index of the hook of a control client; None for a client with a terminal."""
    match = _CLIENT.fullmatch(client)
    return None if match is None else FIRST_INDEX + int(match[1])


def left_behind(hooks: Iterable[str], clients: Iterable[str]) -> list[int]:
    """The indexes of hooks like ours whose client has ended, from the lines of `ASK_HOOKS`."""
    alive = {index_of(client) for client in clients}
    found = (match for match in map(_LINE.fullmatch, hooks) if match is not None and OPTION in match[2])
    indexes = [int(match[1]) for match in found]
    return [index for index in indexes if index in _INDEXES and index not in alive]


class AgentPush:
    """Calls `take` with what `agent_option.FORMAT` prints, soon after tmux reports that an option was set.

    `take` must not switch. It reports no failure: the subscription reports the same a second later.
    """

    def __init__(self, link: PushLink, take: Callable[[str], None]) -> None:
        self._link = link
        self._send = take
        self._requested = Flag()
        self._reports = 0
        self._pushed_at = self._installed_at = 0.0
        self._lost = False
        self._index: int | None = None
        self._nursery = Nursery("agent push")

    def take(self, notification: Notification) -> None:
        """Look at a notification of our control client. Never switches."""
        by_pause = notification.kind == "%continue"
        if by_pause or (notification.kind == "%message" and notification.text == MESSAGE):
            self._pushed_at = time.monotonic()
            self._request()

    def reported(self, *, changed: bool) -> None:
        """The subscription has a value, perhaps of another time than the answer to our question."""
        self._reports += 1
        now = time.monotonic()
        if changed and now - self._pushed_at > LATE_S and now - self._installed_at > REPAIR_S:
            self._lost = True
            self._request()

    def install(self) -> None:
        """Install the hook of our client, and remove those of clients that ended. Switches.

        Raises:
            TmuxTimeout: tmux does not answer.
        """
        self._installed_at = time.monotonic()
        try:
            own, clients, hooks = self._link.ask([ASK_OWN, ASK_CLIENTS, ASK_HOOKS])
            client, _, pane_id = b"".join(own).decode().partition(" ")
            self._index = index_of(client)
            stale = left_behind(_text(hooks), _text(clients))
            commands: list[Command] = [("set-hook", "-gu", f"{HOOK}[{index}]") for index in stale]
            if self._index is not None:
                commands.append(hook_of(client, pane_id, self._link.version))
            if commands:
                self._link.run(*commands)
        except TmuxTimeout:
            raise
        except TmuxError as error:
            log.info("agents are reported later", error=error.message)

    def stop(self) -> None:
        """Remove the hook of our client. Safe to call twice. Switches: up to half a second."""
        self._nursery.stop()
        index, self._index = self._index, None
        if index is not None and self._link.connected:
            try:
                self._link.run(("set-hook", "-gu", f"{HOOK}[{index}]"), timeout_s=STOP_S)
            except TmuxError as error:
                log.info("a hook stays in tmux", error=error.message)

    def _request(self) -> None:
        self._requested.set()
        if len(self._nursery) == 0:
            self._nursery.spawn("asker", self._ask_all)

    def _ask_all(self) -> None:
        while True:
            self._requested.wait()
            self._requested.clear()
            try:
                if self._lost:
                    self._lost = False
                    self.install()
                self._ask()
            except TmuxError as error:
                log.info("agents are reported later", error=error.message)
            gevent.sleep(GAP_S)

    def _ask(self) -> None:
        if not self._link.connected:
            return
        at = self._reports, self._link.connects
        [lines] = self._link.ask([ASK_AGENTS])
        if at == (self._reports, self._link.connects):
            self._send("\n".join(_text(lines)))
        else:
            self._requested.set()  # which of the two is newer is not known


def _text(lines: Iterable[bytes]) -> list[str]:
    return [line.decode("utf-8", "replace") for line in lines]
