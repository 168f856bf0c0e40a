"""Whether the text of histories is saved: an option says so, or an admin chose it on a page or in a shell."""

from __future__ import annotations

from typing import Literal, Protocol

from webmux.errors import BadField

FILE = "save-history"
"""In the state directory, with `on` or `off`; missing until somebody chose."""

Choice = Literal["on", "off", "open"]


class Store(Protocol):
    """Where the choice is stored; see `StateFile`."""

    def read(self) -> str | None: ...

    def write(self, text: str) -> None: ...


class HistoryChoice:
    """The choice, which another process may change. With the option it is always `on`."""

    def __init__(self, store: Store, *, option: bool) -> None:
        self._store = store
        self._option = option

    @property
    def now(self) -> Choice:
        """`open` until somebody chose; it counts as `off`. Cost: reads a small file."""
        if self._option:
            return "on"
        match (self._store.read() or "").strip():
            case "on":
                return "on"
            case "off":
                return "off"
            case _:
                return "open"

    @property
    def is_on(self) -> bool:
        return self.now == "on"

    def choose(self, *, save: bool) -> None:
        """Store the choice.

        Raises:
            BadField: the option is set, which cannot be turned off here.

        Switches: yes.
        """
        if self._option and not save:
            raise BadField("save", "the option save_history is set: remove it from webmux.toml first")
        self._store.write("on\n" if save else "off\n")
