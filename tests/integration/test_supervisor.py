"""The process that supervises stays small, and passes on signals from the first moment."""

from __future__ import annotations

import os
import signal
import sys

import psutil
import pytest

from tests.server import Server
from tests.support import eventually

REPORT = "import atexit, sys; atexit.register(lambda: print('LOADED', *sys.modules, file=sys.stderr));"
FORMS = {
    "cli": [sys.executable, "-c", REPORT + "from webmux import cli; sys.exit(cli.main())"],
    "gunicorn": [
        sys.executable,
        "-c",
        REPORT + "sys.argv = ['gunicorn', '-c', 'gunicorn.conf.py', 'app:app'];"
        "from gunicorn.app.wsgiapp import run; run()",
    ],
}
HEAVY = {"flask", "werkzeug", "jinja2", "pydantic", "sqlalchemy", "gevent", "greenlet", "cryptography"}
PROMPT_END_S = 4.0
"""Less than the 5 s that gunicorn gives a worker to stop."""


@pytest.mark.parametrize("form", FORMS)
def test_the_supervisor_loads_none_of_the_application(form: str) -> None:
    server = Server(command=FORMS[form])
    try:
        server.start()
        assert 0 == server.stop()
        [line] = [line for line in server.stderr.splitlines() if line.startswith("LOADED")]
        loaded = {name.partition(".")[0] for name in line.split()}
        assert "gunicorn" in loaded
        assert set() == HEAVY & loaded
        assert not any(name.startswith(("webmux.web", "webmux.tmux")) for name in line.split())
    finally:
        server.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_during_the_start_ends_it(number: signal.Signals) -> None:
    server = Server()
    try:
        process = server.spawn()
        eventually(lambda: psutil.Process(process.pid).children())
        process.send_signal(number)
        assert 0 == process.wait(PROMPT_END_S)
        assert "Traceback" not in server.stderr
    finally:
        server.close()


LOADS_FOREVER = """
import sys, time
from webmux import cli
from webmux.start import gunicorn_app
def load(config):
    print("LOADING", flush=True)
    time.sleep(60)
gunicorn_app.make_app = load
sys.exit(cli.main())
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_the_worker_loads_ends_it(number: signal.Signals) -> None:
    server = Server(command=[sys.executable, "-c", LOADS_FOREVER])
    try:
        process = server.spawn()
        eventually(lambda: "LOADING" in server.stdout)
        process.send_signal(number)
        assert 0 == process.wait(PROMPT_END_S)
        assert "Traceback" not in server.stderr
    finally:
        server.close()


def test_a_killed_worker_is_replaced_without_another_link() -> None:
    server = Server()
    try:
        server.start()
        [worker] = psutil.Process(server.pid).children()
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(5)
        eventually(
            lambda: [one.pid for one in psutil.Process(server.pid).children()] not in ([], [worker.pid])
        )
        eventually(server.answers)
        assert 1 == server.stdout.count("/login#")
        assert 0 == server.stop()
    finally:
        server.close()
