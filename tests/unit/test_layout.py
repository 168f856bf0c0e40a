"""The tree keeps its shape: a test file for each module, and nothing from this machine in any file."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = [f"requirements{part}.txt" for part in ("", "-dev", "-bench", "-node")]

MIGRATIONS = sorted((ROOT / "webmux/store/migrations").rglob("*.py"))
PROVEN_ELSEWHERE = {
    "webmux/agents/transcript/late_transcripts.py": "tests/integration/test_transcripts.py starts it",
    "webmux/agents/explain.py": "tests/integration/test_agent_screens.py explains a pane",
    "webmux/agents/pane_captures.py": "tests/integration/test_agent_screens.py with a real tmux",
    "webmux/agents/screen_watch.py": "tests/integration/test_agent_screens.py with a real tmux",
    "webmux/panes/pane_facts.py": "tests/integration/panes/test_pane_socket.py types reports and copies",
    "webmux/panes/link_keeper.py": "tests/integration/panes/test_pane_ends.py ends clients and servers",
    "webmux/panes/pane_sessions.py": "tests/integration/panes/test_pane_socket.py views sessions",
    "webmux/panes/viewers/pane_audience.py": "tests/integration/panes/test_pane_socket.py gets the events",
    "webmux/panes/pane_sizes.py": "tests/integration/panes/test_pane_sizes.py with terminals beside",
    "webmux/panes/floods/output_flow.py": "tests/unit/panes/test_pane_hub.py publishes through it",
    "webmux/panes/layout/arranging.py": "tests/integration/panes/test_arranging.py with a real tmux",
    "webmux/web/panes/layout_commands.py": "tests/integration/panes/test_layout_socket.py sends them",
    "webmux/web/panes/pane_commands.py": "tests/integration/panes/test_pane_socket.py sends commands",
    "webmux/panes/viewers/pane_view.py": "tests/unit/panes/viewers/test_pane_subscriber.py shows panes",
    "webmux/panes/pane_events.py": "records without behaviour",
    "webmux/changes/git_errors.py": "tests/unit/changes/test_working_tree.py gets the errors",
    "webmux/changes/repository.py": "tests/unit/changes/test_hostile_repository.py opens them",
    "webmux/source.py": "a protocol: mypy checks who implements it",
    "webmux/events.py": "records without behaviour",
    "webmux/store/tables.py": "tests/unit/store/test_database.py compares it with the schema",
    "webmux/store/schema.py": "tests/unit/store/test_database.py compares it with the migrations",
    "webmux/store/database_connection.py": "tests/unit/store/test_database.py uses it",
    **{path.relative_to(ROOT).as_posix(): "tests/unit/store/test_database.py runs it" for path in MIGRATIONS},
    "webmux/config_values.py": "tests/unit/test_config.py: a value belongs to its option",
    "webmux/hub/limits.py": "values alone",
    "webmux/hub/redraw.py": "tests/unit/hub/test_hub.py types in a flood",
    "webmux/hub/counts.py": "tests/integration/test_optimized_socket.py reads the sums",
    "webmux/web/server/tls.py": "tests/integration/test_edge.py, over the network",
    "webmux/web/views/metrics.py": "tests/integration/test_optimized_socket.py reads the numbers",
    "webmux/hub/viewer.py": "tests/unit/hub/test_size_policy.py: subscribers are viewers",
    "webmux/hub/subscriber.py": "tests/unit/hub/test_hub.py: a subscriber exists only in a hub",
    "webmux/web/engine/socket_route.py": "tests/integration opens sockets",
    "webmux/web/engine/throttle.py": "tests/unit/web/engine/test_transport.py",
    "webmux/tmux/control/connection.py": "tests/integration/test_control.py with a real tmux",
    "webmux/tmux/control/client.py": "tests/integration/test_control.py with a real tmux",
    "webmux/web/views/recordings.py": "tests/integration/test_recording.py records and plays",
    "webmux/web/views/share_links.py": "tests/integration/test_shared.py opens links",
    "webmux/commands/options.py": "tests/integration/test_people.py runs commands",
    "webmux/commands/output.py": "tests/integration/test_people.py runs commands",
    "webmux/commands/user_command.py": "tests/integration/test_people.py runs it",
    "webmux/commands/link_command.py": "tests/integration/test_people.py runs it",
    "webmux/backup/backup_errors.py": "classes alone",
    "webmux/commands/restore_command.py": "tests/integration/test_backup.py runs it",
    "webmux/commands/pair_command.py": "tests/integration/test_people.py runs it",
    "webmux/commands/token_command.py": "tests/integration/test_people.py runs it",
    "webmux/commands/passkey_command.py": "tests/integration/test_people.py runs it",
    "webmux/commands/audit_command.py": "tests/integration/test_people.py runs it",
    "webmux/commands/tls_command.py": "tests/integration/test_people.py runs it",
    "webmux/start/run.py": "tests/integration starts the program",
    "webmux/start/gunicorn_app.py": "tests/integration starts the program",
    "webmux/presets/preset_limits.py": "values alone",
    "webmux/web/server/worker.py": "tests/integration/test_http_server.py ends it in each way",
    "webmux/start/address.py": "tests/integration/test_cli_start.py listens on busy ones",
    "webmux/gunicorn.py": "tests/integration/test_cli_start.py starts gunicorn with it",
    "webmux/wsgi.py": "tests/integration/test_cli_start.py starts gunicorn with it",
    "webmux/web/assets/sources.py": "tests/unit/web/assets/test_packed.py edits a source",
    "webmux/live.py": "tests/integration with a real tmux",
    "webmux/web/app.py": "tests/integration uses a served app",
    "webmux/web/terminal/record_socket.py": "tests/integration opens sockets",
    "webmux/web/terminal/session_socket.py": "tests/integration opens sockets",
    "webmux/web/terminal/json_socket.py": "tests/integration opens sockets",
    "webmux/web/terminal/preview_push.py": "tests/integration/test_previews.py reads what is pushed",
    "webmux/web/views/schemas.py": "tests/integration/test_schema.py compares it with answers",
    "webmux/web/access/audit_trail.py": "tests/unit/web/views/test_account.py reads the events of the views",
    "webmux/web/terminal/history_commands.py": "tests/integration/test_history.py sends commands",
    "webmux/mirror/panes.py": "tests/unit/mirror/test_history.py reads the facts of panes",
    "webmux/mirror/regex.py": "tests/unit/mirror/test_matching.py runs it",
    "webmux/web/terminal/machine_stats.py": "tests/integration requests the stats",
    "webmux/push/withheld.py": "tests/unit/push/test_notifier.py: nothing else uses it",
    "webmux/running.py": "tests/integration/test_events.py gets the events",
    "webmux/tmux/own_clients.py": "tests/integration/test_switch_client.py with a real tmux",
    "webmux/web/presence/latest_push.py": "tests/unit/web/presence/test_admin_events.py pushes by it",
    "webmux/web/terminal/activity_push.py": "tests/integration/test_json_socket.py reads what is pushed",
    "webmux/web/terminal/session_events.py": "tests/integration/test_switch_client.py gets the events",
    "webmux/web/terminal/record_commands.py": "tests/integration/test_optimized_socket.py sends commands",
    "webmux/web/terminal/socket_handlers.py": "tests/unit/web/test_roles.py declares handlers",
    "webmux/web/terminal/window_switch.py": "tests/integration/test_switch_client.py switches windows",
    "webmux/panes/pane_reader.py": "a protocol: mypy checks who implements it",
    "webmux/panes/snapshots/pane_history.py": "tests/integration/panes/test_pane_joins.py reads histories",
    **{
        f"webmux/doctor/{name}.py": "tests/integration/test_doctor.py runs it on broken machines"
        for name in ("database_check", "exchange", "options_check")
    },
    "webmux/commands/doctor_command.py": "tests/integration/test_doctor.py runs it",
    "webmux/web/terminal/check_socket.py": "tests/integration/test_doctor.py connects through a proxy",
    "webmux/web/access/own_doctor.py": "tests/unit/web/views/test_doctor_view.py asks it",
    "webmux/panes/input/ghost.py": "tests/integration/panes/test_ghost.py attaches it",
    "webmux/web/panes/ghost_socket.py": "tests/integration/panes/test_ghost.py connects to it",
    "webmux/web/automation/long_answer.py": "tests/integration/test_waits.py waits for its answers",
    "webmux/commands/driving_commands.py": "tests/integration/test_driving_commands.py runs them",
    "webmux/commands/gateway.py": "tests/integration/test_driving_commands.py asks a server by it",
    "webmux/web/automation/pane_list.py": "tests/integration/test_driving_commands.py lists and notifies",
    "webmux/automation/mcp/pane_tools.py": "tests/unit/automation/mcp/test_tool_server.py calls the tools",
    "webmux/commands/mcp_command.py": "tests/integration/test_mcp.py talks to it",
    "webmux/web/automation/mcp_view.py": "tests/integration/test_mcp.py asks it",
    "webmux/automation/pane_screen.py": "tests/integration/test_automation.py reads screens",
    "webmux/web/automation/pane_views.py": "tests/integration/test_automation.py sends requests",
    "webmux/panes/input/hands.py": "tests/integration/panes/test_key_bindings.py runs it against a real tmux",
}
"""Modules without a unit test file of their own, and the tests that cover them."""


def modules() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "webmux").rglob("*.py")
        if path.name not in ("__init__.py", "__main__.py")
    )


def test_file_of(module: str) -> Path:
    inner = Path(module).relative_to("webmux")
    return ROOT / "tests" / "unit" / inner.parent / f"test_{inner.name}"


test_file_of.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("module", modules())
def test_each_module_has_a_test_file(module: str) -> None:
    assert test_file_of(module).exists() or module in PROVEN_ELSEWHERE, (
        f"write {test_file_of(module).relative_to(ROOT)}, or add a row to PROVEN_ELSEWHERE"
    )


def test_no_exception_is_superfluous() -> None:
    """A module that has a test file by now needs no entry."""
    assert [] == [name for name in PROVEN_ELSEWHERE if test_file_of(name).exists()]


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_nothing_built_or_installed_is_tracked() -> None:
    bad = re.compile(r"(^|/)(node_modules|\.venv|__pycache__|vendor)/|\.(pyc|map|min\.js)$")
    assert [] == [path for path in tracked_files() if bad.search(path.relative_to(ROOT).as_posix())]


def test_lock_files_name_no_download_address() -> None:
    locks = ["package-lock.json", "tests/agents/package-lock.json", *REQUIREMENTS]
    address = re.compile(r'"resolved"|--(index-url|extra-index-url|find-links|trusted-host)|@ (https?|file):')
    assert [] == [name for name in locks if address.search((ROOT / name).read_text())]


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_pin_is_exact_and_hashed(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().replace("\\\n", " ").strip())
    pins = [entry for entry in entries if not entry.startswith("#")]
    assert pins
    assert [] == [entry for entry in pins if not re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry)]


def test_files_shared_by_both_locks_agree() -> None:
    """A package that running and testing both need has one version."""

    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))

    run, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {} == {name: (run[name], dev[name]) for name in run.keys() & dev.keys() if run[name] != dev[name]}
