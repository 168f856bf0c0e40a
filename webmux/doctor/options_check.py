"""The configuration: which option is wrong, and in which line of the file, variable or flag."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webmux.config import CONFIG_FILE_VARIABLE, ENV_PREFIX
from webmux.doctor import repair
from webmux.doctor.finding import Findings, Inputs, error, ok

FILE_MAX_BYTES = 1 << 20
_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class Options:
    """Facts of a wrong configuration."""

    key: str
    """The option, or the variable; empty if nothing is wrong."""
    message: str
    path: str
    """The file that is read."""
    line: int | None
    """The line of the file that is wrong; None if the file is not the cause."""
    variable: str
    """The environment variable that sets the option; empty if none does."""
    has_file: bool


def gather(inputs: Inputs) -> Options:
    """Find the place of the mistake that `load` reported. Reads one file."""
    path = Path(inputs.config_path)
    try:
        text = path.read_text("utf-8", "replace")[:FILE_MAX_BYTES]
    except OSError:
        text = ""
    if inputs.fault is None:
        return Options("", "", str(path.absolute()), None, "", path.exists())
    key, message = inputs.fault.key, inputs.fault.message
    if key in inputs.flags:
        return Options(key, message, str(path.absolute()), None, "", path.exists())
    variable = _variable(key, inputs.environ)
    return Options(key, message, str(path.absolute()), line_of(key, message, text), variable, path.exists())


def _variable(key: str, environ: Mapping[str, str]) -> str:
    if key == "config" and environ.get(CONFIG_FILE_VARIABLE):
        return CONFIG_FILE_VARIABLE
    name = key if key.startswith(ENV_PREFIX) else f"{ENV_PREFIX}{key.upper()}"
    return name if name in environ else ""


def line_of(key: str, message: str, text: str) -> int | None:
    """The line of `text` that sets the option, or that is not TOML; None if there is none. From 1."""
    found = _LINE.search(message)
    if found is not None:
        return int(found[1])
    pattern = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]|\s*\[+\s*["']?{re.escape(key)}\b""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), None)


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs))


def judge(facts: Options) -> Findings:
    """Whether all options have valid values. The other checks use the defaults if not."""
    if not facts.key:
        cause = f"The options in {facts.path} are valid." if facts.has_file else "The options are valid."
        return [ok("config", cause)]
    # The environment wins over the file, so it is the cause if both set the option.
    if facts.variable:
        cause = f"{facts.variable} in the environment is wrong: {facts.message}."
        return [error("config", cause, f"unset {facts.variable}")]
    if facts.line is not None:
        cause = f"{facts.path}, line {facts.line} is wrong: {facts.message}."
        return [error("config", cause, f"${{EDITOR:-vi}} +{facts.line} {repair.quoted(facts.path)}")]
    return [error("config", f"An option is wrong: {facts.message}.", f"{repair.program()} --help")]
