"""Listings of folders: the folder of a pane, or any other."""

from __future__ import annotations

import os
from dataclasses import asdict

from webmux.files.reading import whole_path
from webmux.tmux.server import home
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import query_path
from webmux.web.access.routes import OPERATOR, Router
from webmux.web.services import services
from webmux.web.views.schemas import Json, choice, described, named, of, shape

route = Router("folders", "/api")

PATH = {"path": str}
ENTRY = shape(
    name=str,
    kind=choice("folder", "file", "link", "other"),
    bytes=int | None,
    modified_at={"type": ["integer", "null"]},
    leads_to=str | None,
)
FOLDER = named(
    "Folder",
    path=str,
    total=described(int, "entries there are; at most 100000 are counted and 2000 listed"),
    entries=of([ENTRY]) | {"maxItems": 2000},
)


@route.get(
    "/sessions/<session_id>/folder",
    OPERATOR,
    "List a folder, by default that of the active pane",
    {200: FOLDER},
    query=PATH,
)
def list_folder(session_id: str) -> Json:
    """List a folder. The path is relative to the folder of the pane, which is also the default."""
    return _list(services().tmux.folder(session_id), session_id=session_id)


@route.get("/folder", OPERATOR, "List a folder, by default the home folder", {200: FOLDER}, query=PATH)
def list_server_folder() -> Json:
    """List a folder. The path is relative to the home folder, which is also the default."""
    return _list(home())


def _list(within: str, **session: str) -> Json:
    path = tidy(whole_path(query_path("path") or ".", within))
    found = services().folders.list(path)
    audit("folder_listed", **session, path=path, entries=len(found.entries))
    entries = [asdict(entry) for entry in found.entries]
    return {"path": path, "total": found.total, "entries": entries}


def tidy(path: str) -> str:
    """An absolute path without `.`, `..` and empty parts; `..` goes up by name, as `cd` does."""
    # POSIX allows another meaning for two slashes in front. Here they have none.
    return "/" + os.path.normpath(path).lstrip("/")
