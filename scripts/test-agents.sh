#!/bin/sh
# test-agents.sh [install | PYTEST ARGUMENT...] - tests with real coding agents, which npm installs first: 700 MB.
#
# The agents talk to a model that the tests play on loopback. Their own installers do not run.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

# fetch - npm tries each request again; here all of them together get a second and a third chance.
fetch() {
	log=.venv/agents/npm.log
	for wait_s in 5 20 0; do
		npm ci --prefix .venv/agents --no-progress --ignore-scripts --no-audit --no-fund --fetch-timeout=120000 \
			</dev/null >"$log" 2>&1 && return
		[ "$wait_s" = 0 ] || say "npm ci failed; it is tried again in $wait_s s"
		sleep "$wait_s"
	done
	reason=$(grep -m 1 'npm error [^cse]' "$log" || tail -n 1 "$log")
	die "npm could not fetch the coding agents of tests/agents: $reason. All it said is in $log." \
		"Check the network and npm's settings, then type: make test-agents"
}

key=$(digest tests/agents/package-lock.json)
if ! stamp_is agents "$key" || ! [ -d .venv/agents/node_modules ]; then
	say "fetching coding agents (npm ci)"
	mkdir -p .venv/agents
	cp tests/agents/package.json tests/agents/package-lock.json .venv/agents/
	fetch
	stamp agents "$key"
fi
[ "${1:-}" = install ] || exec .venv/bin/python -m pytest tests/agents "$@"
