"""Who can use which preset, and who can change it."""

from __future__ import annotations

import pytest

from webmux.auth.accounts import Accounts
from webmux.auth.roles import Role
from webmux.errors import BadField
from webmux.presets import preset_store
from webmux.presets.preset_store import PresetNameTaken, PresetNotFound, Presets
from webmux.presets.preset_table import Preset
from webmux.store.database import Database
from webmux.store.sql import insert, update
from webmux.store.tables import presets as table

ADA, BOB = 1, 2
BARE = Preset()


@pytest.fixture
def presets(database: Database, accounts: Accounts) -> Presets:
    accounts.add("bob", Role.OPERATOR, None)
    return Presets(database, {"web": Preset(description="of the file")})


def names(presets: Presets, user_id: int) -> list[tuple[str, str]]:
    return [(one.name, one.source_for(user_id)) for one in presets.usable_by(user_id)]


def test_a_user_has_the_file_the_own_and_the_shared_ones(presets: Presets) -> None:
    presets.save(BOB, "zoo", BARE, replace=False)
    presets.save(BOB, "all", BARE, replace=False)
    mine = presets.save(ADA, "mine", BARE, replace=False)
    assert [("web", "file"), ("all", "own"), ("zoo", "own")] == names(presets, BOB)
    presets.change(mine.id, ADA, shared=True)
    assert [("web", "file"), ("all", "own"), ("zoo", "own"), ("mine", "shared")] == names(presets, BOB)


def test_only_its_owner_changes_a_preset(presets: Presets) -> None:
    """One that is not shared is not even there for others; nobody changes the file."""
    mine = presets.save(ADA, "mine", BARE, replace=False)
    for preset_id in (mine.id, "file:web", "99", "file:", ""):
        for change in (presets.delete, presets.change):
            with pytest.raises(PresetNotFound):
                change(preset_id, BOB)
    with pytest.raises(PresetNotFound):
        presets.get(mine.id, BOB)
    presets.change(mine.id, ADA, shared=True)
    assert "mine" == presets.get(mine.id, BOB).name
    with pytest.raises(PresetNotFound, match="only presets that you saved"):
        presets.delete(mine.id, BOB)
    presets.delete(mine.id, ADA)
    assert [("web", "file")] == names(presets, ADA)


def test_a_name_is_unique_for_each_user(presets: Presets) -> None:
    first = presets.save(ADA, "api", BARE, replace=False)
    presets.save(BOB, "api", BARE, replace=False)
    with pytest.raises(PresetNameTaken):
        presets.save(ADA, "api", BARE, replace=False)
    again = presets.save(ADA, "api", Preset(folder="/srv"), replace=True)
    assert (first.id, "/srv") == (again.id, again.preset.folder)
    other = presets.save(ADA, "other", BARE, replace=False)
    with pytest.raises(PresetNameTaken):
        presets.change(other.id, ADA, name="api")
    assert "third" == presets.change(other.id, ADA, name="third").name


def test_a_shared_preset_is_replaced_for_others_by_an_admin_only(presets: Presets) -> None:
    """Its user may be no admin any more."""
    saved = presets.save(ADA, "api", BARE, replace=False)
    presets.change(saved.id, ADA, shared=True)
    assert presets.save(ADA, "api", BARE, replace=True, may_share=True).shared
    assert not presets.save(ADA, "api", BARE, replace=True).shared


def test_names_and_numbers_are_bounded(presets: Presets, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadField):
        presets.save(ADA, "a:b", BARE, replace=False)
    monkeypatch.setattr(preset_store, "PER_USER_MAX", 1)
    presets.save(ADA, "one", BARE, replace=False)
    with pytest.raises(BadField, match="1 presets already"):
        presets.save(ADA, "two", BARE, replace=False)
    presets.save(ADA, "one", BARE, replace=True)


def test_content_of_another_version_does_not_stop_the_start(presets: Presets, database: Database) -> None:
    mine = presets.save(ADA, "mine", BARE, replace=False)
    database.run(lambda c: c.execute(update(table).values(content='{"new": 1}')))
    presets.reload()
    assert "not readable" in presets.get(mine.id, ADA).preset.description
    row = {"user_id": BOB, "name": "x", "shared": 0, "content": "[", "created_at": 1}
    database.run(lambda c: c.execute(insert(table).values(row)))
    presets.reload()
    assert 2 == len(presets.all())


def test_the_file_is_read_again(presets: Presets) -> None:
    presets.set_file({"new": BARE})
    assert [("new", "file")] == names(presets, ADA)
    assert presets.get("file:new", ADA).runs
