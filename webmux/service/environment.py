"""What the environment of a process says about the service that it runs in."""

from __future__ import annotations

import os
from collections.abc import Mapping

from webmux.logs import is_journal

LAUNCHD_LABEL = "io.github.webmux"
"""The name of our service in launchd, which passes it to the process."""


def in_service(environment: Mapping[str, str]) -> bool:
    """Whether systemd (systemd.exec(5), INVOCATION_ID) or launchd started this process as a service."""
    return bool(environment.get("INVOCATION_ID")) or environment.get("XPC_SERVICE_NAME") == LAUNCHD_LABEL


def is_recorded(descriptor: int, environment: Mapping[str, str]) -> bool:
    """Whether the service manager stores what is written to this descriptor: nothing secret belongs there."""
    return is_journal(descriptor, environment) or environment.get("XPC_SERVICE_NAME") == LAUNCHD_LABEL


def manager_variables(environment: Mapping[str, str], uid: int) -> dict[str, str]:
    """How `systemctl --user` and `systemd-run --user` find the user's manager, if no variable says so yet.

    A service of the machine, and a shell of `su`, have none.
    """
    folder = f"/run/user/{uid}"
    if environment.get("XDG_RUNTIME_DIR") or not os.path.isdir(folder):
        return {}
    return {"XDG_RUNTIME_DIR": folder}
