"""The script that the hooks of all agents run, and the lines that run it. Pure.

The hooks do not contain the script: an agent that asks its user to trust each hook then asks once, not after
each update of ours. If the script is gone, a hook does nothing.
"""

from __future__ import annotations

SCRIPT_PLACE = ".local/share/webmux/agent-hook"
"""Below the home directory of the user. Hooks that name it are ours."""

TIMEOUT_S = 5
"""After this an agent ends a hook, such as when tmux does not answer. A hook takes a few milliseconds."""

END = "end"
"""In place of a kind: the agent ended, and its state is removed."""

SCRIPT = r"""#!/bin/sh
# Written by "webmux agents setup". Coding agents run it as a hook, to tell WebMux what they do.
# agent-hook KIND AGENT [UNLESS]: KIND is a state of @webmux_agent, or "end". A state UNLESS stays.
# It prints nothing and always succeeds, also without tmux. A state that lasts keeps the time when it began.
{
  pane=$TMUX_PANE
  case ${pane#%} in "" | *[!0-9]*) pane= ;; esac
  # An agent that another one runs as a tool has no terminal, and must not replace the state of the other.
  [ ! -e "/proc/$PPID/fd" ] || [ -c "/proc/$PPID/fd/1" ] || pane=
  [ "$PPID" -gt 1 ] || pane=
  if [ -z "$pane" ]; then
    :
  elif [ "$1" = end ]; then
    tmux set-option -pqu -t "$pane" @webmux_agent </dev/null
  else
    same="#{m/r:^($1${3:+|$3}):[0-9]+:$PPID:,#{@webmux_agent}}"
    tmux if-shell -F -t "$pane" "$same" "" \
      "set-option -pq -t $pane @webmux_agent $1:$(date +%s):$PPID:$2" </dev/null
  fi
  # Agents report an error if a hook ends before it has read its input.
  [ -t 0 ] || cat
} >/dev/null 2>&1
exit 0
"""


def hook_command(kind: str, agent: str, unless: str = "") -> str:
    """One line for the shell of any user: sh, zsh and fish run it alike.

    The shell replaces itself by the script, so the parent of the script is the agent.
    """
    words = " ".join(word for word in (kind, agent, unless) if word)
    return f"[ -x ~/{SCRIPT_PLACE} ] && exec ~/{SCRIPT_PLACE} {words}; exit 0"


def is_ours(command: object) -> bool:
    """Whether a command of a hook was written by us, in this version or in another."""
    return isinstance(command, str) and SCRIPT_PLACE in command
