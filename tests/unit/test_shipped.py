"""The files beside the modules are found in both forms of the program."""

from __future__ import annotations

from pathlib import Path

from webmux.shipped import is_checkout, shipped


def test_a_checkout_has_the_folders_at_its_top() -> None:
    assert is_checkout()
    assert (shipped("static") / "js/sw.js").is_file()
    assert (shipped("templates") / "base.html").is_file()


def test_an_installed_package_has_them_inside(tmp_path: Path) -> None:
    package = tmp_path / "webmux"
    (package / "static").mkdir(parents=True)
    assert not is_checkout(package)
    assert package / "templates" == shipped("templates", package)
