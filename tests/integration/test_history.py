"""History by row numbers, and looking for text in it, with a real tmux."""

from __future__ import annotations

import http.client
import json
import re
from urllib.parse import urlencode

import pytest

from tests.integration.test_shared import ask, guest_of, share
from tests.support import eventually
from tests.tmux import tmux_is


@pytest.fixture
def counted(server, work, attach):
    """A mirror of a session whose history is line-1 to line-300."""
    return showing(server, attach, 300)


def showing(server, attach, last, session="work", **options):
    show(server, 1, last, session)
    client = attach(session, view="mirror", **options)
    client.wait(b"$ ")
    return client


def show(server, first, last, session="work"):
    """Have the shell print these lines, and wait for the last."""
    server.tmux("send-keys", "-t", f"={session}:", f"seq -f line-%.0f {first} {last}", "Enter")
    eventually(lambda: f"line-{last}\n" in server.tmux("capture-pane", "-p", "-t", f"={session}:") + "\n")


def page(client, **args):
    answer = client.ask("history", **args)
    assert answer["ok"], answer
    return answer["result"]


def plain(rows):
    return [re.sub(r"\x1b\[[0-9;]*m", "", row).rstrip() for row in rows]


def where(client, text, count=400):
    """The address of a row that reads so."""
    got = page(client, count=count)
    return got["row"] + plain(got["rows"]).index(text), got


def test_rows_keep_their_numbers_while_output_is_added(server, counted):
    row, first = where(counted, "line-100")
    show(server, 301, 500)
    again = page(counted, row=row, count=3, mark=first["mark"])
    assert plain(again["rows"]) == ["line-100", "line-101", "line-102"]
    assert (again["moved"], again["row"]) == (0, row)
    assert again["size"] >= first["size"] + 200


def test_trimmed_rows_are_found_by_a_mark(server, work, attach):
    """A full history drops a tenth of its limit, and the rows get other numbers."""
    server.tmux("set-option", "-g", "history-limit", "500")
    server.tmux("new-session", "-d", "-s", "small", "-x", "80", "-y", "24", "env PS1='$ ' sh")
    client = showing(server, attach, 480, "small")
    row, first = where(client, "line-400", 200)
    show(server, 481, 640, "small")
    again = page(client, row=row, count=2, mark=first["mark"])
    assert plain(again["rows"]) == ["line-400", "line-401"]
    assert again["moved"] > 0
    assert again["moved"] % 50 == 0
    assert again["row"] == row - again["moved"]
    show(server, 641, 3000, "small")
    gone = page(client, row=row, count=2, mark=first["mark"])
    assert (gone["moved"], gone["rows"]) == (None, [])


def test_rows_are_found_after_lines_wrap_again_but_not_after_a_clear(server, counted):
    server.tmux("send-keys", "-t", "=work:", "clear; printf '%070d\n' 1 2 3 4 5", "Enter")
    show(server, 1, 120)
    row, first = where(counted, "line-100")
    server.tmux("resize-window", "-t", "=work:", "-x", "60", "-y", "24")
    again = page(counted, row=row, count=2, mark=first["mark"])
    assert (again["cols"], plain(again["rows"])) == (60, ["line-100", "line-101"])
    second = page(counted, count=200)
    server.tmux("clear-history", "-t", "=work:")
    assert page(counted, row=5, count=2, mark=second["mark"])["moved"] is None


def test_pages_stop_at_the_first_and_the_last_row(counted):
    facts = page(counted, count=0)
    assert facts["rows"] == []
    end = page(counted, row=facts["size"] - 2, count=10)
    assert len(end["rows"]) == 2
    assert page(counted, row=facts["size"] + 7, count=10)["rows"] == []
    start = page(counted, row=0, count=2)
    assert (start["row"], len(start["rows"])) == (0, 2)
    for wrong in ({"row": -1}, {"count": 501}, {"mark": "x"}, {"mark": "1-2-0-00000000"}, {"pane": "work:"}):
        assert counted.ask("history", **({"row": 0} | wrong))["ok"] is False


def test_wrapped_rows_are_marked(server, work, attach):
    server.tmux("send-keys", "-t", "=work:", "clear; printf '%0200d\\nshort\\n' 7", "Enter")
    client = attach(view="mirror")
    client.wait(b"short")
    got = page(client, count=500)
    rows = plain(got["rows"])
    at = rows.index("0" * 39 + "7")
    assert [at - 2, at - 1] == [place for place in got["wraps"] if place in (at - 2, at - 1, at)]
    found = client.ask("history-find", pane=got["pane"], row=got["size"], q="0007")["result"]
    assert found["matches"][0]["parts"] == [[got["row"] + at, 36, 40]]
    spans = client.ask("history-find", pane=got["pane"], row=got["size"], q="0" * 100)["result"]
    assert len({part[0] for part in spans["matches"][0]["parts"]}) > 1


def test_a_split_has_a_choice_of_panes(server, counted):
    server.tmux("split-window", "-h", "-t", "=work:", "env PS1='right> ' sh")
    server.tmux("new-window", "-t", "=work:", "env PS1='other> ' sh")
    panes = counted.ask("panes")["result"]["panes"]
    assert len(panes) == 3
    assert [pane["current"] for pane in panes] == [True, False, False]
    left = panes[1]["pane"]
    assert "line-300" in plain(page(counted, pane=left, count=500)["rows"])
    eventually(lambda: "other>" in "".join(page(counted, count=50)["rows"]))


def test_a_pane_of_another_session_is_refused(server, counted):
    server.tmux("new-session", "-d", "-s", "secret", "env PS1='secret> ' sh")
    pane = server.tmux("display-message", "-p", "-t", "=secret:", "#{pane_id}")
    for command, args in (("history", {"row": 0}), ("history-find", {"row": 9, "q": "secret"})):
        for one in (pane, "%9999"):
            refused = counted.ask(command, pane=one, **args)
            assert (refused["ok"], refused["error"]["code"]) == (False, "pane_not_found")


def test_no_title_or_name_imitates_a_pane(server, counted):
    """A title may contain line breaks; it does not decide which panes belong to a session."""
    server.tmux("new-session", "-d", "-s", "secret", "env PS1='secret> ' sh")
    line = server.tmux(
        "list-panes", "-t", "=secret:", "-F", "#{pid}-#{start_time} $0 @0 #{pane_id} 11 0 5 5 80 24 0 0"
    )
    server.tmux("select-pane", "-t", "=work:", "-T", f"x\n{line}\n")
    if not tmux_is(3, 7):  # later ones take no such name
        server.tmux("rename-window", "-t", "=work:", f"x\n{line}\n")
    pane = line.split()[3]
    assert counted.ask("history", pane=pane, row=0)["error"]["code"] == "pane_not_found"


def test_a_guest_of_one_window_reads_only_that_window(server, work, attach):
    """With a link to a session, that session only; guests cannot search."""
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "second", "env PS1='second> ' sh")
    window, pane = server.tmux("display-message", "-p", "-t", "=work:sh", "#{window_id} #{pane_id}").split()
    other = server.tmux("display-message", "-p", "-t", "=work:second", "#{pane_id}")
    session_id = server.tmux("display-message", "-p", "-t", "=work:", "#{session_id}")
    for fields, panes in (({"window_id": window}, [pane]), ({}, [pane, other])):
        made = share(server, session_id=session_id, **fields)
        guest = guest_of(server, made)
        client = attach("", to=guest, view="mirror", share=made["id"])
        client.wait(b"$ ")
        assert [one["pane"] for one in client.ask("panes")["result"]["panes"]] == panes
        assert client.ask("history", pane=pane, count=5)["ok"]
        assert client.ask("history", pane=other, count=5)["ok"] is (other in panes)
        found = client.ask("history-find", pane=other, row=100, q="second")
        assert found["ok"] is (other in panes)
        assert ask(server, "GET", f"/api/search?q=a&share={made['id']}", headers=guest.bearer)[0] == 401
        ask(server, "DELETE", f"/api/shares/{made['id']}")


def test_a_pane_can_be_read_during_a_flood(server, counted):
    """Each answer is of one moment: rows in order, none twice, none left out, while tmux drops the oldest."""
    server.tmux("set-option", "-g", "history-limit", "100000")
    server.tmux("new-window", "-t", "=work:", "-n", "flood", "i=0; while :; do i=$((i+1)); echo f-$i; done")
    eventually(lambda: page(counted, count=0)["history"] > 2000)
    for _ in range(20):
        got = page(counted, row=700, count=300)
        numbers = [int(row.removeprefix("f-")) for row in plain(got["rows"])]
        assert got["row"] == 700
        assert numbers == list(range(numbers[0], numbers[0] + 300))
        assert numbers[0] % 10_000 == 701  # tmux drops a tenth of the limit at once


# -- search over all sessions --------------------------------------------------------------------


def searched(server, **query):
    status, headers, body = server.request("GET", "/api/search?" + urlencode(query), headers=server.bearer)
    assert status == 200, body
    assert headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in body.decode().splitlines()]


def of(events, kind):
    return [event for event in events if event["type"] == kind]


def test_all_histories_are_searched_and_a_match_can_be_opened(server, counted, attach):
    server.tmux("new-session", "-d", "-s", "other", "-x", "80", "-y", "24", "env PS1='$ ' sh")
    show(server, 1, 60, "other")
    events = searched(server, q="line-42")
    assert {event["session"]["name"] for event in of(events, "pane")} == {"work", "other"}
    assert {match["text"] for match in of(events, "match")} == {"line-42"}
    assert events[-1]["type"] == "end"
    assert events[-1]["reason"] == "done"
    [ours] = [m for m in of(events, "match") if m["pane"] == page(counted, count=0)["pane"]]
    show(server, 301, 400)
    got = page(counted, pane=ours["pane"], row=ours["row"], count=1, mark=ours["mark"])
    assert plain(got["rows"]) == ["line-42"]


def test_a_search_of_one_session_has_limits(server, counted):
    session_id = server.tmux("display-message", "-p", "-t", "=work:", "#{session_id}")
    events = searched(server, q="line-", session=session_id, limit=10)
    assert len(of(events, "match")) == 10
    assert events[-1]["reason"] == "results"
    newest = of(events, "match")[0]["text"]
    assert newest.startswith("line-300")
    assert len(of(searched(server, q="line-"), "match")) == 50


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "LINE-77"}, 0),
        ({"q": "line-77", "case": 1}, 1),
        ({"q": r"line-7[78]$", "regex": 1}, 2),
        ({"q": r"LINE-7[78]$", "regex": 1}, 0),
    ],
)
def test_a_search_by_case_and_by_expression(server, counted, query, count):
    assert len(of(searched(server, **query), "match")) == count


def test_an_expression_without_end_is_stopped(server, work):
    server.tmux("send-keys", "-t", "=work:", "clear; printf '%060d\\n' 0", "Enter")
    eventually(lambda: "0" * 60 in server.tmux("capture-pane", "-p", "-t", "=work:"))
    assert of(searched(server, q="(0+0+)+$x|(0|0)*x", regex=1), "error")[0]["code"] == "slow_regex"
    assert of(searched(server, q="(", regex=1), "error")[0]["code"] == "bad_regex"


@pytest.mark.parametrize(
    "query", [{}, {"q": ""}, {"q": "x" * 201}, {"q": "a\nb"}, {"q": "a", "session": "work"}]
)
def test_bad_queries_are_refused(server, work, query):
    status, _, _ = server.request("GET", "/api/search?" + urlencode(query), headers=server.bearer)
    assert status == 422


@pytest.mark.timeout_s(40)  # nearly two million lines
def test_a_search_ends_with_its_connection(server, work):
    """After the client has left, no further chunk is read from tmux."""
    server.tmux("set-option", "-g", "history-limit", "500000")
    names = ("long", "longer", "yet-longer", "longest")
    for name in names:
        server.tmux("new-window", "-t", "=work:", "-n", name, "env PS1='$ ' sh")
        server.tmux("send-keys", "-t", f"=work:{name}", "seq 450000", "Enter")
    for name in names:
        eventually(lambda at=name: "450000" in server.tmux("capture-pane", "-p", "-t", f"=work:{at}"), 15)
    before = captures(server)
    connection = http.client.HTTPConnection(server.host, server.port, timeout=10)
    connection.request("GET", "/api/search?q=not-there", headers=server.bearer)
    answer = connection.getresponse()
    assert json.loads(answer.readline())["type"] == "begin"
    answer.close()
    connection.close()
    counted = []

    def quiet():
        counted.append(captures(server))
        return len(counted) > 2 and counted[-1] == counted[-2] == counted[-3]

    eventually(quiet, every_s=0.3)
    # The second progress event that cannot be sent ends it, after half a second: many chunks if it is fast.
    assert captures(server) - before < 1700  # of 1800


def captures(server):
    _, _, text = server.request("GET", "/metrics", headers=server.bearer)
    return float(re.search(rb"(?m)^webmux_captures_total ([0-9.]+)", text)[1])


def test_a_search_without_tmux_finds_nothing(server):
    assert searched(server, q="x")[-1]["reason"] == "done"
