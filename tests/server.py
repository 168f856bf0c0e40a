"""A real WebMux process on a free port, with a tmux server and a state directory of its own.

Use the `server` fixture (`pytest_plugins = ["tests.server"]`, or import it), or `start_server` for
more options. Everything lives in one temporary directory; `stop` and `kill9` are safe to repeat.
"""

from __future__ import annotations

import http.client
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.client import TerminalClient
from tests.environment import plain
from tests.pane_client import PaneClient
from tests.support import eventually
from webmux.auth import certificates

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT_S = 15.0
STOP_TIMEOUT_S = 8.0
TMUX_TIMEOUT_S = 10.0


class Server:
    """One running `python app.py`, and helpers for tests."""

    host = "127.0.0.1"

    def __init__(self, *options: str, command: list[str] | None = None, **environment: str) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="webmux-"))
        self.tmux_socket = self.directory / "tmux"
        self.state_dir = self.directory / "state"
        self.home = self.directory / "home"
        self.token = "token-" + secrets.token_urlsafe(24)
        self.port = free_port()
        self.context: ssl.SSLContext | None = None
        """How to trust the server, where it was given a certificate."""
        self.base_path = ""
        self.options = options
        self.environment = environment
        self.command = command or [sys.executable, str(ROOT / "app.py")]
        self.process: subprocess.Popen[bytes] | None = None
        self._out = self.directory / "stdout"
        self._err = self.directory / "stderr"

    @property
    def url(self) -> str:
        """`http://127.0.0.1:<port>`, the origin of its pages."""
        return f"http{'s' if self.context else ''}://{self.host}:{self.port}"

    @property
    def address(self) -> str:
        """The address of its first page, without the slash behind it."""
        return self.url + self.base_path

    @property
    def pid(self) -> int:
        """The process id of the supervisor."""
        assert self.process is not None
        return self.process.pid

    @property
    def stdout(self) -> str:
        """What the server printed for its user: address, login link."""
        return self._out.read_text() if self._out.exists() else ""

    @property
    def stderr(self) -> str:
        """The server's log, one JSON object a line."""
        return self._err.read_text() if self._err.exists() else ""

    @property
    def login_link(self) -> str:
        """The last printed one-time link."""
        return [word for word in self.stdout.split() if "/login#" in word][-1]

    @property
    def bearer(self) -> dict[str, str]:
        """The header that lets a script in."""
        return {"Authorization": f"Bearer {self.token}"}

    def environ(self) -> dict[str, str]:
        """The environment the server starts with; nothing of the developer, WEBMUX_* or tmux leaks in."""
        return plain(self.home) | {
            "WEBMUX_PORT": str(self.port),
            "WEBMUX_TMUX_SOCKET": str(self.tmux_socket),
            "WEBMUX_STATE_DIR": str(self.state_dir),
            "WEBMUX_TOKEN": self.token,
            **self.environment,
        }

    def start(self) -> Server:
        """Start the process and wait until /healthz answers."""
        self.spawn()
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"server ended with {self.process.poll()}: {self.stderr}")
            if self.answers():
                return self
            time.sleep(0.03)
        raise AssertionError(f"server did not answer in {START_TIMEOUT_S} s: {self.stderr}")

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the process without waiting for it."""
        with self._out.open("ab") as out, self._err.open("ab") as err:
            self.process = subprocess.Popen(
                [*self.command, *self.options],
                cwd=ROOT,
                env=self.environ(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        return self.process

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Any = None
    ) -> tuple[int, dict[str, str], bytes]:
        """One HTTP request on a new connection: status, headers in lower case, body."""
        connection: http.client.HTTPConnection
        if self.context is None:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        else:
            connection = http.client.HTTPSConnection(self.host, self.port, timeout=10, context=self.context)
        try:
            connection.request(method, self.base_path + path, body, headers or {})
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in reversed(answer.getheaders())}  # the first counts
            return answer.status, names, answer.read()
        finally:
            connection.close()

    def raw(self, data: bytes, timeout_s: float = 5.0) -> bytes:
        """Send bytes on a new connection and return everything until it closes."""
        answer = b""
        with socket.create_connection((self.host, self.port), timeout_s) as connection:
            connection.sendall(data)
            try:
                while chunk := connection.recv(65536):
                    answer += chunk
            except (TimeoutError, ConnectionResetError):
                pass
        return answer

    def tmux(self, *arguments: str) -> str:
        """Run a command on this server's tmux; returns its output without the last newline."""
        done = subprocess.run(
            ["tmux", "-S", str(self.tmux_socket), *arguments],
            env=self.environ(),
            capture_output=True,
            text=True,
            timeout=TMUX_TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0, f"tmux {arguments}: {done.stderr}"
        return done.stdout.removesuffix("\n")

    def ring(self, target: str) -> None:
        """Ring in a pane whose shell waits, after our hook was installed."""
        eventually(lambda: "$" in self.tmux("capture-pane", "-p", "-t", target))
        self.until_bells_are_heard()
        self.tmux("send-keys", "-t", target, "printf '\\a'", "Enter")

    def until_bells_are_heard(self) -> None:
        """Wait for our hook in a new tmux server; setting it redraws every terminal."""
        eventually(lambda: "alert-bell[8022]" in self.tmux("show-hooks", "-g", "alert-bell"))

    def terminals(self, field: str = "#{client_tty}") -> list[str]:
        """A format of each tmux client that is a terminal, without the control connection."""
        listed = self.tmux("list-clients", "-F", f"#{{client_control_mode}} {field}").splitlines()
        return [line[2:] for line in listed if line.startswith("0 ")]

    def end_tmux(self) -> None:
        """End the tmux server and all its sessions, if there is one, and wait for its end."""
        subprocess.run(
            ["tmux", "-S", str(self.tmux_socket), "kill-server"],
            capture_output=True,
            timeout=TMUX_TIMEOUT_S,
            check=False,
        )

        eventually(lambda: not self._tmux_answers())

    def _tmux_answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.tmux_socket)) == 0

    def stop(self) -> int:
        """SIGTERM, wait, and return the exit code."""
        return self._end(signal.SIGTERM)

    def kill9(self) -> int:
        """SIGKILL the supervisor, as the kernel would when memory is short."""
        return self._end(signal.SIGKILL)

    def close(self) -> None:
        """End the server and its tmux, remove the directory."""
        if self.process is not None:
            self.stop()
        self.end_tmux()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _end(self, number: int) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait_end()

    def wait_end(self) -> int:
        """Wait until the process has ended by itself, and return its exit code."""
        assert self.process is not None
        try:
            return self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_TIMEOUT_S)
            raise AssertionError(f"server did not stop in {STOP_TIMEOUT_S} s") from None

    def answers(self) -> bool:
        """Whether /healthz says that the process is alive."""
        try:
            return self.request("GET", "/healthz")[0] == 200
        except OSError:
            return False


def free_port() -> int:
    """A TCP port on loopback that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def start_server() -> Iterator[Callable[..., Server]]:
    """Start servers with options and environment: `start_server("--own", WEBMUX_X="1")`.

    `prepare(server)` is called before the start.
    """
    started: list[Server] = []

    def start(
        *options: str, prepare: Callable[[Server], object] = lambda server: None, **environment: str
    ) -> Server:
        started.append(Server(*options, **environment))
        prepare(started[-1])
        return started[-1].start()

    yield start
    for server in started:
        server.close()


@pytest.fixture(scope="session")
def shared_server() -> Iterator[Server]:
    """The server of all tests that neither stop nor change it: a start takes a second."""
    server = Server().start()
    yield server
    server.close()


@pytest.fixture
def server(request: pytest.FixtureRequest, shared_server: Server) -> Iterator[Server]:
    """A running server with the default options and no tmux session.

    It is everybody's, so a test must leave it running with its files and accounts as they were;
    one that cannot has the mark `own_server` and gets its own.
    """
    if request.node.get_closest_marker("own_server"):
        yield request.getfixturevalue("start_server")()
        return
    process = shared_server.process
    yield shared_server
    assert process is shared_server.process, "the test restarted it: mark it own_server"
    assert process is not None
    assert process.poll() is None, "the test ended it: mark it own_server"
    shared_server.end_tmux()


@pytest.fixture
def secured(start_server: Callable[..., Server], tmp_path: Path) -> Server:
    """A server that speaks TLS with a certificate in `tmp_path / "tls"`, below `/mux`."""
    made = certificates.self_signed(tmp_path / "tls", ["127.0.0.1", "localhost"])

    def prepare(server: Server) -> None:
        server.context = ssl.create_default_context(cafile=str(made.certificate))
        server.base_path = "/mux"

    return start_server(
        *("--tls-cert", str(made.certificate), "--tls-key", str(made.key), "--base-path", "/mux"),
        prepare=prepare,
    )


@pytest.fixture
def attach(server: Server) -> Iterator[Callable[..., TerminalClient]]:
    """Attach clients to the server; they are closed with the test."""
    clients: list[TerminalClient] = []

    def make(session: str = "work", to: Any = server, **options: Any) -> TerminalClient:
        kind = PaneClient if options.get("view") == "panes" else TerminalClient
        clients.append(kind(to, session, **options))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def work(server: Server) -> str:
    """A session `work` on the server, of 80x24, with a plain shell in a window `sh`."""
    server.tmux("new-session", "-d", "-s", "work", "-n", "sh", "-x", "80", "-y", "24", "env PS1='$ ' sh")
    return "work"
