"""The page that shows what all waiting agents ask, one after the other."""

from __future__ import annotations

from flask import render_template

from webmux.web.access.routes import VIEWER, Router

route = Router("inbox")


@route.get("/inbox", VIEWER, "The inbox page")
def page() -> str:
    return render_template("inbox.html")
