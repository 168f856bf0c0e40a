"""Runs all checks at the same time, and reports those that crash or take too long."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module

import gevent

from webmux.config import (
    CONFIG_FILE_VARIABLE,
    DEFAULT_CONFIG_FILE,
    ENV_PREFIX,
    OPTION_KEYS,
    Config,
    given,
    load,
)
from webmux.doctor import repair
from webmux.doctor.finding import Finding, Findings, Inputs, Level, error, warning
from webmux.errors import ConfigError
from webmux.store.state_dir import OPTIONS_FILE, is_served

DEADLINE_S = 10.0
CHECKS = {
    "packages": "packages_check",
    "config": "options_check",
    "tmux": "tmux_program",
    "socket": "tmux_sockets",
    "tmux options": "tmux_options",
    "locale": "locales",
    "address": "listen_check",
    "state": "state_check",
    "database": "database_check",
    "certificate": "tls_check",
    "public address": "public_check",
    "network": "network_check",
    "machine": "resource_check",
    "service": "service_check",
    "agents": "agents_check",
}
"""By name, in the order of the report: the module whose function `check` returns findings."""
Check = Callable[[Inputs], Findings]
Result = tuple[str, Finding]
"""The name of a check, and one thing that it found."""


def checks() -> dict[str, Check]:
    """All checks, loaded now."""
    return {name: import_module(f"webmux.doctor.{module}").check for name, module in CHECKS.items()}


def run(
    inputs: Inputs, which: Mapping[str, Check] | None = None, deadline_s: float = DEADLINE_S
) -> list[Result]:
    """The findings of all checks, in their order.

    A check that crashes becomes an error. A late one becomes a warning, because it found nothing wrong.

    Switches: yes, until all ended or the deadline passed.
    """
    chosen = checks() if which is None else which
    running = {name: gevent.spawn(partial(_protected, name, check, inputs)) for name, check in chosen.items()}
    gevent.joinall(list(running.values()), timeout=deadline_s)
    found: list[Result] = []
    for name, greenlet in running.items():
        findings = greenlet.value if greenlet.ready() else None
        found += [(name, finding) for finding in findings or [_late(name, deadline_s)]]
    gevent.killall(list(running.values()), block=False)
    return found


def _protected(name: str, check: Check, inputs: Inputs) -> Findings:
    try:
        return check(inputs)
    except Exception as failure:  # noqa: BLE001  # one check must not hide the others
        cause = f"The check of {name} crashed: {type(failure).__name__}: {failure}."
        return [error("check-crashed", cause, f"{repair.program()} doctor --json")]


def _late(name: str, deadline_s: float) -> Finding:
    cause = f"The check of {name} did not end in {deadline_s:g} s."
    return warning("check-late", cause, f"{repair.program()} doctor")


def worst(found: Sequence[Result]) -> Level:
    """The worst level of all."""
    levels = [finding.level for _, finding in found]
    return next((level for level in (Level.ERROR, Level.WARNING) if level in levels), Level.OK)


def inputs_of_shell(flags: Mapping[str, str] | None = None, config_file: str | None = None) -> Inputs:
    """What the shell of the user says, and the options of the server if it runs. Never fails."""
    options, fault = dict(flags or {}), None
    try:
        config = load(options, config_file)
    except ConfigError as failure:
        fault = failure
        config = _without_faults(options, config_file)
    served = is_served(config.state_dir)
    path = config_file or os.environ.get(CONFIG_FILE_VARIABLE) or DEFAULT_CONFIG_FILE
    return Inputs(
        (_running_options(config, options) if served else None) or config,
        dict(os.environ),
        os.geteuid(),
        served,
        config_path=path,
        fault=fault,
        flags=frozenset(options),
    )


def inputs_of_server(config: Config) -> Inputs:
    """What the server that calls this knows of itself."""
    fault = None
    try:
        given()  # the file may have been edited since the start
    except ConfigError as failure:
        fault = failure
    path = os.environ.get(CONFIG_FILE_VARIABLE) or DEFAULT_CONFIG_FILE
    return Inputs(
        config, dict(os.environ), os.geteuid(), served=True, in_server=True, config_path=path, fault=fault
    )


def _without_faults(flags: Mapping[str, str], config_file: str | None) -> Config:
    """The options with defaults in place of those that are wrong."""
    try:
        values = {key: one.value for key, one in given(flags, config_file).items()}
    except ConfigError:  # of the file, or of an unknown variable
        variables = {key: os.environ.get(f"{ENV_PREFIX}{key.upper()}") for key in OPTION_KEYS}
        values = {**{key: text for key, text in variables.items() if text is not None}, **flags}
    while True:
        try:
            return Config(**values)
        except ConfigError as failure:
            if values.pop(failure.key, None) is None:
                values = {key: value for key, value in values.items() if key == "state_dir"}


def _running_options(config: Config, flags: Mapping[str, str]) -> Config | None:
    """The options that the running server wrote when it started; None if they cannot be read.

    Options on the command line of the doctor replace them.
    """
    path = config.state_dir / OPTIONS_FILE
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        with open(descriptor, encoding="utf-8") as file:
            found = os.fstat(descriptor)
            if found.st_uid != os.geteuid() or not stat.S_ISREG(found.st_mode):
                return None
            values = json.loads(file.read(1 << 20))
        known = {key: value for key, value in values.items() if key in OPTION_KEYS}
        return Config(**{**known, **flags, "database_url": config.database_url})
    except (ConfigError, OSError, ValueError, AttributeError, TypeError):
        return None
