#!/bin/sh
# setup-python.sh FILE... - make .venv and install exactly what the hashed requirement FILEs pin.
set -eu
. scripts/common.sh

python=${PYTHON:-python3}
[ "$python" != python3 ] || command -v python3 >/dev/null 2>&1 || apt_install python3 python3-venv
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || die "cannot run $python"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
	die "needs Python 3.11 or newer, $python is $version. Try: make PYTHON=/path/to/python3 ..."

# Scripts in a venv name their interpreter by absolute path, so a moved checkout needs a new one.
home="$PWD $version"
if ! stamp_is venv "$home" || ! .venv/bin/python -c '' 2>/dev/null; then
	"$python" -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
	say "making .venv with Python $version"
	rm -f .setup-python-* .setup-assets .setup-node
	"$python" -m venv --clear .venv
	stamp venv "$home"
fi

for file in "$@"; do
	name=python-$(basename "$file" .txt)
	key=$(digest "$file")
	stamp_is "$name" "$key" && continue
	say "installing Python packages from $file"
	.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes --only-binary :all: --no-binary http-ece \
		-r "$file" </dev/null
	stamp "$name" "$key"
done
