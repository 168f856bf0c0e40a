"""Every typed byte arrives once and in order, whatever the network does.

The connection code of the page runs in node, its time twenty times faster; the faults come from a
plan made of a seed, which is printed. `WEBMUX_TORTURE=1000` has a thousand of them, and
`WEBMUX_TORTURE_SEED` repeats a plan.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import gevent
import pytest

from tests.support import eventually
from tests.torture.link import FaultyLink
from tests.torture.typist import Typist

FAULTS = int(os.environ.get("WEBMUX_TORTURE", "120"))
REPEATS = 0.2
"""How many of the client's frames come twice."""


@pytest.fixture
def typed(server, tmp_path):
    """A session `work` whose program writes its input to a file; returns a function that reads the file."""
    log = tmp_path / "typed"
    program = f"stty raw -echo; printf ready; exec cat > {log}"
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", f"sh -c '{program}'")
    eventually(lambda: "ready" in server.tmux("capture-pane", "-p", "-t", "=work:"))
    return log.read_text


@pytest.mark.timeout_s(60 + FAULTS)
@pytest.mark.parametrize(("view", "faults_count"), [("terminal", FAULTS), ("panes", FAULTS // 5)])
def test_every_byte_arrives_once_and_in_order(server, typed, view, faults_count):
    """Cuts, silences, stalls, sleeps, late and repeated deliveries while a user types and pastes."""
    seed = int(os.environ.get("WEBMUX_TORTURE_SEED", random.SystemRandom().randrange(2**31)))
    print(f"WEBMUX_TORTURE_SEED={seed}")  # noqa: T201  needed to repeat a failure
    chance = random.Random(seed)
    done: Counter[str] = Counter()
    with (
        FaultyLink(server.host, server.port, chance) as link,
        Typist(server, link, seed, view=view) as typist,
    ):
        link.repeats = REPEATS
        faults = {
            "cut": link.cut,
            "silence": link.silence,
            "stall": link.stall,
            "late": link.deliver_late,
            "swallow": link.swallow_answers,
            "freeze": lambda: typist.send("freeze", ms=chance.randrange(10, 400)),
            "freeze silent": lambda: (typist.send("freeze", ms=chance.randrange(50, 300)), link.silence()),
            "hurry": lambda: typist.send("hurry"),
        }
        typist.send("start")
        typist.wait("attached")
        typist.send("go")
        for _ in range(faults_count):
            moved = chance.randrange(1, 12)
            before = {wire: wire.typed for wire in link.wires}
            eventually(
                lambda before=before, moved=moved: any(
                    wire.typed - before.get(wire, 0) >= moved for wire in link.wires
                ),
                timeout_s=20,
            )
            fault = chance.choice(list(faults))
            done[fault] += 1
            faults[fault]()
            gevent.sleep(chance.uniform(0, 0.02))
        typist.send("finish")
        told = typist.wait("finished", timeout_s=40)
        assert told["taken"] is True
        eventually(lambda: len(typed()) >= len(told["typed"]))
        gevent.sleep(0.3)  # what comes late, comes now
        arrived = typed()
        print(f"{len(arrived)} bytes, {told['sockets']} sockets, {dict(done)}")  # noqa: T201
        at = next(
            (at for at, pair in enumerate(zip(arrived, told["typed"], strict=False)) if pair[0] != pair[1]),
            -1,
        )
        assert at == -1, (
            f"differs at {at}: {arrived[at - 20 : at + 20]!r}, not {told['typed'][at - 20 : at + 20]!r}"
        )
        assert len(arrived) == len(told["typed"])
        assert not [one for one in typist.events if one["event"] in ("held", "error")]


@pytest.mark.own_server
def test_after_a_restart_nothing_is_sent_without_the_users_consent(server, typed):
    """The page shows the user all input that was accepted but not confirmed, or typed meanwhile."""
    with (
        FaultyLink(server.host, server.port, random.Random(1)) as link,
        Typist(server, link, 1, 5.0) as typist,
    ):
        typist.send("start")
        typist.wait("attached")
        typist.send("type", text="first ")
        eventually(lambda: typed() == "first ")
        typist.send("finish")
        typist.wait("finished")
        link.swallow_answers()
        typist.send("type", text="second ")
        eventually(lambda: typed() == "first second ")
        told = len(typist.events)
        server.stop()
        link.cut()
        typist.send("type", text="third")
        server.start()
        event = typist.wait("held", after=told)
        assert event["text"] == "second third"
        typist.send("type", text=" new")
        eventually(lambda: typed() == "first second  new")
        typist.send("send")
        eventually(lambda: typed() == "first second  newsecond third")
