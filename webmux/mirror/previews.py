"""Previews of many sessions: at most one capture a second each, shared by all viewers."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

import gevent
from gevent.event import Event as Flag

from webmux.errors import SessionNotFound, TmuxError
from webmux.logs import get_logger
from webmux.mirror.capture import Camera
from webmux.mirror.screen import Screen
from webmux.mirror.slots import CaptureSlots
from webmux.supervise import Nursery

log = get_logger(__name__)

INTERVAL_S = 1.0

Listener = Callable[[str, Screen], None]


class _Picture:
    """The latest capture of one session, and whether there may be a newer one."""

    __slots__ = ("at", "camera", "screen", "stale")

    def __init__(self, camera: Camera) -> None:
        self.camera = camera
        self.screen: Screen | None = None
        self.at = 0.0
        self.stale = True


class Previews:
    """Screens of the sessions that have listeners.

    A session is captured for its first listener and after each `touch`, until a capture finds no change, and
    at most once in `INTERVAL_S`. Listeners are called in the greenlet of the previews with the id of the
    session and its screen, and must not wait.
    """

    def __init__(self, camera_of: Callable[[str], Camera], slots: CaptureSlots) -> None:
        self._camera_of = camera_of
        self._slots = slots
        self._pictures: dict[str, _Picture] = {}
        self._listeners: dict[object, tuple[frozenset[str], Listener]] = {}
        self._touched = Flag()
        self._nursery = Nursery("previews")

    def watch(self, session_ids: Collection[str], listener: Listener) -> Callable[[], None]:
        """Call `listener` with the screens of these sessions, now and when they change.

        Returns a function that ends this.
        """
        key = object()
        self._listeners[key] = (frozenset(session_ids), listener)
        for session_id in session_ids:
            picture = self._pictures.get(session_id)
            if picture is None:
                self._pictures[session_id] = _Picture(self._camera_of(session_id))
            elif picture.screen is not None:
                listener(session_id, picture.screen)
        self._touched.set()
        if len(self._nursery) == 0:
            self._nursery.spawn("capture", self._capture_all)
        return lambda: self._forget(key)

    def _forget(self, key: object) -> None:
        self._listeners.pop(key, None)
        watched = {session_id for ids, _ in self._listeners.values() for session_id in ids}
        self._pictures = {key: picture for key, picture in self._pictures.items() if key in watched}
        self._touched.set()

    def touch(self, session_ids: Collection[str] | None) -> None:
        """These sessions (None: all) may look different now. Never switches."""
        for session_id, picture in self._pictures.items():
            if session_ids is None or session_id in session_ids:
                picture.stale = True
                self._touched.set()

    def now(self, session_id: str) -> Screen:
        """The screen of a session, at most `INTERVAL_S` old if it has listeners, otherwise captured now.

        Raises:
            TmuxError: as `Camera.take`.
        """
        picture = self._pictures.get(session_id)
        if picture is not None and picture.screen is not None and not self._is_due(picture):
            return picture.screen
        with self._slots:
            return self._camera_of(session_id).take()

    def stop(self) -> None:
        """End all captures. Safe to call twice."""
        self._listeners.clear()
        self._nursery.stop()

    def _capture_all(self) -> None:
        while self._listeners:
            self._touched.wait()
            self._touched.clear()
            for session_id, picture in list(self._pictures.items()):
                if picture.stale and self._is_due(picture):
                    self._capture(session_id, picture)
            gevent.sleep(INTERVAL_S)
            if any(picture.stale for picture in self._pictures.values()):
                self._touched.set()

    def _is_due(self, picture: _Picture) -> bool:
        return time.monotonic() - picture.at >= INTERVAL_S * 0.9

    def _capture(self, session_id: str, picture: _Picture) -> None:
        picture.at = time.monotonic()
        try:
            with self._slots:
                now = picture.camera.take()
        except SessionNotFound:
            picture.stale = False
            return
        except TmuxError as error:
            log.info("preview", session=session_id, error=error.message)
            return
        before, picture.screen = picture.screen, now
        # tmux reports activity by the second; another capture finds later output of the same second.
        picture.stale = before != now
        if before != now:
            for watched, listener in list(self._listeners.values()):
                if session_id in watched:
                    listener(session_id, now)


def picture(screen: Screen, before: Screen | None = None) -> dict[str, object]:
    """A screen as JSON: all rows, or those that changed since `before` of the same size."""
    known = before.rows if before is not None and before.size == screen.size else (None,) * len(screen.rows)
    changed = {
        str(y): row.decode("utf-8", "replace")
        for y, (old, row) in enumerate(zip(known, screen.rows, strict=True))
        if old != row
    }
    x, y = screen.cursor
    return {
        "size": {"cols": screen.size.cols, "rows": screen.size.rows},
        "cursor": {"x": x, "y": y, "visible": screen.cursor_visible},
        "rows": changed,
    }
