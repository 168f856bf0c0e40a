# Shared by the set-up scripts; sourced, never run. POSIX sh, run from the top of the checkout.

PATH="$PWD/.venv/bin:$PATH"
export PATH

# say TEXT... - one line on stderr.
say() {
	printf 'webmux: %s\n' "$*" >&2
}

# die TEXT... - one line on stderr, then stop with exit code 1.
die() {
	say "$*"
	exit 1
}

# stamp_is NAME KEY - true when step NAME was last finished with this KEY.
stamp_is() {
	[ -f ".setup-$1" ] && [ "$(cat ".setup-$1")" = "$2" ]
}

# stamp NAME KEY - remember that step NAME is finished for KEY.
stamp() {
	printf '%s\n' "$2" >".setup-$1"
}

# digest FILE... - one checksum over all the files. sha256sum and shasum differ only in name.
digest() {
	if command -v sha256sum >/dev/null 2>&1; then
		cat "$@" | sha256sum | cut -c1-64
	else
		cat "$@" | shasum -a 256 | cut -c1-64
	fi
}

# apt_install PACKAGE... - install Debian packages, or stop with the one line that says what to type.
apt_install() {
	command -v apt-get >/dev/null 2>&1 || die "missing: $*. Install with your system's package manager, then try again."
	as_root=
	if [ "$(id -u)" != 0 ]; then
		if ! command -v sudo >/dev/null 2>&1 || ! sudo -n true >/dev/null 2>&1; then
			die "missing: $*. Type: sudo apt-get install -y $*"
		fi
		as_root='sudo -n'
	fi
	say "installing $* (apt-get)"
	# A fresh image has no package lists, an old one stale lists: both heal with one update.
	apt_get install "$@" 2>/dev/null ||
		{ apt_get update && apt_get install "$@"; } ||
		die "apt-get could not install: $*"
}

# apt_get VERB [PACKAGE...] - never asks, waits for another apt, prints only what goes wrong.
apt_get() {
	verb=$1
	shift
	# shellcheck disable=SC2086  # as_root is empty or two words
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=180 \
		"$verb" ${1:+--no-install-recommends} "$@" </dev/null >/dev/null
}
