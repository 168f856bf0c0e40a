#!/bin/sh
# test.sh [PYTEST ARGUMENT...] - every test; with arguments, pytest alone with these.
#
# Without any, Python's tests run in two lanes, because many of them mostly wait for tmux: whichever lane is free takes
# the next group of files. What a group printed is shown when it has ended. Browsers come last and one at a time, beside
# nothing but the test that takes minutes to see that nothing grows.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

sh scripts/test-js.sh
if [ $# -gt 0 ]; then
	exec .venv/bin/python -m pytest "$@"
fi

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
export logs
failed=0

# lanes: runs the groups on standard input, one a line, two at a time, the first lines first; fails where one does.
lanes() {
	# shellcheck disable=SC2016  # for the inner shell
	tr '\n' '\0' | xargs -0 -n 1 -P 2 sh -c '
		log=$logs/$$
		.venv/bin/python -m pytest -o cache_dir=.pytest_cache/$$ $1 >"$log" 2>&1 && ok=0 || ok=1
		cat "$log"
		exit $ok' lane
}

soak=tests/integration/test_soak.py
# grouped N: files on standard input, N a line.
grouped() {
	grep -v "$soak" | xargs -n "$1"
}

{ echo tests/unit; find tests/integration -name 'test_*.py' | sort | grouped 8; echo tests/battery; } | lanes || failed=1
printf '%s\n' tests/browser "$soak" | lanes || failed=1
exit "$failed"
