#!/bin/sh
# test-agents.sh [install | PYTEST ARGUMENT...] - tests with real coding agents, which npm installs first: 700 MB.
#
# The agents talk to a model that the tests play on loopback. Their own installers do not run.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

key=$(digest tests/agents/package-lock.json)
if ! stamp_is agents "$key" || ! [ -d .venv/agents/node_modules ]; then
	say "fetching coding agents (npm ci)"
	mkdir -p .venv/agents
	cp tests/agents/package.json tests/agents/package-lock.json .venv/agents/
	npm ci --prefix .venv/agents --silent --no-progress --ignore-scripts --no-audit --no-fund </dev/null ||
		die "npm ci failed: run 'npm ci --prefix .venv/agents' to see why"
	stamp agents "$key"
fi
[ "${1:-}" = install ] || exec .venv/bin/python -m pytest tests/agents "$@"
