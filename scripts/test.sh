#!/bin/sh
# test.sh [PYTEST ARGUMENT...] - every test; with arguments, pytest alone with these.
#
# Without arguments, Python's tests run in lanes: a free lane takes the next group of files. The output of a group is
# shown when it has ended. The first three lanes mostly wait for tmux. Browser tests come last, in two lanes.
# The coding agents of tests/agents are installed meanwhile with the tests of JavaScript.
#
# If CI is set, at most three failed tests of a group with tmux or a browser run again when the group has ended. A test
# that then passes does not fail the run; the last lines name it: docs/decisions/0014-second-try.md.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

if [ $# -gt 0 ]; then
	sh scripts/test-js.sh
	exec .venv/bin/python -m pytest "$@"
fi

sh scripts/test-agents.sh install &
sh scripts/test-js.sh || { wait; exit 1; }
wait $!
logs=$(mktemp -d)
CI=${CI:-}
trap 'rm -rf "$logs"' EXIT
# Coverage of the unit tests only: to measure servers under load would slow them.
export logs CI COVERAGE_FILE="$logs/coverage"
failed=0

# lanes N: runs the groups on standard input, one a line, N at a time, the first lines first; fails if one does.
lanes() {
	# shellcheck disable=SC2016  # for the inner shell
	tr '\n' '\0' | xargs -0 -n 1 -P "$1" sh -c '
		log=$logs/$$
		cover=
		[ "$1" != tests/unit ] || cover="-m coverage run"
		group() { .venv/bin/python $cover -m pytest -o cache_dir="$log.cache" "$@"; }
		group $1 >"$log" 2>&1 && ok=0 || ok=1
		cat "$log"
		case $ok${CI:+ci}:$1 in 1ci:*tests/integration* | 1ci:*tests/browser* | 1ci:*tests/agents*)
			grep "^FAILED \|^ERROR " "$log" >"$log.failed"
			if [ "$(wc -l <"$log.failed")" -le 3 ]; then
				group --last-failed --last-failed-no-failures none $1 >"$log.again" 2>&1 && ok=0
				cat "$log.again"
			fi
			[ $ok = 1 ] || mv "$log.failed" "$log.flaky" ;;
		esac
		exit $ok' lane
}

soak=tests/integration/test_soak.py
# grouped N: files on standard input, N a line.
grouped() {
	grep -v "$soak" | xargs -n "$1"
}

{
	echo tests/unit
	echo "$soak"
	echo tests/agents
	find tests/integration -name 'test_*.py' | sort | grouped 8
	echo tests/battery
} | lanes 3 || failed=1
find tests/browser -name 'test_*.py' | sort | grouped 5 | lanes 2 || failed=1
echo "Python coverage: $(.venv/bin/python -m coverage report --format=total) % of lines, by the unit tests alone"
if flaky=$(cat "$logs"/*.flaky 2>/dev/null); then
	printf 'These failed once and passed when run again; each is a defect of the product or of its test:\n%s\n' "$flaky"
fi
exit "$failed"
