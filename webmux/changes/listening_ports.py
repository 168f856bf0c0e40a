"""Which TCP ports the processes below some others listen on, by /proc. Starts nothing. Blocks: use a thread.

Sources: proc_net_tcp(5), proc_pid_stat(5), proc_pid_fd(5). Without Linux's /proc there are no ports. No
process is found that left its parent or is in another network namespace.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path

PROCESSES_MAX = 8192
"""Of the machine, that are looked at: 15 µs each."""
TREE_MAX = 256
"""Processes of a session whose files are looked at."""
FILES_MAX = 512
TABLE_MAX_BYTES = 2 * 1024 * 1024
PORTS_MAX = 8
_LISTENS = b"0A"


def ports_below(roots: Mapping[str, Iterable[int]], proc: Path = Path("/proc")) -> dict[str, list[int]]:
    """The ports of each name, in order and at most `PORTS_MAX`: those of its processes and their children."""
    sockets = listening(proc)
    if not sockets:
        return {}
    children = _children(proc)
    found = {}
    for name, pids in roots.items():
        inodes = (inode for pid in _tree(pids, children) for inode in _sockets(proc / str(pid)))
        ports = sorted({sockets[inode] for inode in inodes if inode in sockets})
        if ports:
            found[name] = ports[:PORTS_MAX]
    return found


def listening(proc: Path) -> dict[int, int]:
    """The port of each listening socket, by inode."""
    found = {}
    for name in ("tcp", "tcp6"):
        with suppress(OSError), (proc / "net" / name).open("rb") as table:
            for line in table.read(TABLE_MAX_BYTES).splitlines()[1:]:
                fields = line.split()
                if len(fields) > 9 and fields[3] == _LISTENS:
                    with suppress(ValueError):
                        found[int(fields[9])] = int(fields[1].rpartition(b":")[2], 16)
    return found


def _children(proc: Path) -> dict[int, list[int]]:
    found = defaultdict(list)
    with suppress(OSError):
        for name in islice((name for name in os.listdir(proc) if name.isdigit()), PROCESSES_MAX):
            with suppress(OSError, ValueError, IndexError):
                stat = (proc / name / "stat").read_bytes()
                found[int(stat.rpartition(b")")[2].split()[1])].append(int(name))
    return found


def _tree(pids: Iterable[int], children: Mapping[int, list[int]]) -> list[int]:
    found: dict[int, None] = {}
    rest = list(pids)
    while rest and len(found) < TREE_MAX:
        pid = rest.pop()
        if pid > 1 and pid not in found:
            found[pid] = None
            rest += children.get(pid, ())
    return list(found)


def _sockets(process: Path) -> Iterator[int]:
    """The inodes of the sockets of a process; none of one that we may not read."""
    with suppress(OSError):
        for name in os.listdir(process / "fd")[:FILES_MAX]:
            with suppress(OSError, ValueError):
                target = os.readlink(process / "fd" / name)
                if target.startswith("socket:["):
                    yield int(target[8:-1])
