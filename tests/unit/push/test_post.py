"""One POST: its address, and how much of the reply is read."""

from __future__ import annotations

import pytest

from tests.push_service import HOST, push_service
from webmux.push.hosts import PrivateAddress, Target, target_of
from webmux.push.post import ANSWER_MAX_BYTES, Poster


def test_the_request_is_sent_and_the_reply_is_bounded() -> None:
    with push_service() as service:
        target = target_of(service.origin + "/a?b=c", [HOST])
        answer = Poster(target).post("", 5, b"data", {"TTL": 5})
        [(headers, body)] = service.taken
    assert (201, ANSWER_MAX_BYTES) == (answer.status_code, len(answer.text))
    assert (b"data", "/a", "5") == (body, headers["PATH_INFO"], headers["HTTP_TTL"])
    assert service.origin == "http://" + headers["HTTP_HOST"]


def test_a_push_service_on_this_machine_gets_no_request() -> None:
    with push_service() as service:
        port = int(service.origin.rpartition(":")[2])
        with pytest.raises(PrivateAddress):
            Poster(Target("http", "localhost", port, "/", False)).post("", 5, b"", {})
        assert [] == service.taken
