"""What can be wrong with a backup."""

from __future__ import annotations

from webmux.errors import WebMuxError


class BackupFailed(WebMuxError):
    """No backup was written; one that existed before is unchanged."""


class BadBackup(WebMuxError):
    """The file is not a whole backup of ours, or of a newer version. Nothing was changed."""


class RestoreRefused(WebMuxError):
    """The backup is good, but the state directory cannot be replaced now. Nothing was changed."""
