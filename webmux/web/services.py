"""What the views of one application share."""

from __future__ import annotations

import hmac
from collections import Counter
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, cast

from flask import current_app, g, request

from webmux.auth import self_check
from webmux.auth.accounts import Accounts
from webmux.auth.administration import Administration
from webmux.auth.ceremonies import Ceremonies
from webmux.auth.devices import Devices
from webmux.auth.failures import FailureLimits
from webmux.auth.gate import Login, SessionGate
from webmux.auth.links import LoginLinks
from webmux.auth.origins import OwnNames
from webmux.auth.passkey_store import Passkeys
from webmux.auth.rates import RequestLimits
from webmux.auth.shares import Share, Shares
from webmux.auth.subscriptions import PushSubscriptions
from webmux.auth.tokens import Token
from webmux.config import Config
from webmux.errors import NotLoggedIn, SessionNotFound
from webmux.files.folders import Folders
from webmux.files.uploads import Limits, Uploads
from webmux.live import Live
from webmux.minute_counts import MinuteCounts
from webmux.mirror.panes import Place
from webmux.model import Session
from webmux.presets.preset_store import Presets, presets_of_file
from webmux.push.notifier import Notifier
from webmux.push.payload import Asked, above_menu
from webmux.push.sender import Sender
from webmux.push.vapid_keys import VapidKeys
from webmux.recording.catalogue import Recording, Recordings
from webmux.recording.storage import Files
from webmux.saved_sessions import history_choice
from webmux.saved_sessions.history_choice import HistoryChoice
from webmux.saved_sessions.overview import SavedSessions
from webmux.signals import Signal
from webmux.store.audit import Audit
from webmux.store.database import Database
from webmux.store.preferences import VIEW, Preferences
from webmux.store.reload_signal import Changes
from webmux.store.state_dir import StateDir, StateFile
from webmux.store.worker_lock import WorkerLock
from webmux.tmux.quotas import Quotas
from webmux.tmux.server import Tmux
from webmux.tmux.session_start import Startups
from webmux.web.engine.admission import Admission
from webmux.web.presence.connections import OpenSockets
from webmux.web.presence.guests import Guests
from webmux.web.presence.input_streams import InputStreams
from webmux.web.presence.page_visibility import PageVisibility

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from webmux.agents.answers.agent_answers import AgentAnswers
    from webmux.automation.sending import Sender as PaneSender
    from webmux.automation.waits import Waits as PaneWaits
    from webmux.changes.pane_changes import PaneChanges
    from webmux.changes.session_facts import SessionFacts

EXTENSION = "webmux"
COOKIE_TAG_CHARS = 8
FULL = ("no_space", "recordings_full", "recording_failed", "failed")
"""Why a recording ended, if that is a failure."""


class Services:
    """All that views share, found at `app.extensions["webmux"]`. `create_app` makes one."""

    def __init__(self, config: Config, tmux: Tmux | None = None, live: Live | None = None) -> None:
        self.config = config
        self._state = state = StateDir(config.state_dir)
        self.token = Token(config.token.get_secret_value() if config.token else state.token())
        self.database = Database(config.state_dir, config.database_url)
        self._add_users(state.secret())
        self.audit = Audit(self.database, config.state_dir)
        self.changes = Changes(state)
        self.worker_lock = WorkerLock(config.state_dir)
        self.tmux = tmux or _tmux_of(config, state)
        self.live = live or Live(config, self.tmux)
        self.quotas = Quotas(self.tmux, config.sessions_per_user, config.windows_per_user)
        self.guests = Guests()
        self.page_visibility = PageVisibility(self.live.current_window)
        self.sockets = OpenSockets()
        self.input_streams = InputStreams()
        self.admission = Admission()
        self.rates = RequestLimits()
        self.reads_noted = MinuteCounts()
        self.failures = FailureLimits()
        self.answers: Counter[tuple[str, str]] = Counter()
        """HTTP answers since the start, by method and status."""
        self.collectors: list[Any] = []
        """Collectors of prometheus_client for `registry`."""
        self._add_files()
        self._add_push()
        self.admin_changes: Signal[[str]] = Signal()  # the name of a part of the admin page
        self.accounts.changed.add(partial(self.admin_changes.send, "users"))
        self.shares.changed.add(partial(self.admin_changes.send, "shares"))
        self.sockets.changed.add(partial(self.admin_changes.send, "connections"))
        self.audit.recorded.add(partial(self.admin_changes.send, "audit"))
        for part in (self.sockets.close_all, self.changes.stop, self.recordings.stop, self.uploads.stop):
            self.live.stopping.add(part)
        self.live.stopping.add(self.notifier.stop)
        directory = state.directory("sessions")
        histories = state.directory("sessions/history")
        choice = HistoryChoice(StateFile(state, history_choice.FILE), option=config.save_history)
        self.saved_sessions = SavedSessions(
            directory, self.tmux, self.live.watch, histories=histories, choice=choice
        )
        self.live.session_ended.add(self.saved_sessions.ended_in_terminal)
        self.live.stopping.add(self.saved_sessions.stop)

    @cached_property
    def registry(self) -> CollectorRegistry:
        """Of prometheus_client, with the metrics of this process and of `collectors`."""
        from prometheus_client import CollectorRegistry
        from prometheus_client.process_collector import ProcessCollector

        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        for collector in self.collectors:
            registry.register(collector)
        return registry

    @cached_property
    def pane_sender(self) -> PaneSender:
        """Types into panes for programs. Late: most servers never do."""
        from webmux.automation.sending import Sender as PaneSender

        return PaneSender(self.tmux)

    @cached_property
    def changes_of_panes(self) -> PaneChanges:
        """What git says about the folders of panes. Late: few users ask."""
        from webmux.changes.pane_changes import PaneChanges

        return PaneChanges(self.tmux)

    @cached_property
    def session_facts(self) -> SessionFacts:
        """What cards say about the folders and processes of sessions. Late, as above."""
        from webmux.changes.session_facts import SessionFacts

        return SessionFacts(self.tmux, self.changes_of_panes.git, lambda: self.live.watch.state.sessions)

    @cached_property
    def agent_answers(self) -> AgentAnswers:
        """Answers to agents. Late: a server whose pages show no agents does not load it."""
        from webmux.agents.answers.agent_answers import AgentAnswers

        answers = AgentAnswers(self.tmux.link, self.live.agents)
        self.live.stopping.add(answers.stop)
        return answers

    @cached_property
    def pane_waits(self) -> PaneWaits:
        """Lets programs wait for panes. Late: most servers never do."""
        from webmux.automation.waits import Waits

        waits = Waits(self.tmux, self.live.watch, lambda: self.live.agents, self.pane_sender.typed_at)
        self.live.stopping.add(waits.stop)
        return waits

    def waits_running(self) -> int:
        """How many programs wait for panes."""
        waits: PaneWaits | None = self.__dict__.get("pane_waits")
        return 0 if waits is None else len(waits)

    def _add_users(self, secret: bytes) -> None:
        self.accounts = Accounts(self.database)
        self.accounts.ensure_owner()
        self.shares = Shares(self.database)
        self.preferences = Preferences(self.database, _defaults_of(self.config))
        self.presets = Presets(self.database, presets_of_file(self.config))
        self.passkeys = Passkeys(self.database)
        self.ceremonies = Ceremonies(self.passkeys, self.accounts, secret)
        self.gate = SessionGate(self.database, self.accounts, self.shares, secret, self.token)
        self.people = Administration(self.database, self.accounts, self.passkeys, self.gate.reload)
        self.links = LoginLinks(self._state.links, secret)
        self.devices = Devices(secret)
        self.self_check_key = self_check.derived(secret)
        self.names = OwnNames.of(self.config)
        self.cookie_suffix = cookie_suffix(self.config, secret)

    def _add_files(self) -> None:
        config, state = self.config, self._state
        files = Files(state.directory("recordings"), config.recording_max_bytes)
        self.recordings = Recordings(self.database, files, self.live, config.recording_days, self._record_end)
        limits = Limits(config.upload_max_bytes, config.upload_quota_bytes, config.upload_days)
        self.uploads = Uploads(state.directory("uploads"), limits)
        self.folders = Folders()

    def _add_push(self) -> None:
        self.subscriptions = PushSubscriptions(self.database)
        self.push_keys = VapidKeys(self._state.push_key())
        self.sender = Sender(
            self.push_keys,
            self.config.push_hosts,
            self.config.push_contact,
            on_sent=self.subscriptions.used,
            on_gone=lambda gone: self.subscriptions.drop([gone]),
        )
        self.notifier = Notifier(
            self.live,
            self.subscriptions,
            self.gate,
            self.preferences,
            self.sender,
            self.page_visibility,
            store=StateFile(self._state, "agents-notified"),
            question_of=self._question_of,
        )

    def _question_of(self, pane_id: str) -> Asked | None:
        """For notifications: what an agent asks now. Raises PaneNotFound, TmuxError. Switches: asks tmux."""
        asked = self.agent_answers.ask(pane_id, Place())
        if not asked.waiting:
            return None
        question = asked.question
        options = tuple((option.key, option.label) for option in question.options)
        return Asked("\n".join(above_menu(question.lines, options)), question.digest, options)

    def _record_end(self, recording: Recording) -> None:
        """Record in the audit trail that a recording ended without a request."""
        if recording.reason == "stopped":
            return
        outcome, detail = "failed" if recording.reason in FULL else "ok", recording_detail(recording)
        self.audit.record(
            "recording_stopped", outcome, user=recording.user, address="", request_id="", **detail
        )

    def reload(self) -> None:
        """Read again what another process changed in the database."""
        for part in (self.accounts, self.shares, self.preferences, self.presets, self.passkeys, self.gate):
            part.reload()
        self.subscriptions.reload()


def _defaults_of(config: Config) -> dict[str, str]:
    """The settings whose default the administrator changed."""
    return {} if config.session_view == "terminal" else {VIEW: config.session_view}


def _tmux_of(config: Config, state: StateDir) -> Tmux:
    tmux = Tmux(config.tmux_command, config.tmux_socket)
    tmux.startups = Startups(StateFile(state, "beginnings"))
    return tmux


def cookie_suffix(config: Config, secret: bytes) -> str:
    """What distinguishes our cookies from those of another server on the same host name."""
    tag = hmac.digest(secret, b"webmux cookie name", "sha256").hex()[:COOKIE_TAG_CHARS]
    return f"{config.base_path.replace('/', '-')}-{tag}"


def recording_detail(recording: Recording) -> dict[str, Any]:
    """What the audit trail says of the end of a recording."""
    return {
        "recording": recording.id,
        "session": recording.session_name,
        "bytes": recording.bytes,
        "reason": recording.reason,
    }


def services() -> Services:
    """The services of the application that answers the current request."""
    return cast(Services, current_app.extensions[EXTENSION])


def current_login() -> Login | None:
    """The login of the current request; None only in public views."""
    return cast("Login | None", g.get("login"))


def require_login() -> Login:
    """The login of the current request, in a view that is not public.

    Raises:
        NotLoggedIn: the view is public.
    """
    login = current_login()
    if login is None:
        raise NotLoggedIn("this view must not be public")
    return login


def shared_session(share: Share) -> Session:
    """The session that a link shares, or whose window it shares.

    Raises:
        SessionNotFound: it ended, or its id is one of another tmux server.
    """
    for session in services().tmux.list_sessions().sessions:
        if (session.id, session.epoch) == (share.to.session_id, share.to.epoch):
            return session
    raise SessionNotFound("the session of this link has ended")


def rate_key() -> str:
    """What rate limits count by: the user, or the link and address of a guest, or the address.

    The login of a guest has the user id of the link's owner, whose limit guests must not use up.
    """
    login = current_login()
    if login is None:
        return client_address()
    return f"user {login.user_id}" if login.share is None else f"{login.id} {client_address()}"


def client_address() -> str:
    """The address of the peer, or the one that a trusted proxy sent."""
    return request.remote_addr or "unknown"


def request_origin() -> str:
    """The origin that the current request was sent to."""
    return f"{request.scheme}://{request.host.lower()}"
