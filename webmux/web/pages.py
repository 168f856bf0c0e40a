"""The pages people see, and the files they are made of."""

from __future__ import annotations

import hashlib
import mimetypes
import time
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, render_template, request, send_from_directory
from werkzeug.routing import BaseConverter

from webmux.auth.roles import Role
from webmux.live import VIEWS
from webmux.web.replies import HttpError
from webmux.web.services import EXTENSION, current_login, require_login, services


class AnyNameConverter(BaseConverter):
    """Whatever a session may be called, slashes at either end included."""

    regex = ".+"
    part_isolating = False


blueprint = Blueprint("pages", __name__)

VERSION_CHARS = 12
A_YEAR = "public, max-age=31536000, immutable"
STATIC = Path(__file__).resolve().parent.parent.parent / "static"

# With nosniff a browser runs a module only if its type is right, and /etc/mime.types varies.
for _suffix, _type in ((".js", "text/javascript"), (".mjs", "text/javascript"), (".css", "text/css")):
    mimetypes.add_type(_type, _suffix)


@blueprint.get("/")
def home() -> str:
    return render_template("sessions.html")


@blueprint.get("/s/<any_name:name>")
def terminal(name: str) -> str:
    view = request.args.get("view", "terminal")
    if view not in VIEWS:
        raise HttpError(400, "bad_view", f"view must be one of {', '.join(VIEWS)}")
    if not require_login().role.allows(Role.OPERATOR):
        view = "mirror"  # a terminal sizes the session, so it takes more
    session = services().tmux.find_session(name)
    return render_template("terminal.html", session_name=session.name, view=view)


@blueprint.get("/static/<path:filename>", endpoint="static")
def static_file(filename: str) -> Response:
    """A file; below the current version it may be kept for ever, elsewhere it is asked for again."""
    version = current_app.config["ASSET_VERSION"]
    prefix, _, rest = filename.partition("/")
    current = prefix == version
    answer = send_from_directory(STATIC, rest if current else filename, max_age=0)
    answer.headers["Cache-Control"] = A_YEAR if current else "no-cache"
    return answer


def register(app: Flask) -> None:
    """Add the pages, and `asset` for templates."""
    app.config["ASSET_VERSION"] = tree_version(STATIC)
    app.url_map.converters["any_name"] = AnyNameConverter
    app.register_blueprint(blueprint)
    app.jinja_env.filters["utc"] = lambda at: time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at))
    app.context_processor(_about_reader)
    base_path = app.extensions[EXTENSION].config.base_path
    app.jinja_env.globals["base"] = base_path
    app.jinja_env.globals["asset"] = asset_url(base_path, app.config["ASSET_VERSION"])


def _about_reader() -> dict[str, str]:
    login = current_login()
    return {"role": login.role.value, "user": login.user} if login is not None else {"role": "", "user": ""}


def asset_url(base_path: str, version: str) -> Callable[[str], str]:
    """`asset("js/main.js")` for templates: an address that changes when any file does."""
    return lambda path: f"{base_path}/static/{version}/{path.lstrip('/')}"


def tree_version(root: Path) -> str:
    """Twelve hex digits that change when a file under `root` is added, removed or written."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            found = path.stat()
            digest.update(f"{path.relative_to(root)}\0{found.st_mtime_ns}\0{found.st_size}\n".encode())
    return digest.hexdigest()[:VERSION_CHARS]
