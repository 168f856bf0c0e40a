"""The pages that every user sees, and the files that pages load."""

from __future__ import annotations

import json
import re
import shlex
import time

from flask import Flask, Response, current_app, render_template, request
from werkzeug.routing import BaseConverter

from webmux.auth.roles import Role
from webmux.live import VIEWS
from webmux.model import Session
from webmux.shipped import shipped
from webmux.store.preferences import IMAGES, VIEW
from webmux.tmux.binary import default_socket_path
from webmux.tmux.native_panes import dead_panes_of, why_refused
from webmux.web.access.error_replies import HttpError
from webmux.web.access.routes import PUBLIC, VIEWER, Router
from webmux.web.assets.addresses import Assets
from webmux.web.assets.compressed import zip_page
from webmux.web.server.headers import CONTENT_POLICY, POLICY_WITH_IMAGES
from webmux.web.services import EXTENSION, current_login, require_login, services
from webmux.web.terminal.page_widths import page_widths


class AnyNameConverter(BaseConverter):
    """Any name of a session, also with slashes at its ends."""

    regex = ".+"
    part_isolating = False


route = Router("pages")

ASSETS = "webmux assets"
_PANE = re.compile(r"[0-9]{1,10}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{32}", re.ASCII)
STATIC = shipped("static")


@route.get("/", VIEWER, "The sessions page")
def home() -> str:
    # Viewers do not need to know paths of the server.
    socket = socket_path() if require_login().role.allows(Role.OPERATOR) else ""
    return render_template("sessions.html", new_session=new_session_command(), socket=socket)


def socket_path() -> str:
    """The socket of the tmux server that is shown, as one printable line."""
    path = str(services().config.tmux_socket or default_socket_path())
    return "".join(char if char.isprintable() else "?" for char in path)


def new_session_command() -> str:
    """The command that makes a session in this tmux, for a terminal on the server."""
    config = services().config
    socket = [] if config.tmux_socket is None else ["-S", str(config.tmux_socket)]
    return shlex.join([config.tmux_command, *socket, "new", "-s", "work"])


@route.get("/settings", VIEWER, "The settings page")
def settings_page() -> str:
    return render_template("settings.html", images=services().config.pane_images)


@route.get("/s/<any_name:name>", VIEWER, "The terminal page of a session")
def terminal(name: str) -> Response:
    """The page of a session. With the number of a pane as `answer`, the page to answer its agent."""
    pane = _PANE.fullmatch(request.args.get("answer", ""))
    if pane is not None:
        digest = _DIGEST.fullmatch(request.args.get("digest", ""))
        asked = {"pane": pane[0], "digest": digest[0] if digest else ""}
        return Response(render_template("answer.html", session_name=name, **asked))
    view, login = request.args.get("view"), require_login()
    if view is None:
        view = services().preferences.of(login.user_id).get(VIEW)
        view = view if view == "panes" else "terminal"
    if view not in VIEWS:
        raise HttpError(400, "bad_view", f"view must be one of {', '.join(VIEWS)}")
    if not login.role.allows(Role.OPERATOR):
        view = "mirror"  # a terminal view resizes the session
    session = services().tmux.find_session(name)
    no_panes = _why_no_panes(session) if view == "panes" else ""
    if no_panes:
        view = "terminal"
    images = view == "panes" and draws_images()
    page = render_template(
        "terminal.html",
        session_name=session.name,
        view=view,
        no_panes=no_panes,
        prefixes=_prefixes(session) if view == "panes" else "",
        upload_max=services().config.upload_max_bytes,
        images=images,
    )
    return Response(page, headers={CONTENT_POLICY: POLICY_WITH_IMAGES} if images else None)


def draws_images() -> bool:
    """Whether the user of this request turned on images in native panes, and may."""
    login = require_login()
    if not services().config.pane_images or login.share is not None:
        return False
    return services().preferences.of(login.user_id).get(IMAGES) is True


def _why_no_panes(session: Session) -> str:
    """Why the attached view opens in place of native panes; empty if panes can open."""
    tmux = services().tmux
    return why_refused(tmux.version(), lambda: tmux.run(dead_panes_of(session.id)).splitlines())


def _prefixes(session: Session) -> str:
    """tmux's names of the prefix keys, with a blank between them: a page that loads holds these keys."""
    return (
        services().tmux.run(("display-message", "-p", "-t", f"{session.id}:", "#{prefix} #{prefix2}")).strip()
    )


@route.get("/help", VIEWER, "The help page")
def help_page() -> str:
    return render_template("help.html")


@route.get("/static/<path:filename>", PUBLIC, "A file of a page", cacheable=True, counted=False, logged=False)
def static(filename: str) -> Response:
    assets: Assets = current_app.extensions[ASSETS]
    return assets.answer(filename)


def register(app: Flask) -> None:
    """Prepare the application for pages: names of sessions in addresses, and what templates call."""
    base_path = app.extensions[EXTENSION].config.base_path
    assets = Assets(STATIC, base_path)
    app.extensions[ASSETS] = assets
    app.config["ASSET_VERSION"] = assets.version
    app.url_map.converters["any_name"] = AnyNameConverter
    app.after_request(zip_page)
    app.jinja_env.filters["utc"] = lambda at: time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at))
    app.context_processor(_about_user)
    app.jinja_env.globals.update(
        base=base_path,
        asset=assets.url,
        modules=assets.modules,
        sheets=assets.sheets,
        styles=assets.styles_url,
        widths=page_widths,
    )


def _about_user() -> dict[str, str]:
    login = current_login()
    if login is None:
        return {"role": "", "user": "", "settings": ""}
    about = {"role": login.role.value, "user": login.user, "settings": ""}
    if login.share is None:  # the login of a guest has the user id of the link's owner
        about["settings"] = json.dumps(services().preferences.of(login.user_id), ensure_ascii=False)
    return about
