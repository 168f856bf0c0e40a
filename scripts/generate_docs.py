"""generate_docs.py [--check | --contract] - writes what comes from the code: tables in `docs/`, some SQL.

A page marks the place of its table with two comments. With `--check` nothing is written: the program names
each page that differs, and exits with 1 if there is one. `--contract` also records the OpenAPI document, with
which `tests/unit/web/views/test_openapi.py` compares the served one.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

BEGIN = "<!-- written by `make docs` -->"
END = "<!-- end of what `make docs` writes -->"


def http_table() -> str:
    """Every route, for docs/protocol.md."""
    import webmux.web.app  # noqa: F401  # it imports every view
    from webmux.web.access.routes import PUBLIC, READ, ROUTES, TYPE, Route

    def needed(route: Route) -> str:
        by_method = route.role == PUBLIC or (route.method == "GET") == (route.needs is READ)
        return route.role if by_method and route.needs is not TYPE else f"{route.role}, `{route.needs}`"

    routes = sorted(ROUTES.values(), key=lambda route: route.path)
    rows = [
        (f"`{route.method} {re.sub('<[a-z_]+:', '<', route.path)}`", needed(route), route.summary)
        for route in routes
        if not route.path.startswith("/ws")
    ]
    return table(("route", "least role, and scope", "what it does"), rows)


def contract() -> str:
    """The OpenAPI document for tests/vectors/openapi.json, without the version of WebMux."""
    import webmux.web.app  # noqa: F401  # it imports every view
    from webmux.web.views.openapi import document

    whole = document()
    whole["info"]["version"] = "any"
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def option_table() -> str:
    """Every option, for docs/options.md."""
    from webmux.config import OPTIONS

    rows = [
        (f"`{option.key}`", f"`{option.default}`" if option.default else "none", option.description)
        for option in OPTIONS
    ]
    return table(("option", "default", "meaning"), rows)


def command_tables() -> str:
    """Every command, and the exit codes, for docs/command-line.md."""
    from webmux.cli import COMMANDS
    from webmux.program import EXIT_CODES

    commands = [(f"`webmux {name}`", text) for name, (_, text) in COMMANDS.items()]
    codes = [(f"{code}", meaning) for code, meaning in EXIT_CODES.items()]
    return f"{table(('command', 'what it does'), commands)}\n\n{table(('exit code', 'meaning'), codes)}"


def schema(kind: str) -> str:
    """The statements that make a new database."""
    from webmux.store.schema import ddl

    return ddl(kind)


PAGES: dict[str, Callable[[], str]] = {
    "docs/protocol.md": http_table,
    "docs/options.md": option_table,
    "docs/command-line.md": command_tables,
}
"""By page: what makes its table."""


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(_cell(cell) for cell in cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def with_table(text: str, made: str) -> str:
    """A page with the table between its two comments.

    Raises:
        ValueError: the page does not have both comments, once each.
    """
    between = re.compile(f"{re.escape(BEGIN)}\n.*?{re.escape(END)}", re.DOTALL)
    written, found = between.subn(lambda _: f"{BEGIN}\n{made}\n{END}", text)
    if found != 1:
        raise ValueError(f"a page needs {BEGIN!r} and {END!r} once")
    return written


def main(arguments: list[str]) -> int:
    """Write the pages, or name those that differ."""
    differing = 0
    for kind in ("sqlite", "postgresql"):
        path, made = ROOT / f"webmux/store/schema-{kind}.sql", schema(kind)
        if "--check" not in arguments:
            path.write_text(made, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != made:
            differing += 1
            print(f"{path.relative_to(ROOT)}: differs from webmux/store/schema.py; run `make docs`")
    if "--contract" in arguments:
        (ROOT / "tests/vectors/openapi.json").write_text(contract(), "utf-8")
    for name, make in PAGES.items():
        path = ROOT / name
        text = path.read_text("utf-8")
        written = with_table(text, make())
        if written == text:
            continue
        if "--check" in arguments:
            differing += 1
            print(f"{name}: a table differs from the code; run `make docs`")
        else:
            path.write_text(written, "utf-8")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
