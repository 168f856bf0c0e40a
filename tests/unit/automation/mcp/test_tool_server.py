"""What a client of MCP gets for its messages, right and wrong, with a pretended server behind the tools."""

from __future__ import annotations

from typing import Any

import pytest

from webmux.automation.mcp.pane_tools import TOOLS
from webmux.automation.mcp.tool_server import INVALID_PARAMS, INVALID_REQUEST, NO_METHOD, VERSIONS, answer
from webmux.errors import PaneNotFound

Asked = list[tuple[str, str, Any]]


def reply(method: str, asked: Asked | None = None, found: Any = None, **params: Any) -> Any:
    def ask(verb: str, path: str, body: Any, timeout_s: float) -> Any:
        if isinstance(found, Exception):
            raise found
        (asked if asked is not None else []).append((verb, path, body))
        return found

    message = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
    return answer(message, ask)


def called(name: str, arguments: Any, found: Any = None) -> tuple[Asked, Any]:
    asked: Asked = []
    return asked, reply("tools/call", asked, found, name=name, arguments=arguments)


@pytest.mark.parametrize(("asked", "given"), [(VERSIONS[-1], VERSIONS[-1]), ("1999-01-01", VERSIONS[0])])
def test_the_version_is_that_of_the_client_if_we_know_it(asked: str, given: str) -> None:
    result = reply("initialize", protocolVersion=asked, capabilities={})["result"]
    assert given == result["protocolVersion"]
    assert {"tools": {}} == result["capabilities"]


def test_every_tool_is_listed_with_a_schema() -> None:
    tools = reply("tools/list")["result"]["tools"]
    assert ["list", "read_screen", "send", "wait", "new_session", "notify"] == [one["name"] for one in tools]
    assert all(one["inputSchema"]["additionalProperties"] is False for one in tools)
    assert {} == reply("ping")["result"]


def test_a_call_is_a_request_to_the_http_interface() -> None:
    asked, answered = called("read_screen", {"pane": "%12", "lines": 5}, {"text": "hello", "cols": 80})
    assert [("GET", "/api/panes/12/screen?lines=5", None)] == asked
    assert [{"type": "text", "text": "hello"}] == answered["result"]["content"]
    assert 80 == answered["result"]["structuredContent"]["cols"]
    asked, _ = called("send", {"pane": "12", "text": "a;b", "enter": True})
    assert [("POST", "/api/panes/12/send", {"text": "a;b", "enter": True})] == asked
    asked, _ = called("wait", {"pane": "%1", "for": ["done", "text"], "text": "a b&c", "timeout": 9})
    assert [("GET", "/api/panes/1/wait?for=done%2Ctext&text=a+b%26c&timeout=9", None)] == asked


def test_what_the_server_refuses_is_for_the_agent_to_read() -> None:
    result = called("read_screen", {"pane": "%9"}, PaneNotFound("%9"))[1]["result"]
    assert result["isError"]
    assert "pane_not_found" in result["content"][0]["text"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("lunch", {}),
        (None, {}),
        ("send", {}),
        ("send", {"pane": "%1", "then": "x"}),
        ("send", {"pane": "%1;kill-server"}),
        ("send", ["%1"]),
        ("wait", {"pane": "%1", "for": "done"}),
    ],
)
def test_a_wrong_call_asks_nothing(name: Any, arguments: Any) -> None:
    asked, answered = called(name, arguments)
    assert ([], INVALID_PARAMS) == (asked, answered["error"]["code"])


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ([], INVALID_REQUEST),
        ({"id": 1, "method": "ping"}, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": None, "method": "ping"}, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": True, "method": "ping"}, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": [1]}, INVALID_PARAMS),
        ({"jsonrpc": "2.0", "id": 1, "method": "resources/list"}, NO_METHOD),
        ({"jsonrpc": "2.0", "id": 1}, INVALID_REQUEST),
    ],
)
def test_a_wrong_message_gets_an_error(message: Any, code: int) -> None:
    answered = answer(message, lambda *_: None)
    assert answered is not None
    assert code == answered["error"]["code"]


def test_a_notification_gets_no_answer() -> None:
    assert answer({"jsonrpc": "2.0", "method": "notifications/initialized"}, lambda *_: None) is None
    assert answer({"jsonrpc": "2.0", "id": 3, "result": {}}, lambda *_: None) is None


def test_the_schemas_name_every_argument_that_is_required() -> None:
    for tool in TOOLS.values():
        assert set(tool.required) <= set(tool.properties)
