"""The inbox is a page for everybody who has a login."""

from __future__ import annotations

from tests.apps import BEARER, client_of, make_app


def test_the_page_says_what_it_is_for(tmp_path):
    client = client_of(make_app(tmp_path))
    page = client.get("/inbox", headers=BEARER)
    assert page.status_code == 200
    assert "appear here one after the other" in page.get_data(as_text=True)
    assert client.get("/inbox", headers={"Accept": "text/html"}).status_code == 303
