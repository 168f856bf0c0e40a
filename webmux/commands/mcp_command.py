"""`webmux mcp`: a server of the Model Context Protocol on standard input and output.

A process of its own, which the client starts; it reaches the server of WebMux by HTTP like any other command.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, BinaryIO

import click

from webmux.automation.mcp import tool_server
from webmux.commands.gateway import Gateway, uses_gateway

CALLS_MAX = 16
"""At once; a wait must not hold up a ping."""
LINE_MAX_BYTES = 8 * 1024 * 1024


@click.command()
@uses_gateway
def mcp(server: Gateway) -> None:
    """Serve MCP on standard input and output, for agents that drive panes."""
    serve(server, sys.stdin.buffer, sys.stdout.buffer)


def serve(server: Gateway, lines: BinaryIO, out: BinaryIO) -> None:
    """Answer each line until the input ends. Switches: threads."""
    lock = Lock()

    def write(message: Any) -> None:
        with lock:
            out.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")
            out.flush()

    def handle(message: Any) -> None:
        answered = tool_server.answer(message, server.ask)
        if answered is not None:
            write(answered)

    with ThreadPoolExecutor(CALLS_MAX) as pool:
        while line := lines.readline(LINE_MAX_BYTES):
            if not line.strip():
                continue
            try:
                message = json.loads(line.decode())
            except ValueError:
                write(tool_server.failure(None, tool_server.PARSE_ERROR, "this line is no JSON"))
                continue
            pool.submit(handle, message)
