"""Loads what makes transcripts when the first agent is there. A server without agents never loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from webmux.mirror.history import HistoryReader
from webmux.mirror.panes import Place
from webmux.mirror.slots import CaptureSlots
from webmux.signals import Signal
from webmux.tmux.server import Tmux
from webmux.tmux.state.watch import Watch

if TYPE_CHECKING:
    from webmux.agents.agent_sources import AgentSources
    from webmux.agents.transcript.transcript_recorder import TranscriptRecorder


class LivePort(Protocol):
    """The part of `Live` that this uses."""

    tmux: Tmux
    watch: Watch
    captures: CaptureSlots
    stopping: Signal[[]]

    @property
    def agents(self) -> AgentSources: ...


class LateTranscripts:
    """The transcripts of all panes, and readers of histories that have them too."""

    def __init__(self, live: LivePort) -> None:
        self._live = live
        self._recorder: TranscriptRecorder | None = None
        live.watch.agents_changed.add(self._on_option)

    def begin(self) -> None:
        """Record if there is an agent. Does not switch."""
        live = self._live
        if self._recorder is None and live.agents.agents:
            from webmux.agents.transcript.transcript_recorder import TranscriptRecorder

            self._recorder = TranscriptRecorder(live.tmux.link, live.captures, live.agents, live.watch.drawn)
            live.stopping.add(self._recorder.stop)

    def reader(self, place: Place) -> HistoryReader:
        """Reads the histories of the panes of a place, and their transcripts."""
        link, version = self._live.tmux.link, self._live.tmux.version()
        if self._recorder is None:
            return HistoryReader(link, version, place)
        from webmux.agents.transcript.transcript_reader import TranscriptReader

        return TranscriptReader(link, version, place, self._recorder)

    def forget(self, pane_id: str) -> None:
        """A user cleared the history of a pane: its transcript goes as well."""
        if self._recorder is not None:
            self._recorder.forget(pane_id)

    def _on_option(self) -> None:
        if self._recorder is None and self._live.watch.agents[1]:
            self.begin()
