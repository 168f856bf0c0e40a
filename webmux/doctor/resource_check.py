"""What the system gives us: disk space, open files, and notifications of changed files."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from webmux.doctor import repair
from webmux.doctor.finding import Finding, Findings, Inputs, error, ok, warning
from webmux.supervise import in_thread

FREE_BAD_BYTES = 64 << 20
"""WebMux stops recording and uploading with 16 MiB left; the database needs some as well."""
FREE_LOW_BYTES = 1 << 30
FILES_FREE_MIN = 100
FILES_MIN = 256
"""About twenty viewers: a socket each, a terminal for each session, the database, and the libraries."""
FILES_TEAM = 4096
"""All connections that WebMux admits at once."""
StatVfs = Callable[[Path], os.statvfs_result]


@dataclass(frozen=True, slots=True)
class Resources:
    """Facts of the limits. None means unknown, or without a limit."""

    folder: str
    """Where WebMux writes, or the nearest folder above it that exists."""
    free_bytes: int
    files_free: int | None
    """Files that the file system can still create."""
    soft: int | None
    hard: int | None
    watches: bool | None = None
    """Whether the kernel lets us watch a file."""
    read_only: bool = False


def gather(inputs: Inputs, statvfs: StatVfs = os.statvfs) -> Resources:
    """Ask the kernel. Switches: yes, for as long as the disk takes."""
    path = inputs.config.state_dir
    folder = next((one for one in (path, *path.parents) if one.exists()), Path("/"))
    disk = in_thread(lambda: statvfs(folder))
    soft, hard = (_limit(number) for number in resource.getrlimit(resource.RLIMIT_NOFILE))
    return Resources(
        str(folder),
        disk.f_bavail * disk.f_frsize,
        disk.f_favail if disk.f_files else None,
        soft,
        hard,
        _can_watch(),
        bool(disk.f_flag & os.ST_RDONLY),
    )


def _limit(number: int) -> int | None:
    return None if number == resource.RLIM_INFINITY else number


def _can_watch() -> bool | None:
    import ctypes

    try:
        descriptor = ctypes.CDLL(None, use_errno=True).inotify_init1(os.O_CLOEXEC)
    except (OSError, AttributeError):
        return None
    if descriptor < 0:
        return False
    os.close(descriptor)
    return True


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs), inputs.uid)


def judge(facts: Resources, uid: int) -> Findings:
    """Whether there is room, and whether enough files may be open."""
    return [_disk(facts), _files(facts), *_watching(facts, uid)]


def _disk(facts: Resources) -> Finding:
    path = repair.quoted(facts.folder)
    look = f"df -h {path} && du -xh --max-depth=1 {path} | sort -h | tail"
    if facts.read_only:
        return error(
            "disk-read-only", f"The disk of {facts.folder} is mounted read-only.", f"findmnt -T {path}"
        )
    free = _amount(facts.free_bytes)
    if facts.free_bytes < FREE_BAD_BYTES:
        return error("disk-full", f"The disk of {facts.folder} is full: {free} are free.", look)
    if facts.files_free is not None and facts.files_free < FILES_FREE_MIN:
        cause = f"The disk of {facts.folder} has no room for more files: {facts.files_free} inodes are free."
        return error("disk-full", cause, f"df -i {path}")
    if facts.free_bytes < FREE_LOW_BYTES:
        return warning("disk-low", f"The disk of {facts.folder} is nearly full: {free} are free.", look)
    return ok("disk", f"{free} are free on the disk of {facts.folder}.")


def _files(facts: Resources) -> Finding:
    if facts.hard is None:
        return ok("files", "The number of open files has no limit.")
    # The server raises its soft limit to the hard one.
    fix = "ulimit -Hn 8192  # as root, or LimitNOFILE=8192 in the service"
    if facts.hard < FILES_MIN:
        cause = f"Only {facts.hard} files may be open: that is not enough for twenty viewers."
        return error("files", cause, fix)
    if facts.hard < FILES_TEAM:
        viewers = max(20, (facts.hard - 100) // 2)
        return warning(
            "files", f"Only {facts.hard} files may be open: enough for about {viewers} viewers.", fix
        )
    return ok(
        "files", f"{facts.hard} files may be open (soft limit {facts.soft or 'none'}, which WebMux raises)."
    )


def _watching(facts: Resources, uid: int) -> Findings:
    if facts.watches is not False:
        return []
    fix = repair.as_root("sysctl fs.inotify.max_user_instances=512", uid)
    cause = "The kernel refuses inotify: WebMux notices changes of users and certificates late."
    return [warning("inotify", cause, fix)]


def _amount(count: int) -> str:
    if count >= 1 << 30:
        return f"{count / (1 << 30):.1f} GiB"
    return f"{count / (1 << 20):.0f} MiB"
