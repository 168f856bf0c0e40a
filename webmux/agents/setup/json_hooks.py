"""Adds our hooks to the JSON settings of an agent, and removes them, byte for byte. Pure.

Claude Code, Codex and Gemini CLI share a form: `{"hooks": {EVENT: [{"matcher": ..., "hooks": [HANDLER]}]}}`.

What is added to an object or array comes first there, on a line of its own. An object or array that we make
has no line break after its bracket. So `remove` knows which ones were there before, and leaves those.
If an agent has written the file again in its own layout, objects and arrays that get empty are removed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from webmux.agents.setup.hook_script import is_ours
from webmux.agents.setup.json_text import Member, Node, NotJson, comma_after, parse

Group = Mapping[str, Any]
Hooks = Mapping[str, Sequence[Group]]
"""By event: the groups to add."""

KEY = "hooks"
_BLANKS = " \t\r\n"


def add(text: str | None, hooks: Hooks) -> str:
    """The settings with our hooks, in place of those that an earlier version added. None: no file yet.

    Raises:
        NotJson: the text is not of this form. The message says where and why.
    """
    base = None
    if text is not None:
        if text.strip() and _found(parse(text)) == {event: list(groups) for event, groups in hooks.items()}:
            return text
        base = remove(text)
    if base is None:
        return _made(hooks) + "\n"
    return _add_to(base, hooks) if base.strip() else base + _made(hooks)


def remove(text: str) -> str | None:
    """The settings without our hooks. None: we made the file, so it goes.

    Raises:
        NotJson: as `add`.
    """
    if not text.strip():
        return text
    root = parse(text)
    found = _found(root)
    container = _hooks_of(root)
    if container is None or not found:
        return text
    made = _made(found)
    if text == made + "\n":
        return None
    if text.endswith(made) and not text.removesuffix(made).strip():
        return text.removesuffix(made)
    return _cut(text, _spans_of(text, root, container))


def _hooks_of(root: Node) -> Member | None:
    """The member `hooks`, after a check of its form."""
    if not isinstance(root.value, dict):
        raise NotJson("expected an object")
    member = root.member(KEY)
    if member is None:
        return None
    if not isinstance(member.node.value, dict):
        raise NotJson(f'expected an object as "{KEY}"')
    for event in member.node.members:
        # Gemini CLI has switches beside the events, such as "enabled".
        if event.key[:1].isupper() and not isinstance(event.node.value, list):
            raise NotJson(f'expected an array as "{event.key}" of "{KEY}"')
    return member


def _ours(event: Member) -> list[Node]:
    """The groups of an event that run only our script."""
    return [one for one in event.node.items if _is_ours(one.value)]


def _is_ours(group: Any) -> bool:
    handlers = group.get(KEY) if isinstance(group, dict) else None
    return (
        isinstance(handlers, list)
        and len(handlers) > 0
        and all(isinstance(one, dict) and is_ours(one.get("command")) for one in handlers)
    )


def _found(root: Node) -> dict[str, list[Group]]:
    """Our groups, by event."""
    member = _hooks_of(root)
    events = member.node.members if member else ()
    return {event.key: [one.value for one in groups] for event in events if (groups := _ours(event))}


def _spans_of(text: str, root: Node, member: Member) -> list[tuple[int, int]]:
    """What `remove` cuts out."""
    events = member.node.members
    groups = {event.key: _ours(event) for event in events}
    exact = all(text[one.start : one.end] == _line(one.value) for ours in groups.values() for one in ours)

    def goes(node: Node) -> bool:
        return not exact or text[node.start + 1] not in "\r\n"

    gone = [
        bool(groups[one.key]) and len(groups[one.key]) == len(one.node.items) and goes(one.node)
        for one in events
    ]
    if all(gone) and goes(member.node):
        return _spans(text, root.members, [one is member for one in root.members])
    spans = _spans(text, events, gone)
    for event, whole in zip(events, gone, strict=True):
        if not whole and groups[event.key]:
            spans += _spans(text, event.node.items, [one in groups[event.key] for one in event.node.items])
    return spans


def _spans(text: str, parts: Sequence[Member | Node], gone: Sequence[bool]) -> list[tuple[int, int]]:
    """What to cut out of an object or array: each run of parts with its commas and the blanks before it."""
    spans: list[tuple[int, int]] = []
    numbered = zip(gone, range(len(gone)), strict=True)
    for cut, run in groupby(numbered, key=lambda one: one[0]):
        if not cut:
            continue
        numbers = [number for _, number in run]
        first, last = parts[numbers[0]], parts[numbers[-1]]
        end = comma_after(text, last.end)
        if end is None and numbers[0] > 0:
            before = comma_after(text, parts[numbers[0] - 1].end)
            assert before is not None
            spans.append((before - 1, last.end))
            continue
        blanks = len(text[: first.start].rstrip(_BLANKS))
        # A line break that ends a comment stays.
        start = blanks if text[blanks - 1] in "{[," else first.start
        spans.append((start, end or last.end))
    return spans


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


def _add_to(text: str, hooks: Hooks) -> str:
    root = parse(text)
    member = _hooks_of(root)
    newline = "\r\n" if "\r\n" in text else "\n"
    step = _indent(text, root)
    if member is None:
        events = f",{newline}{step * 2}".join(_event(name, groups) for name, groups in hooks.items())
        return _insert(text, root, [f'"{KEY}": {{{events}}}'], newline + step)
    node = member.node
    for event in reversed(node.members):
        if event.key in hooks:
            text = _insert(text, event.node, [_line(one) for one in hooks[event.key]], newline + step * 3)
    missing = [_event(name, groups) for name, groups in hooks.items() if node.member(name) is None]
    return _insert(text, node, missing, newline + step * 2)


def _insert(text: str, container: Node, parts: Sequence[str], before: str) -> str:
    """Put parts first into an object or array, each after `before`."""
    if not parts:
        return text
    at = container.start + 1
    added = ",".join(before + part for part in parts)
    return text[:at] + added + ("," if container.members or container.items else "") + text[at:]


def _indent(text: str, root: Node) -> str:
    """The blanks before the first member, if it is on a line of its own; else two."""
    before = text[: root.members[0].start] if root.members else ""
    blanks = before[len(before.rstrip(" \t")) :]
    return blanks if blanks and before.rstrip(" \t").endswith("\n") else "  "


def _made(hooks: Hooks) -> str:
    events = ",\n    ".join(_event(name, groups) for name, groups in hooks.items())
    return f'{{\n  "{KEY}": {{{events}\n  }}\n}}'


def _event(name: str, groups: Sequence[Group]) -> str:
    return f"{json.dumps(name)}: [{', '.join(map(_line, groups))}]"


def _line(group: Group) -> str:
    """As we write a group: on one line, in a layout that programs seldom write."""
    return json.dumps(group)
