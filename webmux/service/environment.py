"""What the environment of a process says about the service that it runs in."""

from __future__ import annotations

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
