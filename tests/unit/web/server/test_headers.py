"""Replies that no application makes have the same headers and form as others."""

from __future__ import annotations

import json
import socket
from http import HTTPStatus

import pytest

from webmux.web.server.headers import HEADERS, write_error


@pytest.mark.parametrize("message", ["Invalid header", "\x1b[31m\u202e\ud800", 'a"b\r\nX: y', "x" * 5000])
def test_errors_before_the_application_have_its_form(message: str) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        write_error(ours, HTTPStatus.BAD_REQUEST, "bad_request", message)
        ours.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := theirs.recv(65536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode("ascii").split("\r\n")
    assert "HTTP/1.1 400 Bad Request" == lines[0]
    assert {f"{name}: {value}" for name, value in HEADERS.items()} <= set(lines)
    assert f"Content-Length: {len(body)}" in lines
    assert "bad_request" == json.loads(body)["error"]["code"]
    assert all(0x20 <= byte <= 0x7E for byte in body)
