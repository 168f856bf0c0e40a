"""`python -m tests.abrupt SOCKET SESSION TIMES SEED`: processes with a control connection, each killed hard.

Every one dies at a random moment of its first 30 ms: before its client's first line, while it is
attached, with an answer of a megabyte half read. The next one starts at once, so that clients go while
another one comes.
"""

# gevent patches first, as in app.py
from gevent import monkey

monkey.patch_all()

import os
import random
import signal
import subprocess
import sys
import time

from webmux.tmux.control.connection import ControlConnection
from webmux.tmux.control.introduction import Handshake

BUFFER = "big"
LIFE_MAX_S = 0.03


def live(socket_path: str, session_id: str) -> None:
    """Connect and read a large buffer again and again, until killed."""
    argv = ["tmux", "-S", socket_path, "-u"]
    connection = ControlConnection(argv, session_id, lambda told: None, lambda: None, Handshake(socket_path))
    connection.wait_ready()
    while True:
        connection.ask([[("show-buffer", "-b", BUFFER)], [("list-sessions",)]], 5.0)


def main(socket_path: str, session_id: str, times: str, seed: str) -> None:
    """Let `times` processes live and die, one after the other."""
    chance = random.Random(int(seed))
    for _ in range(int(times)):
        pid = os.fork()
        if pid == 0:
            live(socket_path, session_id)
        time.sleep(chance.uniform(0, LIFE_MAX_S))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        subprocess.run(["tmux", "-S", socket_path, "has-session"], check=True)  # it goes on answering


if __name__ == "__main__":
    main(*sys.argv[1:])
