"""Which presets a user can use: those of webmux.toml, the user's own, and those that an admin shares.

`preset_table` has pydantic, which takes 8 MB: it is imported with the first preset.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webmux.config import Config
from webmux.errors import BadField, PeerError
from webmux.logs import get_logger
from webmux.store.cached_table import CachedTable
from webmux.store.database import Database
from webmux.store.database_connection import Connection
from webmux.store.sql import IntegrityError, delete, func, insert, select, update
from webmux.store.tables import presets as table
from webmux.tmux.names import check_name

if TYPE_CHECKING:
    from webmux.presets.preset_table import Preset

PER_USER_MAX = 50
"""Each is in memory, with at most 64 KiB."""
FILE, OWN, SHARED = "file", "own", "shared"

log = get_logger(__name__)


class PresetNotFound(PeerError):
    """No preset has this id, or it belongs to another user who does not share it."""

    status = 404
    code = "preset_not_found"


class PresetNameTaken(PeerError):
    """The user has a preset of this name already."""

    status = 409
    code = "preset_name_taken"


@dataclass(frozen=True, slots=True)
class StoredPreset:
    """A preset with its name. `user_id` and `row_id` are 0 if it is from the file.

    The id of one from the file is its name behind `file:`, so that it is the same after a restart.
    """

    name: str
    preset: Preset
    user_id: int = 0
    row_id: int = 0
    shared: bool = False

    @property
    def id(self) -> str:
        return str(self.row_id) if self.row_id else f"{FILE}:{self.name}"

    @property
    def runs(self) -> bool:
        """Whether its commands run without a question, because the operator of the server wrote them."""
        return not self.row_id

    def source_for(self, user_id: int) -> str:
        """`file`, `own` or `shared`."""
        if not self.row_id:
            return FILE
        return OWN if self.user_id == user_id else SHARED


def presets_of_file(config: Config) -> Mapping[str, Preset]:
    """The presets of webmux.toml by name, in its order.

    Raises:
        ConfigError: one of them is wrong.
    """
    if not config.preset:
        return {}
    from webmux.presets.preset_table import presets_of

    return presets_of(config.preset, config.preset_file)


class Presets(CachedTable[StoredPreset]):
    """All presets; those in the database are in memory too."""

    table = table

    def __init__(self, database: Database, from_file: Mapping[str, Preset]) -> None:
        self._from_file: tuple[StoredPreset, ...] = ()
        super().__init__(database)
        self.set_file(from_file)

    def set_file(self, from_file: Mapping[str, Preset]) -> None:
        """Replace those of webmux.toml. Never switches."""
        self._from_file = tuple(StoredPreset(name, preset) for name, preset in from_file.items())

    def read(self, row: Any) -> StoredPreset:
        """See `CachedTable.read`. Content of a newer WebMux that this one does not know becomes a shell."""
        from webmux.presets.preset_table import Preset, parse

        try:
            preset = parse(row.content)
        except ValueError:
            log.warning("preset_not_readable", preset=row.id)
            preset = Preset(description="Saved by another version of WebMux, and not readable.")
        return StoredPreset(row.name, preset, row.user_id, row.id, bool(row.shared))

    def usable_by(self, user_id: int) -> list[StoredPreset]:
        """First those of the file, in its order; then the user's own and the shared ones, by name."""
        stored = [one for one in self.all() if one.shared or one.user_id == user_id]
        return [*self._from_file, *sorted(stored, key=lambda one: (one.user_id != user_id, one.name))]

    def get(self, preset_id: str, user_id: int) -> StoredPreset:
        """One that the user can use. Raises PresetNotFound."""
        for one in self.usable_by(user_id):
            if one.id == preset_id:
                return one
        raise PresetNotFound("there is no such preset: load the list again")

    def named(self, name: str, user_id: int) -> StoredPreset:
        """The first preset of this name that the user can use. Raises PresetNotFound."""
        for one in self.usable_by(user_id):
            if one.name == name:
                return one
        raise PresetNotFound(
            f"there is no preset {name[:80]!r}: add [preset.NAME] to webmux.toml, or save one"
        )

    def own(self, preset_id: str, user_id: int) -> StoredPreset:
        """One that the user can change. Raises PresetNotFound, also for those of the file and of others."""
        found = self.get(preset_id, user_id)
        if found.source_for(user_id) != OWN:
            raise PresetNotFound("you can change only presets that you saved")
        return found

    def save(
        self, user_id: int, name: str, preset: Preset, *, replace: bool, may_share: bool = False
    ) -> StoredPreset:
        """Store a preset of this user. One that replaces a shared one is shared only with `may_share`.

        Raises:
            BadField: a name that no session can have, too large, or one more than `PER_USER_MAX`.
            PresetNameTaken: the user has one of this name, and `replace` is not set.

        Switches: yes.
        """
        row = {"user_id": user_id, "name": check_name(name), "content": preset.text()}
        named = (table.c.user_id == user_id) & (table.c.name == name)
        mine = select(func.count()).select_from(table).where(table.c.user_id == user_id)

        def work(connection: Connection) -> int:
            before = connection.execute(select(table.c.id).where(named)).scalar()
            if before is not None:
                if not replace:
                    raise _taken(name)
                private = {} if may_share else {"shared": 0}
                connection.execute(update(table).where(table.c.id == before).values({**row, **private}))
                return int(before)
            if (connection.execute(mine).scalar() or 0) >= PER_USER_MAX:
                raise BadField("name", f"you have {PER_USER_MAX} presets already: delete some")
            added = connection.execute(
                insert(table).values({**row, "shared": 0, "created_at": self.now()})
            ).inserted_primary_key
            assert added is not None
            return int(added[0])

        try:
            saved_id = self.transact(work)
        except IntegrityError as error:  # the same name twice at once
            raise _taken(name) from error
        return self._rows[saved_id]

    def change(
        self, preset_id: str, user_id: int, *, name: str | None = None, shared: bool | None = None
    ) -> StoredPreset:
        """Rename a preset of this user, or share it with all operators or with none.

        Raises:
            PresetNotFound, PresetNameTaken, BadField: as above.

        Switches: yes.
        """
        found = self.own(preset_id, user_id)
        values: dict[str, Any] = {}
        if name is not None:
            values["name"] = check_name(name)
        if shared is not None:
            values["shared"] = int(shared)
        try:
            if values:
                self.execute(update(table).where(table.c.id == found.row_id).values(values))
        except IntegrityError as error:
            raise _taken(name or found.name) from error
        return self.own(preset_id, user_id)

    def delete(self, preset_id: str, user_id: int) -> StoredPreset:
        """Delete a preset of this user. Raises PresetNotFound. Switches: yes."""
        found = self.own(preset_id, user_id)
        self.execute(delete(table).where(table.c.id == found.row_id))
        return found


def _taken(name: str) -> PresetNameTaken:
    return PresetNameTaken(f"you have a preset “{name}” already: choose another name, or replace it")
