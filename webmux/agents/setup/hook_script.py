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

# on_terminal DIRECTORY - whether the process with this directory of /proc prints to a terminal.
on_terminal() {
  [ -c "$1/fd/1" ] && [ -t 9 ] 9<"$1/fd/1"
}

# variable NAME DIRECTORY - what a process got as this environment variable.
variable() {
  tr '\0' '\n' <"$2/environ" | sed -n "s/^$1=//p"
}

# tell KIND AGENT PANE PID [UNLESS]
tell() {
  case ${3#%} in "" | *[!0-9]*) return ;; esac
  if [ "$1" = end ]; then
    tmux set-option -pqu -t "$3" @webmux_agent
  else
    same="#{m/r:^($1${5:+|$5}):[0-9]+:$4:,#{@webmux_agent}}"
    tmux if-shell -F -t "$3" "$same" "" "set-option -pq -t $3 @webmux_agent $1:$(date +%s):$4:$2"
  fi
}

# tell_for_daemon KIND AGENT - the daemon of an agent runs the hooks for its clients. Only the folder says for
# which one: if several clients are in this folder, none of them gets a state.
tell_for_daemon() {
  clients=
  for process in /proc/[0-9]*; do
    read -r name <"$process/comm" || continue
    [ "$name" = "$2" ] && [ "$process/cwd" -ef . ] && on_terminal "$process" && clients="$clients $process"
  done
  kind=$1
  case $clients in " "*" "*) kind=end ;; esac
  for client in $clients; do
    TMUX=$(variable TMUX "$client") tell "$kind" "$2" "$(variable TMUX_PANE "$client")" "${client#/proc/}"
  done
}

{
  if [ ! -e "/proc/$PPID/fd" ] || on_terminal "/proc/$PPID"; then
    tell "$1" "$2" "$TMUX_PANE" "$PPID" "$3" </dev/null
  elif grep -q app-server "/proc/$PPID/cmdline"; then
    tell_for_daemon "$1" "$2" </dev/null
  fi # else another agent runs this one as a tool, and has the state
  # Agents report an error if a hook ends before it has read its input.
  [ -t 0 ] || cat
} >/dev/null 2>&1
exit 0
"""
"""Codex 0.171 has such a daemon by default. Processes and their folders are read from Linux's /proc."""


def hook_command(kind: str, agent: str, unless: str = "") -> str:
    """One line for the shell of any user: sh, zsh and fish run it alike.

    The shell replaces itself by the script, so the parent of the script is the agent.
    """
    words = " ".join(word for word in (kind, agent, unless) if word)
    return f"[ -x ~/{SCRIPT_PLACE} ] && exec ~/{SCRIPT_PLACE} {words}; exit 0"


def is_ours(command: object) -> bool:
    """Whether a command of a hook was written by us, in this version or in another."""
    return isinstance(command, str) and SCRIPT_PLACE in command
