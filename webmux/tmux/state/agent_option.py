"""The option of a pane in which an agent says what it does, and the format that reads it for all panes.

tmux leaves out values that do not have the form, so no text of a program can look like an entry. A comma or
a brace would end the pattern.
"""

from __future__ import annotations

OPTION = "@webmux_agent"
MAX_CHARS = 96
"""tmux cuts longer values, and the rest is then no longer a name that we accept."""

_FORM = "^[a-z]+:[0-9]+:[0-9]+(:[a-zA-Z0-9 ._+-]*)?$"
_ENTRY = f"#{{session_id}} #{{window_id}} #{{pane_id}} #{{={MAX_CHARS}:{OPTION}}};"
FORMAT = f"#{{S:#{{W:#{{P:#{{?#{{m/r:{_FORM},#{{{OPTION}}}}},{_ENTRY},}}}}}}}}"
"""`$0 @1 %2 VALUE;` of each pane with a value, for each session that has its window (tmux 3.2 to 3.7)."""
