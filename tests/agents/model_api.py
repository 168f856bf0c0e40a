"""A model on loopback for agents: it answers Anthropic's Messages and OpenAI's Responses from a list."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from gevent.pywsgi import WSGIServer

HOST = "127.0.0.1"
FINAL_TEXT = "All is finished."
"""What the model says when its list is empty."""

Call = tuple[str, dict[str, Any]]
"""A tool and its arguments."""


class ModelApi:
    """Each question of an agent takes the next answer of `answers`: tools to call at once.

    Requests without tools, such as those for a title, get a text. `asked` counts the questions.
    """

    def __init__(self) -> None:
        self.answers: deque[list[Call]] = deque()
        self.asked = 0
        self._server = WSGIServer((HOST, 0), self._serve, log=None, error_log=None)
        self._server.start()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_port}"

    def close(self) -> None:
        self._server.stop()

    def _serve(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        body = environ["wsgi.input"].read()
        if environ["REQUEST_METHOD"] != "POST" or not path.endswith(("/messages", "/responses")):
            start_response("200 OK", [("Content-Type", "application/json")])
            return [b'{"data": [], "models": [], "input_tokens": 1}']
        request = json.loads(body)
        calls: list[Call] = []
        if request.get("tools"):
            self.asked += 1
            calls = self.answers.popleft() if self.answers else []
        events = _messages(request, calls) if path.endswith("/messages") else _responses(calls, self.asked)
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        return [f"event: {one['type']}\ndata: {json.dumps(one)}\n\n".encode() for one in events]


def _messages(request: dict[str, Any], calls: list[Call]) -> Iterator[dict[str, Any]]:
    """Source: docs.anthropic.com, "Streaming Messages"."""
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": request["model"]}
    yield {
        "type": "message_start",
        "message": {**message, "content": [], "stop_reason": None, "usage": usage},
    }
    blocks: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (
            {"type": "tool_use", "id": f"toolu_{id(calls)}_{number}", "name": name, "input": {}},
            {"type": "input_json_delta", "partial_json": json.dumps(arguments)},
        )
        for number, (name, arguments) in enumerate(calls)
    ]
    for number, (block, delta) in enumerate(
        blocks or [({"type": "text", "text": ""}, {"type": "text_delta", "text": FINAL_TEXT})]
    ):
        yield {"type": "content_block_start", "index": number, "content_block": block}
        yield {"type": "content_block_delta", "index": number, "delta": delta}
        yield {"type": "content_block_stop", "index": number}
    reason = "tool_use" if calls else "end_turn"
    yield {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": usage}
    yield {"type": "message_stop"}


def _responses(calls: list[Call], number: int) -> Iterator[dict[str, Any]]:
    """Source: platform.openai.com, "Streaming responses"."""
    items: list[dict[str, Any]] = [
        {
            "type": "function_call",
            "id": f"fc_{number}_{place}",
            "call_id": f"call_{number}_{place}",
            "name": name,
            "arguments": json.dumps(arguments),
        }
        for place, (name, arguments) in enumerate(calls)
    ]
    if not calls:
        text = {"type": "output_text", "text": FINAL_TEXT, "annotations": []}
        items = [{"type": "message", "id": f"msg_{number}", "role": "assistant", "content": [text]}]
    response = {"id": f"resp_{number}", "object": "response", "output": items}
    yield {"type": "response.created", "response": {**response, "output": []}}
    for place, item in enumerate(items):
        yield {"type": "response.output_item.done", "output_index": place, "item": item}
    usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    yield {"type": "response.completed", "response": {**response, "usage": usage}}
