"""The declaration of each HTTP route: the gate, the OpenAPI document and docs/protocol.md follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, Final, Literal, get_type_hints

from flask import Blueprint

from webmux.auth.rates import Kind
from webmux.auth.roles import Role, Scope
from webmux.web.access.bodies import BODY_MAX_BYTES, Nothing, read_body
from webmux.web.access.body_model import StrictBody
from webmux.web.access.error_replies import no_content

View = Callable[..., Any]
Answers = Mapping[int, Any]
"""By status: the shape of the JSON, or None if the answer is something else."""

Access = Role | Literal["public"]
PUBLIC: Final = "public"
"""In place of a role: the route works without a login."""
VIEWER, OPERATOR, ADMIN = Role.VIEWER, Role.OPERATOR, Role.ADMIN
READ, TYPE = Scope.READ, Scope.TYPE
NO_CONTENT: Answers = {204: None}
FILE: Answers = {200: None}


@dataclass(frozen=True, slots=True)
class Route:
    """What a route says about itself."""

    endpoint: str
    """Flask's name of the view: `blueprint.function`."""
    method: str
    path: str
    role: Access
    """The least role that may call it."""
    summary: str
    answers: Answers | None = None
    """What it answers, first the status of an object that the view returns; None for a page or a file, which
    the OpenAPI document does not describe."""
    query: Mapping[str, Any] = field(default_factory=dict)
    """By name: the shapes of what the view reads from the query."""
    required: str = ""
    """The one of them that a client must send."""
    body: type[StrictBody] | None = None
    """What is read before the view is called; None leaves the body to the view."""
    optional_body: bool = False
    body_max_bytes: int = BODY_MAX_BYTES
    guests: bool = False
    """A share link makes a guest here. Everywhere else it is ignored."""
    counted: bool = True
    """Counts against the rate limit. Logins do not: they have limits of their own."""
    scope: Scope | None = None
    """The least scope of a token, if that is not the one that `needs` gives it."""
    kind: Kind | None = None
    """The rate limit that it counts against, if that is not the one for its method."""
    reads: bool = False
    """A POST that changes nothing, and counts as a read."""
    cacheable: bool = False
    """The same for everybody. The view itself says how long a browser may store the answer."""
    logged: bool = True

    @property
    def needs(self) -> Scope:
        """The least scope of a token that may call it: what changes something requires `manage`."""
        if self.scope is not None:
            return self.scope
        return Scope.READ if self.method == "GET" or self.reads else Scope.MANAGE


ROUTES: dict[str, Route] = {}
"""All routes by endpoint. A view that is not among them is closed to everybody."""


def declare(route: Route) -> None:
    """Open a view to those whom `route` names.

    Raises:
        ValueError: its endpoint was declared differently.
    """
    if ROUTES.setdefault(route.endpoint, route) != route:
        raise ValueError(f"{route.endpoint} is declared twice")


def _body_of(route: Route) -> StrictBody:
    assert route.body is not None
    return read_body(route.body, optional=route.optional_body, max_bytes=route.body_max_bytes)


class Router:
    """A blueprint whose views all have a declaration.

    A view gets the arguments of its path. If it has a parameter `body`, its annotation is the model of the
    request's body; otherwise the body must be empty. A view returns an object, which is sent with the
    declared status, or None for 204, or a response of its own. `check` gets the arguments of the path before
    the body is read.
    """

    def __init__(self, name: str, prefix: str = "", check: Callable[..., None] | None = None) -> None:
        self.blueprint = Blueprint(name, __name__, url_prefix=prefix or None)
        self._prefix = prefix
        self._check = check
        self.get, self.post = partial(self._add, "GET"), partial(self._add, "POST")
        self.patch, self.delete = partial(self._add, "PATCH"), partial(self._add, "DELETE")

    def _add(
        self, method: str, path: str, role: Access, summary: str, answers: Answers | None = None, **more: Any
    ) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            endpoint, full_path = f"{self.blueprint.name}.{view.__name__}", self._prefix + path
            body = None if method == "GET" else get_type_hints(view).get("body", Nothing)
            route = Route(endpoint, method, full_path, role, summary, answers, **{"body": body, **more})
            declare(route)
            self.blueprint.add_url_rule(path, view_func=self._answering(route, view), methods=[method])
            return view

        return decorate

    def _answering(self, route: Route, view: View) -> View:
        """The view with its body read and its answer made, for Flask."""

        @wraps(view)
        def answer(**arguments: Any) -> Any:
            if self._check is not None:
                self._check(**arguments)
            body = None if route.body is None else _body_of(route)
            if body is not None and route.body is not Nothing:
                arguments["body"] = body
            result = view(**arguments)
            if result is None:
                return no_content()
            return (result, next(iter(route.answers or {200: None}))) if isinstance(result, dict) else result

        return answer
