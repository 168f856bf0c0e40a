"""The JSON of Layout records: first all windows, then what changed; never more than 64 KiB."""

from __future__ import annotations

import json

from tests.fake_panes import row
from webmux.panes.layout.layout_messages import (
    MESSAGE_MAX_BYTES,
    WINDOW_MAX_BYTES,
    change_messages,
    first_messages,
    window_json,
)
from webmux.panes.layout.pane_layout import SessionLayout, parse_layout_rows


def read(messages: list) -> list[tuple[str, dict]]:
    assert all(len(message.payload) <= MESSAGE_MAX_BYTES for message in messages)
    return [(message.window_id, json.loads(message.payload)) for message in messages]


def layout(*rows: bytes, seq: int = 0) -> SessionLayout:
    parsed = parse_layout_rows(rows)
    return SessionLayout(parsed.windows, parsed.status_rows, seq)


def test_a_viewer_first_gets_all_windows() -> None:
    now = layout(row(0, 0), row(1, 2, index=1), seq=5)
    whole = [window.fields() for window in now.windows]
    assert [("", {"seq": 5, "all": whole})] == read(first_messages(now))
    assert [("", {"seq": 5, "all": whole[1:]})] == read(first_messages(now, "@1"))


def test_then_it_gets_windows_that_changed_and_what_is_gone() -> None:
    before = layout(row(0, 0), row(0, 1), row(1, 2, index=1))
    now = layout(row(0, 0), seq=6)
    gone = {"seq": 6, "gone": {"windows": ["@1"], "panes": [1, 2]}}
    assert [("@0", {"seq": 6, "window": now.windows[0].fields()}), ("", gone)] == read(
        change_messages(before, now)
    )
    assert [] == change_messages(now, now)


def test_to_a_viewer_of_one_window_a_pane_that_left_it_is_gone() -> None:
    before = layout(row(0, 0), row(0, 1), row(1, 2, index=1))
    now = layout(row(0, 0), row(1, 2, index=1), row(1, 1, index=1))
    messages = read(change_messages(before, now, "@0"))
    assert ["@0", ""] == [window for window, _ in messages]
    assert {"windows": [], "panes": [1]} == messages[1][1]["gone"]
    assert ["@0", "@1"] == [window for window, _ in read(change_messages(before, now))]


def test_what_does_not_fit_the_first_message_follows_in_others() -> None:
    texts = f"name title sh /{'x' * 900}"
    rows = [row(at, at * 20 + pane, index=at, texts=texts) for at in range(8) for pane in range(20)]
    messages = read(first_messages(layout(*rows)))
    assert ["", *(f"@{window}" for window in range(3, 8))] == [window for window, _ in messages]
    assert ["@0", "@1", "@2"] == [window["id"] for window in messages[0][1]["all"]]


def test_a_window_that_is_too_large_loses_texts_and_then_panes() -> None:
    def panes(count: int, texts: str) -> list[dict]:
        [window] = layout(*(row(0, pane, texts=texts) for pane in range(count))).windows
        text = window_json(window)
        assert len(text) <= WINDOW_MAX_BYTES
        shown: list[dict] = json.loads(text)["panes"]
        return shown

    title = "漢" * 100
    assert {("", title)} == {
        (pane["path"], pane["title"]) for pane in panes(90, f"n {title} sh /{'x' * 700}")
    }
    shown = panes(3000, f"n {title} sh /tmp")
    assert {""} == {pane["title"] for pane in shown}
    assert list(range(len(shown))) == [pane["pane"] for pane in shown]
    assert 300 < len(shown) < 3000
