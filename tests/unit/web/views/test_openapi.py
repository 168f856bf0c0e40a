"""The schema and the routes say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.apps import BEARER, client_of, make_app
from webmux import __version__
from webmux.web.views.openapi import document

RECORDED = Path(__file__).parents[3] / "vectors" / "openapi.json"


def test_each_api_route_is_described_and_no_other(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/")
    }
    paths = document()["paths"]
    described = {(path, method) for path, item in paths.items() for method in item if method != "parameters"}
    assert served == {pair for pair in described if pair[0].startswith("/api/")}


def test_every_reference_has_a_target() -> None:
    whole = document()
    for kind, name in re.findall(r"#/components/(\w+)/(\w+)", str(whole)):
        assert name in whole["components"][kind]


def test_the_served_document_is_the_recorded_one(tmp_path: Path) -> None:
    """Clients are generated from it. `scripts/generate_docs.py --contract` records an intended change."""
    served = client_of(make_app(tmp_path)).get("/api/openapi.json", headers=BEARER).get_json()
    assert __version__ == served["info"]["version"]
    served["info"]["version"] = "any"
    text = json.dumps(served, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert RECORDED.read_text() == text, "run scripts/generate_docs.py --contract if this is intended"


def test_generators_have_what_they_need() -> None:
    """A server, and a unique name for each operation."""
    whole = document("/mux")
    assert [{"url": "/mux"}] == whole["servers"]
    ids = [operation["operationId"] for item in whole["paths"].values() for operation in operations(item)]
    assert "get_sessions_session_id_windows" in ids
    assert len(ids) == len(set(ids))


def operations(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [value for method, value in item.items() if method in ("get", "post", "put", "patch", "delete")]
