"""Every error WebMux raises on purpose.

    WebMuxError
    ├── ConfigError            an option is wrong: fix the configuration and start again
    ├── TmuxError              tmux could not do what was asked
    │   ├── TmuxMissing        no tmux binary: install it
    │   ├── TmuxTimeout        tmux did not answer in time: try again later
    │   ├── TmuxCommandFailed  tmux refused: the message says what it printed
    │   ├── SessionNotFound    no such session
    │   ├── WindowNotFound     no such window
    │   ├── NameTaken          another session has that name
    │   ├── PanesUnsafe        native panes could end this tmux: use the attached view
    │   ├── TmuxMismatch       client and server are different versions: use the same for both
    │   ├── SocketMissing      tmux cannot make its socket: make the folder
    │   ├── NoTmux             no tmux server runs: start a session
    │   ├── PaneDead           the program of a pane has ended: respawn or close it
    │   ├── PaneInMode         a pane is in copy mode: leave it first
    │   └── EndedAtOnce        the program of a new session ended: see its output
    ├── PeerError              the other end of a connection made a mistake
    │   ├── BadField           a field of a request or record has a wrong value
    │   │   └── PaneNotFound   no such pane, or not one that the client may read
    │   ├── BadRecord          the record framing is broken: the socket closes
    │   └── TooBig             more than the limit
    ├── AccessError            the client may not do this
    │   ├── NotLoggedIn        no valid login
    │   ├── Forbidden          refused, with any login
    │   ├── QuotaReached       the user has as many of something as allowed
    │   └── TooMany            a rate or a cap is exceeded
    ├── NotAnswered            an answer to an agent was not sent: look at the question again
    ├── NotServed              no server runs with this state directory: start one, or name another
    ├── ServiceRefused         WebMux cannot be managed as a service here: the message says what to do
    ├── DatabaseFailed         the database failed: a full disk, a lock
    ├── SourceClosed           the terminal program ended
    ├── InputLost              numbered input was accepted or lost, which is unknown: the client asks its user
    └── SubscriberClosed       the browser connection ended

Each class has hints for replies (`status`, `close_code`, `code`); only `webmux.web` uses them.
"""

from __future__ import annotations


class WebMuxError(Exception):
    """Base of all; `message` is one sentence that the user may see."""

    status = 500
    close_code = 1011
    code = "internal"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ConfigError(WebMuxError):
    """An option has a wrong value; `key` names it."""

    code = "bad_config"

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"{key}: {message}")
        self.key = key


class TmuxError(WebMuxError):
    """tmux could not do what was asked."""

    status = 502
    code = "tmux_failed"


class TmuxMissing(TmuxError):
    """The configured tmux binary does not exist or cannot be run."""

    status = 503
    code = "tmux_missing"


class TmuxTimeout(TmuxError):
    """tmux did not answer within the deadline."""

    status = 504
    code = "tmux_timeout"
    close_code = 1013


class TmuxCommandFailed(TmuxError):
    """tmux refused `command` and printed `stderr`."""

    def __init__(self, command: tuple[str, ...], stderr: str) -> None:
        super().__init__(f"tmux {' '.join(command)}: {stderr or 'failed without a message'}")
        self.command = command
        self.stderr = stderr


class SessionNotFound(TmuxError):
    """No session has that name or id on this tmux server."""

    status = 404
    code = "session_not_found"
    close_code = 4404


class WindowNotFound(TmuxError):
    """No window has that id on this tmux server."""

    status = 404
    code = "window_not_found"
    close_code = 4404


class NameTaken(TmuxError):
    """Another session already has this name."""

    status = 409
    code = "name_taken"


class PanesUnsafe(TmuxError):
    """This tmux could end while native panes are viewed, with all sessions: use the attached view."""

    status = 409
    code = "panes_unsafe"
    close_code = 4403


class TmuxMismatch(TmuxError):
    """Our tmux and the running server have versions that do not understand each other.

    `server` is its version, or what is known about it. `stderr` is what tmux printed, if anything.
    """

    status = 503
    code = "tmux_mismatch"

    def __init__(self, client: str, server: str, socket_path: str, stderr: str = "") -> None:
        super().__init__(
            f"WebMux runs tmux {client}, and the tmux server on {socket_path} is version {server}."
            " These do not understand each other."
            " Install the tmux of the server for WebMux, or set tmux_command to it."
        )
        self.stderr = stderr


class SocketMissing(TmuxError):
    """tmux cannot make its socket, because its folder is missing or not writable."""

    status = 503
    code = "tmux_socket"


class NoTmux(TmuxError):
    """No tmux server is running."""

    status = 503
    code = "no_tmux"

    def __init__(self) -> None:
        super().__init__("no tmux server is running: create a session first")


class PaneDead(TmuxError):
    """The program of a pane has ended, so nobody reads what is typed."""

    status = 409
    code = "pane_dead"

    def __init__(self, pane_id: str) -> None:
        super().__init__(
            f"the program in {pane_id} has ended: start it again (respawn-pane) or close the pane"
        )


class PaneInMode(TmuxError):
    """tmux shows a mode over a pane, which would take the keys."""

    status = 409
    code = "pane_in_mode"

    def __init__(self, pane_id: str, mode: str) -> None:
        super().__init__(
            f"{pane_id} is in {mode}: send leave_mode to end that mode first, or try again later"
        )


SHELL_SAYS = {126: "command not executable", 127: "command not found"}
"""Meaning of these exit statuses of a shell (POSIX, Shell Command Language, 2.8.2)."""


class EndedAtOnce(TmuxError):
    """The program of a new session ended before anybody saw it; `output` is its last output.

    `output` may be missing or lack its end, because tmux reads nothing after it detects the end. `shell` is
    the path of the shell if no command was given, else `""`.
    """

    status = 422
    code = "ended_at_once"

    def __init__(self, shell: str, exit_status: int | None, output: str) -> None:
        what = f"The shell {shell}" if shell else "The command"
        status = "" if exit_status is None else f" with exit status {exit_status}"
        why = f", {SHELL_SAYS[exit_status]}" if exit_status in SHELL_SAYS else ""
        super().__init__(f"{what} ended at once{status}{why}" + (f":\n{output}" if output else "."))
        self.exit_status = exit_status
        self.output = output


class PeerError(WebMuxError):
    """The other end of a connection made a mistake."""

    status = 400
    code = "bad_request"
    close_code = 4400


class BadField(PeerError):
    """A field has a wrong value; `field` is its path in the request."""

    status = 422
    code = "bad_field"

    def __init__(self, field: str, message: str, code: str | None = None) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        if code is not None:
            self.code = code


class PaneNotFound(BadField):
    """There is no such pane, or the client may not read it."""

    status = 404

    def __init__(self, pane_id: str) -> None:
        super().__init__("pane", f"there is no pane {pane_id[:20]} here", code="pane_not_found")


class BadRecord(PeerError):
    """The record framing of a message is broken; the socket closes with 4400."""

    code = "bad_record"


class TooBig(PeerError):
    """More bytes than `limit_bytes`."""

    status = 413
    code = "too_big"
    close_code = 1009

    def __init__(self, message: str, limit_bytes: int) -> None:
        super().__init__(message)
        self.limit_bytes = limit_bytes


class AccessError(WebMuxError):
    """The client may not do this."""

    status = 403
    code = "forbidden"
    close_code = 4403


class NotLoggedIn(AccessError):
    """No login, or one that ended."""

    status = 401
    code = "not_logged_in"
    close_code = 4401


class Forbidden(AccessError):
    """Refused with any login: another origin, a host that we do not serve, a missing right."""


class QuotaReached(AccessError):
    """The user has as many of something as allowed; waiting does not help."""

    status = 429
    code = "quota"
    close_code = 4403


class TooMany(AccessError):
    """A rate or a cap is exceeded; a retry after `retry_after_s` seconds may succeed."""

    status = 429
    code = "too_many"
    close_code = 1013

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class NotAnswered(WebMuxError):
    """No key was sent to an agent, or none of the last part; `more` is what the reply says besides."""

    status = 409
    code = "moved_on"

    def __init__(self, message: str, code: str, **more: object) -> None:
        super().__init__(message)
        self.code = code
        self.more = more


class NotServed(WebMuxError):
    """No server runs with this state directory, and the command needs one."""


class ServiceRefused(WebMuxError):
    """WebMux cannot be installed or managed as a service here."""

    code = "service_refused"


class DatabaseFailed(WebMuxError):
    """The database failed; earlier changes remain."""

    status = 503
    code = "database_failed"
    close_code = 1013


class SourceClosed(WebMuxError):
    """The program behind a source ended; `reason` is one of `webmux.source.EXIT_REASONS`."""

    code = "session_ended"
    close_code = 4410

    def __init__(self, reason: str) -> None:
        super().__init__(f"the terminal ended: {reason}")
        self.reason = reason


class InputLost(WebMuxError):
    """It is unknown whether a terminal accepted some bytes: the client has to ask its user."""

    code = "input_lost"
    close_code = 1012


class SubscriberClosed(WebMuxError):
    """The browser connection ended."""

    code = "closed"
