"""Times of last output, for pages with a list of sessions: the list itself does not change by output."""

from __future__ import annotations

from collections.abc import Callable

from webmux.tmux.state.watch import Watch
from webmux.web.presence.latest_push import LatestPush

EVERY_S = 5.0
"""A page shows what is younger than ten seconds as "active now"."""


class ActivityPush:
    """Sends `activity` with the times that changed, at once and then every `EVERY_S` while they change."""

    def __init__(self, watch: Watch, send: Callable[..., None], every_s: float = EVERY_S) -> None:
        self._watch = watch
        self._send = send
        self._epoch = ""
        self._sent = self._times()
        self._push = LatestPush(self._send_changed, every_s)
        self._stop = watch.drawn.add(lambda window_ids: self._push.wake())

    def close(self) -> None:
        """Send nothing more."""
        self._stop()
        self._push.close()

    def _times(self) -> dict[str, int]:
        state = self._watch.state
        if state.epoch != self._epoch:
            self._epoch, self._sent = state.epoch, {}
        return {session.id: session.activity_at for session in state.sessions}

    def _send_changed(self) -> None:
        times = self._times()
        changed = {key: at for key, at in times.items() if self._sent.get(key) != at}
        self._sent = times
        if changed:
            self._send("activity", epoch=self._epoch, sessions=changed)
