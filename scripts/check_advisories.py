"""Asks pip-audit and npm audit whether anything that we install has a known hole.

Exit code 1 and a line for each hole. A database that cannot be asked gets one line that says so, and code
0: a missing network says nothing about the code.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

TIMEOUT_S = 120.0
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt", "requirements-node.txt")
PIP = ("pip-audit", "--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json")
NPM = ("npm", "audit", "--json")
EXCEPTIONS: dict[str, str] = {}
"""Advisories that do not concern us, by their id, each with the reason."""


class CannotAsk(Exception):
    """The database did not answer."""


def holes_of_pip(report: dict[str, Any]) -> list[str]:
    """What `pip-audit --format=json` found, without the exceptions.

    Raises:
        CannotAsk: some package could not be looked up, so that silence would mean nothing.
    """
    dependencies = report["dependencies"]
    skipped = [one["name"] for one in dependencies if "skip_reason" in one]
    found = [
        (one["name"], one["version"], hole["id"]) for one in dependencies for hole in one.get("vulns", ())
    ]
    holes = [f"{name} {version}: {hole}" for name, version, hole in found if hole not in EXCEPTIONS]
    if skipped and not holes:
        raise CannotAsk(f"nothing is known of {len(skipped)} of {len(dependencies)} packages")
    return holes


def holes_of_npm(report: dict[str, Any]) -> list[str]:
    """What `npm audit --json` found, without the exceptions.

    Raises:
        CannotAsk: the registry has no advisories for us.
    """
    if "vulnerabilities" not in report:
        raise CannotAsk(str(report.get("message", "no answer")))
    causes = (cause for one in report["vulnerabilities"].values() for cause in one["via"])
    found = {(cause["name"], cause["url"].rpartition("/")[2]) for cause in causes if isinstance(cause, dict)}
    return [f"{name}: {hole}" for name, hole in sorted(found) if hole not in EXCEPTIONS]


def ask(command: tuple[str, ...], holes_of: Callable[[dict[str, Any]], list[str]]) -> list[str]:
    """Run an audit and read its answer.

    Raises:
        CannotAsk: it gave none.
    """
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
        return holes_of(json.loads(done.stdout))
    except subprocess.TimeoutExpired as error:
        raise CannotAsk(f"no answer in {TIMEOUT_S:g} s") from error
    except (OSError, ValueError) as error:
        raise CannotAsk("no answer") from error


def main() -> int:
    """Ask both; 1 where a hole is known."""
    files = [word for name in REQUIREMENTS for word in ("-r", name)]
    holes: list[str] = []
    for command, holes_of in (((*PIP, *files), holes_of_pip), (NPM, holes_of_npm)):
        try:
            holes += ask(command, holes_of)
        except CannotAsk as error:
            print(f"{command[0]} could not be asked: {error}", file=sys.stderr)
    for hole in holes:
        print(hole)
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
