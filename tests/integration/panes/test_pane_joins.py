"""Viewers who join a pane at any moment get exactly what tmux has."""

from __future__ import annotations

import gevent

from tests.pane_readers import Reader, eventually_same
from tests.support import eventually

BURSTS = r"""i=0; while [ $i -lt 2000 ]; do
printf '\033[3%dmline %d\033[0m more \346\227\245\n' $((i % 8)) $i
i=$((i+1)); case $i in *00) sleep 0.05;; esac
done; exec sleep 100"""


def test_viewers_who_join_during_bursts_have_the_screen_and_the_history(tmux_server, hub_of, run):
    pane = run(BURSTS)
    hub = hub_of(pane)
    readers = []
    for _ in range(8):
        readers.append(Reader(hub))
        eventually(lambda: readers[-1].snapshots)
        gevent.sleep(0.1)
    eventually_same(tmux_server, pane, readers)
