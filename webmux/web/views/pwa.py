"""WebMux as an installed app: manifest, service worker, and the offline page."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from flask import Response, current_app, jsonify, render_template

from webmux.web.access.routes import PUBLIC, Router
from webmux.web.assets.addresses import Assets
from webmux.web.server.headers import CONTENT_POLICY, HEADERS
from webmux.web.services import services
from webmux.web.views.pages import ASSETS, STATIC

route = Router("pwa")

REVALIDATE = "no-cache"
BACKGROUND = "#0d1117"


@route.get("/manifest.webmanifest", PUBLIC, "The web app manifest", cacheable=True, counted=False)
def manifest() -> Response:
    """Name, icons and colours of the installed app. Browsers request it without a login."""
    answer = jsonify(_manifest(services().config.base_path))
    answer.mimetype = "application/manifest+json"
    answer.headers["Cache-Control"] = REVALIDATE
    return answer


@route.get("/sw.js", PUBLIC, "The service worker", cacheable=True, counted=False)
def worker() -> Response:
    # Not below /static/, because a service worker controls only what is below its own folder.
    script = (STATIC / "js" / "sw.js").read_bytes()
    return Response(script, headers={"Cache-Control": REVALIDATE}, mimetype="text/javascript")


@route.get("/offline", PUBLIC, "The page for a browser that is offline", cacheable=True, counted=False)
def offline() -> Response:
    """A page that loads no other file, so its script is inline and allowed by its digest."""
    script = (STATIC / "js" / "offline.js").read_text()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    answer = Response(render_template("offline.html", script=script))
    policy = HEADERS[CONTENT_POLICY].replace("script-src 'self'", f"script-src 'sha256-{digest}'")
    answer.headers[CONTENT_POLICY] = policy
    answer.headers["Cache-Control"] = REVALIDATE
    return answer


def _manifest(base: str) -> dict[str, Any]:
    return {
        "id": f"{base}/",
        "name": "WebMux",
        "short_name": "WebMux",
        "description": "Your tmux sessions",
        "start_url": f"{base}/",
        "scope": f"{base}/",
        "display": "standalone",
        "background_color": BACKGROUND,
        "theme_color": BACKGROUND,
        "categories": ["developer", "utilities"],
        "icons": [
            _icon("icon-192.png", 192),
            _icon("icon-512.png", 512),
            _icon("maskable-192.png", 192, "maskable"),
            _icon("maskable-512.png", 512, "maskable"),
        ],
        "shortcuts": [
            _shortcut("New session", f"{base}/?open=new"),
            _shortcut("Sessions", f"{base}/"),
            _shortcut("Last session", f"{base}/?open=last"),
        ],
    }


def _icon(name: str, pixels: int, purpose: str = "any") -> dict[str, str]:
    assets: Assets = current_app.extensions[ASSETS]
    source = assets.url(f"icons/{name}")
    return {"src": source, "sizes": f"{pixels}x{pixels}", "type": "image/png", "purpose": purpose}


def _shortcut(name: str, url: str) -> dict[str, Any]:
    return {"name": name, "url": url, "icons": [_icon("icon-192.png", 192)]}
