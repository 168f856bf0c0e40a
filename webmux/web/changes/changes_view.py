"""What changed in the folder of a pane, by git. The part that runs git is imported when it is first used."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import query_path
from webmux.web.access.routes import OPERATOR, VIEWER, Router
from webmux.web.services import services
from webmux.web.views.schemas import MAYBE_COUNT, PANE_ID, Json, described, named, of, shape

if TYPE_CHECKING:
    from webmux.changes.pane_changes import PaneChanges

route = Router("changes", "/api")

CHANGED_FILE = shape(
    path=str,
    staged=described(str, "git's letter, such as M, A or D; empty if nothing is staged"),
    unstaged=described(str, "the same for what is not staged"),
    untracked=bool,
    conflict=bool,
    added=described(MAYBE_COUNT, "lines; null if the file is binary, large or untracked"),
    removed=MAYBE_COUNT,
)
CHANGES = named(
    "Changes",
    root=described(str, "the folder of the repository"),
    branch=described(str, "empty if no branch is checked out"),
    head=described(str, "the commit; empty before the first one"),
    ahead=described(MAYBE_COUNT, "commits that the upstream branch does not have, as last fetched"),
    behind=MAYBE_COUNT,
    files=of([CHANGED_FILE]) | {"maxItems": 1000},
    total=described(int, "files that were found; at most 1000 are listed"),
    more=described(bool, "the list was too long, so there are more than total"),
)
FACT = shape(
    branch=described(str | None, "or the commit; null outside of a repository of the user who runs WebMux"),
    dirty=described({"type": ["boolean", "null"]}, "whether anything differs from the last commit"),
    ports=of([int]) | {"maxItems": 8},
)
FACTS = named(
    "SessionFacts",
    epoch=str,
    sessions={"type": "object", "additionalProperties": FACT, "description": "by id"},
)
PANE = named("ActivePane", pane_id=PANE_ID)
DIFFERENCE = named(
    "Difference",
    path=str,
    text=described(str, "a unified difference, at most 1 MiB of it"),
    cut=described(bool, "the rest was left out"),
    large=described(bool, "the file has more than 2 MiB and was not read"),
)


@route.get("/session-facts", VIEWER, "Branches and listening ports of sessions", {200: FACTS})
def list_facts() -> Json:
    """Say what cards show; what is not known within five seconds is left out."""
    return {"epoch": services().live.watch.state.epoch, "sessions": services().session_facts.fields()}


@route.get("/sessions/<session_id>/active-pane", OPERATOR, "Which pane of a session is active", {200: PANE})
def active_pane(session_id: str) -> Json:
    """Name the pane that gets what is typed in the attached view."""
    return {"pane_id": _changes().active_pane(session_id)}


@route.get("/panes/<pane>/changes", OPERATOR, "List the files that differ from HEAD", {200: CHANGES})
def list_changes(pane: str) -> Json:
    """List what changed in the repository that the folder of the pane `%pane` is in."""
    found = _changes().of_pane(pane)
    audit("changes_listed", pane=f"%{pane}", path=found.root, files=found.total)
    return asdict(found)


@route.get(
    "/panes/<pane>/changes/diff",
    OPERATOR,
    "How one file differs from HEAD",
    {200: DIFFERENCE},
    query={"path": str},
    required="path",
)
def show_difference(pane: str) -> Json:
    """Show the difference of a file, whose path is relative to the root of the repository."""
    found = _changes().difference(pane, query_path("path"))
    audit("file_compared", pane=f"%{pane}", path=found.path)
    return asdict(found)


def _changes() -> PaneChanges:
    return services().changes_of_panes
