"""Where the files are that WebMux ships besides its modules, in an installation and in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def is_checkout(package: Path = PACKAGE) -> bool:
    """Whether this is a checkout of the repository. The build puts the files into the package."""
    return not (package / "static").is_dir()


def shipped(folder: str, package: Path = PACKAGE) -> Path:
    """The path of `static` or `templates`: in the installed package, or at the top of a checkout."""
    return (package.parent if is_checkout(package) else package) / folder
