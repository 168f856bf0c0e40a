#!/bin/sh
# container.sh [ARGUMENT...] - runs `webmux ARGUMENT...` in a container, and ends tmux after it.
#
# When the first process of a container ends, the kernel kills all others. So tmux ends first, and programs in it
# get SIGHUP as from a terminal that closes. With WEBMUX_TMUX_SOCKET it is the tmux of the host, and stays.
set -eu

webmux "$@" &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM INT
trap 'kill -HUP "$child" 2>/dev/null' HUP

# A signal interrupts `wait`, which then returns the number of the signal.
status=0
while kill -0 "$child" 2>/dev/null; do
	wait "$child" && status=0 || status=$?
done

[ -z "${WEBMUX_TMUX_SOCKET:-}" ] || exit "$status"
tmux kill-server 2>/dev/null || exit "$status"

# others_run - whether a process other than the first one and this shell exists.
others_run() {
	for process in /proc/[0-9]*; do
		case ${process#/proc/} in
		1 | "$$") ;;
		*) [ ! -e "$process" ] || return 0 ;;
		esac
	done
	return 1
}

# Editors save on SIGHUP. Three seconds, because the engine kills everything after ten in all.
tries=30
while [ "$tries" -gt 0 ] && others_run; do
	tries=$((tries - 1))
	sleep 0.1
done
exit "$status"
