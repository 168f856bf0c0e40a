"""What the environment of a process says about the service that it runs in."""

from __future__ import annotations

import os
from collections.abc import Mapping

LAUNCHD_LABEL = "io.github.webmux"
"""The name of our service in launchd, which passes it to the process."""


def in_service(environment: Mapping[str, str]) -> bool:
    """Whether systemd (systemd.exec(5), INVOCATION_ID) or launchd started this process as a service."""
    return bool(environment.get("INVOCATION_ID")) or environment.get("XPC_SERVICE_NAME") == LAUNCHD_LABEL


def is_journal(descriptor: int, environment: Mapping[str, str]) -> bool:
    """Whether what is written to this descriptor goes to systemd's journal (systemd.exec(5), JOURNAL_STREAM).

    The variable alone does not say so: it is inherited, and the output may be redirected.
    """
    device, _, inode = environment.get("JOURNAL_STREAM", "").partition(":")
    try:
        found = os.fstat(descriptor)
    except OSError:
        return False
    return (device, inode) == (str(found.st_dev), str(found.st_ino))


def is_recorded(descriptor: int, environment: Mapping[str, str]) -> bool:
    """Whether the service manager stores what is written to this descriptor: nothing secret belongs there."""
    return is_journal(descriptor, environment) or environment.get("XPC_SERVICE_NAME") == LAUNCHD_LABEL
