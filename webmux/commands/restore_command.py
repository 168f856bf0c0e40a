"""`webmux restore`: make a state directory from a backup."""

from __future__ import annotations

import time
from pathlib import Path

import click

from webmux import logs
from webmux.commands.options import reads_config
from webmux.commands.stores import shell_user
from webmux.config import Config


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--check", is_flag=True, help="Only check FILE; change nothing.")
@click.option("--replace", is_flag=True, help="Move a state directory that exists aside.")
@reads_config
def restore(config: Config, *, file: str, check: bool, replace: bool) -> None:
    """Make the state directory from FILE, which `webmux backup` wrote. The server must not run.

    An older database is brought up to date. The whole file is checked before anything changes.
    """
    from webmux.backup.backup_errors import RestoreRefused
    from webmux.backup.checking import check_backup
    from webmux.backup.manifest import Manifest
    from webmux.backup.restoring import free_bytes
    from webmux.backup.restoring import restore as put_back
    from webmux.store.database import Database

    def say(manifest: Manifest, word: str) -> None:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(manifest.created_at))
        parts = "with recordings" if manifest.recordings else "without the files of recordings"
        files = len(manifest.members)
        click.echo(f"{word}: WebMux {manifest.webmux}, {when}, {files} files, {parts}.")

    logs.configure("text")
    path = Path(file)
    if check:
        say(check_backup(path, free_bytes(config.state_dir)), "This backup is good")
        return
    server = None if config.database_url is None else lambda: Database(config.state_dir, config.database_url)
    try:
        done = put_back(path, config.state_dir, server, by=shell_user(), replace=replace)
    except OSError as error:
        reason = f"{error.filename or config.state_dir}: {error.strerror or error}"
        raise RestoreRefused(f"{reason}: make room or change its mode, then run it again") from error
    say(done.manifest, f"Restored into {config.state_dir}")
    if done.old is not None:
        click.echo(f"The old state directory is {done.old}: delete it when you no longer need it.")
    if done.config is not None:
        click.echo(f"The configuration file of then is {done.config}: copy it to where you start WebMux.")
    if not done.manifest.recordings:
        folder = config.state_dir / "recordings"
        click.echo(
            f"If you have the files of recordings, copy them into {folder} before you start the server:"
        )
        click.echo("it removes recordings without a file from the list.")
