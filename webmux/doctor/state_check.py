"""The state directory: its owner, modes and secrets."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from webmux.doctor import repair
from webmux.doctor.finding import Finding, Findings, Inputs, error, ok
from webmux.store.state_dir import SECRET_BYTES
from webmux.supervise import in_thread

PRIVATE_FILES = ("secret", "token", "push", "webmux.db")
PRIVATE_FOLDERS = ("links", "recordings", "uploads")
SECRET_FILES = ("secret", "push")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder that must be private."""

    path: str
    is_folder: bool
    uid: int
    mode: int
    writable: bool


@dataclass(frozen=True, slots=True)
class State:
    """Facts of the directory."""

    path: str
    top: Entry | None
    """The directory itself; None if it does not exist."""
    parent: str
    """The nearest folder above it that exists."""
    parent_writable: bool
    inner: tuple[Entry, ...] = ()
    damaged: tuple[str, ...] = ()
    """Secrets that are too short to be ours."""


def gather(inputs: Inputs) -> State:
    """Look at the directory and its files. Creates nothing. Switches: yes, for as long as the disk takes."""
    return in_thread(lambda: _gather(inputs.config.state_dir))


def _gather(path: Path) -> State:
    parent = next((one for one in path.parents if one.exists()), Path("/"))
    state = State(str(path), _entry(path), str(parent), os.access(parent, os.W_OK | os.X_OK))
    if state.top is None or not state.top.is_folder:
        return state
    names = (*PRIVATE_FILES, *PRIVATE_FOLDERS)
    inner = tuple(found for found in (_entry(path / name) for name in names) if found is not None)
    damaged = tuple(str(path / name) for name in SECRET_FILES if _is_damaged(path / name))
    return State(state.path, state.top, state.parent, state.parent_writable, inner, damaged)


def _entry(path: Path) -> Entry | None:
    try:
        found = path.stat()
    except OSError:
        return None
    is_folder = stat.S_ISDIR(found.st_mode)
    needs = os.R_OK | os.W_OK | (os.X_OK if is_folder else 0)
    return Entry(str(path), is_folder, found.st_uid, stat.S_IMODE(found.st_mode), os.access(path, needs))


def _is_damaged(path: Path) -> bool:
    try:
        return path.stat().st_uid == os.geteuid() and len(path.read_bytes().strip()) < SECRET_BYTES
    except OSError:
        return False


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs), inputs.uid)


def judge(facts: State, uid: int) -> Findings:
    """Whether WebMux can use its directory and its files, and nobody else."""
    path = repair.quoted(facts.path)
    if facts.top is None:
        if facts.parent_writable:
            return [ok("state", f"The state directory {facts.path} is created by the first start.")]
        cause = f"The state directory {facts.path} cannot be created: {facts.parent} is not writable."
        return [error("state-unwritable", cause, _own(path, uid))]
    if not facts.top.is_folder:
        cause = f"The state directory {facts.path} is a file."
        return [error("state-unwritable", cause, f"mv {path} {path}.old")]
    found = [fault for fault in (_fault(one, uid) for one in (facts.top, *facts.inner)) if fault]
    found += [_damaged(one) for one in facts.damaged]
    return found or [ok("state", f"The state directory {facts.path} is writable, and private.")]


def _own(path: str, uid: int) -> str:
    return repair.as_root(f"install -d -m 700 -o {uid} {path}", uid)


def _fault(one: Entry, uid: int) -> Finding | None:
    path = repair.quoted(one.path)
    if one.uid != uid:
        cause = f"{one.path} belongs to user {one.uid}, but WebMux runs as user {uid}."
        return error("state-owner", cause, repair.as_root(f"chown -R {uid} {path}", uid))
    if one.mode & 0o077:
        cause = f"Other users can open {one.path}: it has mode {one.mode:o}."
        return error("state-modes", cause, f"chmod {700 if one.is_folder else 600} {path}")
    if not one.writable:
        cause = f"{one.path} is not writable."
        return error("state-unwritable", cause, f"chmod {700 if one.is_folder else 600} {path}")
    return None


def _damaged(path: str) -> Finding:
    cause = f"{path} is damaged: it is too short. A new one ends all logins."
    return error("state-damaged", cause, f"mv {repair.quoted(path)} {repair.quoted(path)}.damaged")
