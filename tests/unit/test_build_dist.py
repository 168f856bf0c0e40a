"""The rules about what a wheel and an sdist hold."""

from __future__ import annotations

import pytest

from scripts.build_dist import (
    FONT_LICENSES,
    LICENSES,
    SDIST_SINGLE,
    in_checkout,
    loaded_by_pages,
    sdist_faults,
    wheel_faults,
)

TRACKED = {"webmux/cli.py", "templates/base.html", "static/icons/a.png", "static/js/a.js", "static/js/b.css"}
ABOUT = {f"webmux-1.0.dist-info/licenses/{name}" for name in (*LICENSES, *FONT_LICENSES)}
WHEEL = {"webmux/cli.py", "templates/base.html", "static/icons/a.png", *loaded_by_pages(TRACKED), *ABOUT}
SDIST = TRACKED | SDIST_SINGLE | {"PKG-INFO", "static/packed/a-0123abcd.js.br", "static/vendor/xterm.mjs"}
BAD = [
    "tests/unit/test_cli.py",
    "node_modules/x/index.js",
    "webmux/__pycache__/cli.cpython-311.pyc",
    "webmux/.env",
    "webmux/secret.key",
    "static/packed/a-0123abcd.js.map",
    "static/vendor/xterm.d.mts",
]


def test_complete_lists_have_no_fault() -> None:
    tracked = TRACKED | {name for name in WHEEL if name.startswith(("static/js/", "static/icons/"))}
    assert [] == wheel_faults(WHEEL, tracked)
    assert [] == sdist_faults(SDIST, TRACKED)


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_in_git_is_not_published(name: str) -> None:
    assert f"not for the wheel: {name}" in wheel_faults(WHEEL | {name}, TRACKED)
    assert [f"not for the sdist: {name}"] == sdist_faults(SDIST | {name}, TRACKED)


@pytest.mark.parametrize("name", ["webmux/cli.py", "static/js/b.css", "static/js/theme-boot.js", *ABOUT])
def test_what_pages_or_the_law_need_must_be_there(name: str) -> None:
    missing = name.rpartition("/")[2] if name in ABOUT else name
    assert f"missing in the wheel: {missing}" in wheel_faults(WHEEL - {name}, TRACKED)


def test_the_sdist_has_the_sources() -> None:
    assert ["missing in the sdist: static/js/a.js"] == sdist_faults(SDIST - {"static/js/a.js"}, TRACKED)


def test_the_build_moves_two_folders_into_the_package() -> None:
    names = ["webmux/static/js/a.js", "webmux/templates/a.html", "webmux/web/views/static.py"]
    assert {"static/js/a.js", "templates/a.html", "webmux/web/views/static.py"} == in_checkout(names)
