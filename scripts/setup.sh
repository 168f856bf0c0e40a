#!/bin/sh
# setup.sh run|test|bench - everything a fresh machine lacks. Instant when nothing changed.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

# missing COMMAND=PACKAGE... - the Debian packages of those commands that are not there.
missing() {
	for pair in "$@"; do
		command -v "${pair%%=*}" >/dev/null 2>&1 || printf '%s ' "${pair#*=}"
	done
}

# missing_library FILE=PACKAGE - the same for a shared library.
missing_library() {
	for file in "/usr/lib/${1%%=*}" /usr/lib*/*/"${1%%=*}" "/usr/lib64/${1%%=*}"; do
		[ -e "$file" ] && return
	done
	printf '%s ' "${1#*=}"
}

case ${1:-run} in
run)
	packages=$(missing tmux=tmux)
	requirements=requirements.txt
	scope=run
	;;
test | bench)
	# vim, top and setpriv are what tests run inside a session or start tmux with. systemd-analyze checks our units.
	packages=$(missing tmux=tmux chromium=chromium vim=vim top=procps setpriv=util-linux systemd-analyze=systemd)
	# Makes the systems of tests/integration/test_container.py, which other distributions skip.
	command -v apt-get >/dev/null 2>&1 && packages="$packages$(missing mmdebstrap=mmdebstrap)"
	# The driver inside the playwright wheel is linked against it.
	packages="$packages$(missing_library libatomic.so.1=libatomic1)"
	requirements='requirements.txt requirements-dev.txt'
	[ "$1" = test ] || requirements="$requirements requirements-bench.txt"
	scope=dev
	;;
*)
	die "setup.sh run|test|bench"
	;;
esac

# Two makes at once would install into one venv; where flock is missing that is the caller's care.
if command -v flock >/dev/null 2>&1; then
	exec 9>.setup-lock
	flock 9
fi

# shellcheck disable=SC2086  # both are lists of plain words
[ -z "$packages" ] || apt_install $packages
# shellcheck disable=SC2086
sh scripts/setup-python.sh $requirements
sh scripts/setup-assets.sh "$scope"
.venv/bin/python scripts/pack.py || say "modules are not packed: pages load more slowly, and work all the same"
