"""What a client may ask a socket for. What is not declared here is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from webmux.auth.roles import Role

K = TypeVar("K")
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Handler(Generic[F]):
    """A function that serves one kind of request, and the least role that it requires."""

    run: F
    role: Role
    asks_tmux: bool
    """It asks tmux, so it counts against the rate limit of the user like a request over HTTP."""


class Handlers(dict[K, Handler[F]]):
    """All handlers of one socket, by the name of a command or message, or by the opcode of a record."""

    def add(self, kind: K, role: Role, *, asks_tmux: bool = False) -> Callable[[F], F]:
        """Declare the function below it as the handler of `kind`."""

        def declare(run: F) -> F:
            if kind in self:
                raise ValueError(f"{kind} has two handlers")
            self[kind] = Handler(run, role, asks_tmux)
            return run

        return declare
