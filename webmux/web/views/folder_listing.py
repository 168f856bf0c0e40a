"""Folders over HTTP: what is in the one where a pane works, or in any other."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Any

from flask import Blueprint

from webmux.files.reading import whole_path
from webmux.tmux.server import home
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import asked_path
from webmux.web.services import services

blueprint = Blueprint("folders", __name__, url_prefix="/api")


@blueprint.get("/sessions/<session_id>/folder")
def list_folder(session_id: str) -> dict[str, Any]:
    """The folder with a path as a shell in the pane's folder reads it; that folder itself without one."""
    return _listed(services().tmux.folder(session_id), session_id=session_id)


@blueprint.get("/folder")
def list_server_folder() -> dict[str, Any]:
    """The folder with a path as a shell in the home folder reads it; that folder itself without one."""
    return _listed(home())


def _listed(within: str, **session: str) -> dict[str, Any]:
    path = tidy(whole_path(asked_path("path") or ".", within))
    found = services().folders.list(path)
    audit("folder_listed", **session, path=path, entries=len(found.entries))
    entries = [asdict(entry) for entry in found.entries]
    return {"path": path, "total": found.total, "entries": entries}


def tidy(path: str) -> str:
    """An absolute path without `.`, `..` and empty parts; `..` goes up by name, as `cd` does."""
    # POSIX lets two slashes in front mean something else; here they do not.
    return "/" + os.path.normpath(path).lstrip("/")
