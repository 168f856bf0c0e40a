"""What tmux sends to a control client by itself (tmux(1), CONTROL MODE; 3.2 to 3.6). Pure.

Of most kinds WebMux needs to know only that they came. `_FORMS` has those of which it reads fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORMS = {
    b"%client-detached": re.compile(rb"(?P<client>.*)", re.DOTALL),
    # The names of clients, which are paths, and of sessions may contain blanks: the id separates them.
    b"%client-session-changed": re.compile(rb"(?P<client>.*?) (?P<session_id>\$\d+)(?: .*)?", re.DOTALL),
    b"%continue": re.compile(rb"%(?P<pane>\d{1,9})(?: .*)?", re.DOTALL),
    b"%exit": re.compile(rb"(?P<text>.*)", re.DOTALL),
    b"%message": re.compile(rb"(?P<text>.*)", re.DOTALL),
    b"%pause": re.compile(rb"%(?P<pane>\d{1,9})(?: .*)?", re.DOTALL),
    b"%session-changed": re.compile(rb"(?P<session_id>\$\d+)(?: .*)?", re.DOTALL),
    b"%subscription-changed": re.compile(rb"(?P<name>[^ ]*)(?: .*?)? : ?(?P<text>.*)", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification; `kind` is tmux's own word for it, such as `%window-add`.

    `client` is the terminal of another client, `name` that of a subscription (`refresh-client -B`).
    `text` is its new value, the reason of `%exit`, or what `%message` says. `pane` is the number of the pane
    that `%pause` and `%continue` name. Bytes that are not UTF-8 are replaced.
    """

    kind: str
    session_id: str = ""
    client: str = ""
    name: str = ""
    text: str = ""
    pane: str = ""


def parse_notification(line: bytes) -> Notification:
    """Read one line outside a block, without its line end. Never fails.

    The `kind` of a line that lacks the fields of its kind is `""`.
    """
    kind, _, rest = line.partition(b" ")
    form = _FORMS.get(kind)
    if form is None:
        return Notification(_text(kind))
    match = form.fullmatch(rest)
    if match is None:
        return Notification("")
    return Notification(_text(kind), **{name: _text(value) for name, value in match.groupdict().items()})


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
