"""Why git could not say what changed."""

from __future__ import annotations

from webmux.errors import AccessError, PeerError, WebMuxError


class NoRepository(PeerError):
    """The folder is in no working tree of git."""

    status = 404
    code = "no_repository"


class NotYourRepository(AccessError):
    """git refuses a repository of another user."""

    status = 403
    code = "not_your_repository"


class FileUnchanged(PeerError):
    """The file is as in HEAD, or git ignores it."""

    status = 404
    code = "file_unchanged"


class GitFailed(WebMuxError):
    """git is not installed, or it failed; the message has what it printed."""

    status = 502
    code = "git_failed"


class GitSlow(WebMuxError):
    """git did not end in time."""

    status = 504
    code = "git_slow"


def refusal(stderr: bytes) -> WebMuxError:
    """The error for what git printed in the language of `LC_ALL=C`; it has at most 200 characters. Pure."""
    text = stderr.decode("utf-8", "replace")
    if "dubious ownership" in text or "unsafe repository" in text:
        return NotYourRepository(
            "this repository belongs to another user, so git does not read it; "
            "if you trust it, add its folder to git's setting safe.directory"
        )
    if "not a git repository" in text:
        return NoRepository("this folder is in no git repository; change to a folder of one")
    if "in a work tree" in text or "cannot use bare repository" in text:
        return NoRepository("this folder has no working tree; change to the folder of a checkout")
    said = "".join(char if char.isprintable() else " " for char in text)[:200].strip()
    return GitFailed(f"git failed: {said or 'it printed no reason'}")
