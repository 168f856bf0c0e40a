#!/bin/sh
# test-js.sh - run tests/js/**/*.test.js under node's own runner; no such file is no failure.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

# Node 20 takes a folder, Node 22 a pattern; a list of files suits both. Our names have no blanks.
files=$(find tests/js -name '*.test.js' 2>/dev/null | LC_ALL=C sort)
if [ -z "$files" ]; then
	say "no JavaScript tests yet"
	exit 0
fi
# shellcheck disable=SC2086
exec node --test --test-timeout=20000 --experimental-test-coverage --test-reporter=./scripts/test-reporter.mjs $files
