"""People, tokens and the audit trail in PostgreSQL: all that the file does, by a URL."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData, inspect

from tests.old_databases import RELEASED, old_database, rows_now
from tests.people import PASSWORD, closing_of, seen_by, webmux
from tests.support import eventually
from webmux.auth.accounts import Accounts, UserExists
from webmux.auth.roles import Role
from webmux.backup import restoring
from webmux.backup.archive import replaced
from webmux.backup.backup_errors import RestoreRefused
from webmux.backup.database_copy import begin, copy_rows
from webmux.backup.making import write_backup
from webmux.backup.restoring import restore
from webmux.config_values import Secret
from webmux.errors import ConfigError
from webmux.store.audit import Audit
from webmux.store.database import Database
from webmux.store.schema import engine, metadata, migrate
from webmux.store.state_dir import StateDir

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))

pytestmark = [
    pytest.mark.own_server,
    pytest.mark.allow_leaks(
        "each thread of gevent's pool that psycopg waited in keeps its loop, two descriptors"
    ),
    pytest.mark.skipif(not BINARIES, reason="PostgreSQL's server is not installed on this machine"),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The directory of a PostgreSQL server's Unix socket; it listens nowhere else."""
    directory = Path(tempfile.mkdtemp(prefix="wm-pg-", dir="/tmp"))
    account = "postgres" if os.geteuid() == 0 else None  # PostgreSQL does not run as root
    if account is not None:
        shutil.chown(directory, account)
    binaries, data = BINARIES[-1].parent, directory / "data"
    made = [str(binaries / "initdb"), "-D", str(data), "-U", "webmux", "--auth=trust", "--no-sync"]
    subprocess.run(made, user=account, cwd="/", check=True, capture_output=True, timeout=60)
    options = ["-k", str(directory), "-c", "listen_addresses=", "-c", "fsync=off"]
    server = subprocess.Popen(
        [str(binaries / "postgres"), "-D", str(data), *options],
        user=account,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ready = [str(binaries / "pg_isready"), "-q", "-h", str(directory)]
    eventually(lambda: subprocess.run(ready, check=False).returncode == 0, timeout_s=20, every_s=0.1)
    yield str(directory)
    server.terminate()
    server.wait(20)
    shutil.rmtree(directory)


def create(cluster: str, name: str) -> str:
    """The URL of a new database."""
    command = [str(BINARIES[-1].parent / "createdb"), "-h", cluster, "-U", "webmux", name]
    subprocess.run(command, check=True, timeout=20)
    return f"postgresql://webmux@/{name}?host={cluster}"


@pytest.fixture
def url(cluster: str, request: pytest.FixtureRequest) -> str:
    """A database of the test's own."""
    return create(cluster, f"test_{abs(hash(request.node.name))}")


def test_the_migrations_create_the_same_tables(url: str, tmp_path: Path) -> None:
    """Made at once, or brought up step by step: the columns are the same."""
    Database(tmp_path, Secret(url))

    def columns(connection):
        found = inspect(connection)
        return {
            (table.name, column["name"], str(column["type"]), column["nullable"])
            for table in metadata.sorted_tables
            for column in found.get_columns(table.name)
        }

    with engine(url, is_file=False).begin() as connection:
        at_once = columns(connection)
        metadata.drop_all(connection)
        connection.exec_driver_sql("DELETE FROM alembic_version")
        migrate(connection)
        assert at_once == columns(connection)


@pytest.mark.parametrize("revision", RELEASED)
def test_a_released_database_is_migrated_with_all_its_rows(revision: str, url: str, tmp_path: Path) -> None:
    before = old_database(tmp_path, revision)
    with engine(url, is_file=False).begin() as connection:
        migrate(connection, revision)
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name in before:
                connection.execute(table.insert(), before[table.name])
    assert before == rows_now(Database(tmp_path, Secret(url)), before)


def test_a_backup_is_restored_into_another_database_or_a_file(url: str, cluster: str, tmp_path: Path) -> None:
    """With the numbers that follow; the rows of a database that is replaced are saved first."""
    state = tmp_path / "state"
    StateDir(state).secret()
    old_database(tmp_path, "0007")
    with begin(Database(tmp_path)) as read, begin(Database(state, Secret(url))) as write:
        copy_rows(read, write)
    columns = {"users": [{"id": 1, "name": ""}], "passkeys": [{"id": 1, "public_key": b""}]}
    before = rows_now(Database(tmp_path), columns)
    backup = tmp_path / "backup.tar.gz"
    with replaced(backup) as out:
        write_backup(out, state, Database(state, Secret(url)), recordings=False, config=None)
    restore(backup, tmp_path / "file", None, by="test", replace=False)
    assert before == rows_now(Database(tmp_path / "file"), before)
    other = Secret(create(cluster, "other"))
    Accounts(Database(tmp_path, other)).add("eve", Role.VIEWER)

    def server() -> Database:
        return Database(tmp_path, other)

    with pytest.raises(RestoreRefused, match="not empty"):
        restore(backup, tmp_path / "other", server, by="test", replace=False)
    done = restore(backup, tmp_path / "other", server, by="test", replace=True)
    assert before == rows_now(server(), before)
    Accounts(server()).add("new", Role.VIEWER)
    assert not (tmp_path / "other" / "webmux.db").exists()
    assert done.old is not None
    [saved] = done.old.glob("postgresql-*")
    assert ["eve"] == [user.name for user in Accounts(Database(saved)).all()]


def test_a_restoration_that_fails_leaves_the_rows(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    StateDir(state).secret()
    database = Database(state, Secret(url))
    Accounts(database).add("ada", Role.VIEWER)
    backup = tmp_path / "backup.tar.gz"
    with replaced(backup) as out:
        write_backup(out, state, database, recordings=False, config=None)
    Accounts(database).add("bob", Role.VIEWER)

    def refuse(new: Path, place: Path) -> None:
        raise RestoreRefused("the disk failed")

    monkeypatch.setattr(restoring, "_take_place", refuse)
    with pytest.raises(RestoreRefused):
        restore(backup, state, lambda: database, by="test", replace=True)
    assert ["ada", "bob"] == [user.name for user in Accounts(database).all()]


def test_the_constraints_of_a_table_hold(url: str, tmp_path: Path) -> None:
    accounts = Accounts(Database(tmp_path, Secret(url)))
    accounts.ensure_owner()
    accounts.add("ada", Role.VIEWER, None)
    with pytest.raises(UserExists):
        accounts.add("ada", Role.VIEWER, None)
    again = Accounts(Database(tmp_path, Secret(url)))
    assert {"owner", "ada"} == {user.name for user in again.all()}


def test_no_event_has_a_nul_which_the_database_cannot_store(url: str, tmp_path: Path) -> None:
    audit = Audit(Database(tmp_path, Secret(url)), tmp_path)
    audit.record("login", "failed", user="ada", address="", request_id="", name="\0")
    audit.flush()
    assert [{"name": "\0"}] == [entry.detail for entry in audit.find(user="ada")]
    assert [] == audit.find(user="a\0da") == audit.find(event="\0")


@pytest.mark.parametrize("text", ["x", "mysql://x/y", "sqlite:///x", "postgresql://127.0.0.1:1/x"])
def test_an_unusable_database_is_one_line_without_the_password(text: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="WEBMUX_DATABASE_URL") as refused:
        Database(tmp_path, Secret(text.replace("//", "//me:geheim@", 1)))
    assert "geheim" not in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.timeout_s(60)  # six programs start, one after the other
def test_a_server_works_with_postgresql(url: str, start_server, attach) -> None:
    """Login by name, a terminal, the trail; thrown out from a shell; all there after a restart."""
    server = start_server(WEBMUX_DATABASE_URL=url)
    server.tmux("new-session", "-d", "-s", "work", "env PS1='$ ' sh")
    webmux(server, "user", "add", "ada", typed=PASSWORD + "\n")
    body = json.dumps({"user": "ada", "password": PASSWORD}).encode()
    headers = {"Origin": server.url, "Content-Type": "application/json"}
    status, told, _ = server.request("POST", "/login", body, headers)
    assert 204 == status
    ada = seen_by(server, Cookie=told["set-cookie"].split(";")[0], Origin=server.url)
    client = attach("work", to=ada)
    client.wait(b"$ ")
    client.type("env | grep -c WEBMUX; echo do''ne\r")
    client.wait(b"done")
    assert b"WEBMUX" not in bytes(client.screen).replace(b"grep -c WEBMUX", b"")
    webmux(server, "user", "disable", "ada")
    assert 4401 == closing_of(client)
    assert not (server.state_dir / "webmux.db").exists()
    server.stop()
    server.start()
    events = [json.loads(line)["event"] for line in webmux(server, "audit", "--json").splitlines()]
    assert {"login", "attach", "detach", "user_disabled"} <= set(events)
