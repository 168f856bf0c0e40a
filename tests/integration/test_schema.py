"""The HTTP interface replies as `/api/openapi.json` describes, to valid and to invalid requests."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server import Server

EXAMPLES = 14
"""Of each operation: together they stay below the changes that one user may make in a minute."""
SESSIONS = 5
RUNS_PROGRAMS = ("command", "cwd")


def do_no_harm(case: Any) -> None:
    """Generated requests must not run programs or choose where files are written."""
    if isinstance(case.body, dict):
        for field in RUNS_PROGRAMS:
            case.body.pop(field, None)
    (case.query or {}).pop("folder", None)
    if case.operation.path.endswith("/wait"):
        case.query = {**(case.query or {}), "timeout": 0}


def hit_now_and_then(case: Any) -> None:
    """Half of the ids and names: a generated one is hardly ever of a session, or one that may be given."""
    for field, sign in (("session_id", "$"), ("window_id", "@")):
        for place in (case.path_parameters, case.body):
            digits = str(place.get(field, "")).removeprefix(sign) if isinstance(place, dict) else ""
            if digits.isdigit() and int(digits) % 2:
                place[field] = f"{sign}{int(digits) % SESSIONS}"
    if isinstance(case.body, dict) and isinstance(case.body.get("name"), str) and len(case.body["name"]) % 2:
        case.body["name"] = f"name-{len(case.body['name'])}"


@pytest.mark.own_server
@pytest.mark.timeout_s(180)  # some two hundred requests, and finding them takes longer than answering
def test_replies_conform_to_the_schema(server: Server) -> None:
    """No 5xx, and no status or body that is not documented. Sessions start with a plain shell only."""
    # It loads for a second, which no other test should wait for.
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    checks = [not_a_server_error, response_schema_conformance, status_code_conformance]
    schema = schemathesis.openapi.from_url(f"{server.url}/api/openapi.json", headers=server.bearer)
    for number in range(SESSIONS):
        # What is uploaded lands there.
        server.tmux("new-session", "-d", "-s", f"work{number}", "-c", str(server.directory), "sleep 60")
    answered: dict[str, set[int]] = defaultdict(set)
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in sorted(operations, key=lambda one: one.method.upper() == "DELETE"):

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
        def ask(case: Any) -> None:
            do_no_harm(case)
            hit_now_and_then(case)
            answer = case.call_and_validate(headers=server.bearer, checks=checks)
            answered[case.operation.label].add(answer.status_code)

        ask()
    assert {one.label for one in operations} == answered.keys()
    assert 200 == server.request("GET", "/healthz")[0]
