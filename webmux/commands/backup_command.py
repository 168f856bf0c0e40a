"""`webmux backup`: write all that the server stores into one file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webmux import logs
from webmux.commands.options import reads_config
from webmux.commands.stores import record
from webmux.config import CONFIG_FILE_VARIABLE, DEFAULT_CONFIG_FILE, Config
from webmux.program import plain

if TYPE_CHECKING:
    from webmux.backup.contents import Skipped


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--recordings", is_flag=True, help="With the files of recordings.")
@reads_config
def backup(config: Config, *, file: str, recordings: bool) -> None:
    """Write the database, keys, settings and saved sessions into FILE (.tar.gz); - is standard output.

    The server may run. The file has secrets, and only you can read it.
    """
    from webmux.backup.archive import replaced
    from webmux.backup.backup_errors import BackupFailed
    from webmux.backup.making import write_backup
    from webmux.store.audit import Audit
    from webmux.store.database import Database

    logs.configure("text")
    path = Path(file)
    if not (config.state_dir / "secret").is_file():
        raise BackupFailed(
            f"{config.state_dir} is no state directory: name the server's with --state-dir DIR"
        )
    if file == "-" and sys.stdout.isatty():
        raise BackupFailed("standard output is a terminal: name a file, or send it into a program")
    if file != "-" and config.state_dir.resolve() in path.resolve().parents:
        raise BackupFailed("the backup must not be in the state directory: choose another folder")
    if file != "-" and path.exists() and not path.is_file():
        raise BackupFailed(f"{file} is not a plain file, and would be replaced: use - to write into it")
    database = Database(config.state_dir, config.database_url)
    settings = _config_file()
    try:
        if file == "-":
            made = write_backup(
                sys.stdout.buffer, config.state_dir, database, recordings=recordings, config=settings
            )
        else:
            with replaced(path) as out:
                made = write_backup(out, config.state_dir, database, recordings=recordings, config=settings)
    except OSError as error:
        raise BackupFailed(f"{file} cannot be written: {error.strerror or error}") from error
    manifest, skipped = made
    record(Audit(database, config.state_dir), "backup_created", recordings=recordings)
    size = sum(member.bytes for member in manifest.members)
    click.echo(f"{len(manifest.members)} files, {size} bytes. Keep it secret: it has keys.", err=True)
    for one in (*skipped, *_elsewhere(config)):
        click.echo(f"not in it: {plain(one.name)} ({one.reason})", err=True)


def _config_file() -> Path | None:
    """The configuration file that this command read, if any."""
    context = click.get_current_context()
    named = context.params.get("config") or context.obj.config or os.environ.get(CONFIG_FILE_VARIABLE)
    path = Path(named or DEFAULT_CONFIG_FILE)
    return path if path.is_file() else None


def _elsewhere(config: Config) -> list[Skipped]:
    """Files that the configuration names in other places."""
    from webmux.backup.contents import Skipped

    files = (config.tls_cert, config.tls_key)
    outside = [path for path in files if path and config.state_dir not in path.parents]
    return [Skipped(str(path), "outside of the state directory: copy it yourself") for path in outside]
