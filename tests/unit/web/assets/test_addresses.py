"""Files of pages: known by their content, the modules of a page known ahead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import client_of, make_app
from webmux.web.assets.addresses import Assets, files_below, tree_version
from webmux.web.views import pages


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "static"
    (root / "js/ui").mkdir(parents=True)
    for name in ("one", "two"):
        (root / f"js/{name}.css").write_text(f"{name} {{}}")
    monkeypatch.setattr(pages, "STATIC", root)
    return root


def test_a_module_is_listed_with_all_its_imports(root: Path) -> None:
    (root / "js/a.js").write_text(
        "import { b } from './ui/b.js';\nimport {\n  c,\n} from './c.js';\n"
        "const later = () => import('./late.js');\n"
    )
    (root / "js/ui/b.js").write_text("import '../c.js';\nexport * from '../../vendor/x.mjs';\n")
    (root / "js/c.js").write_text("import { a } from './a.js';\n// import './commented.js'\n")
    assets = Assets(root, "/mux")
    names = ("js/a.js", "js/ui/b.js", "js/c.js", "vendor/x.mjs")
    assert tuple(f"/mux/static/{assets.version}/{name}" for name in names) == assets.modules("js/a.js")


def test_the_version_follows_every_file(tmp_path: Path) -> None:
    def version() -> str:
        return tree_version(tmp_path, files_below(tmp_path))

    (tmp_path / "a").mkdir()
    versions = [version()]
    (tmp_path / "a" / "x.js").write_text("1")
    versions.append(version())
    (tmp_path / "a" / "x.js").write_text("22")
    versions.append(version())
    (tmp_path / "a" / "x.js").rename(tmp_path / "a" / "y.js")
    versions.append(version())
    assert 4 == len(set(versions))
    for folder in ("packed", "packed.new", "vendor.new"):  # set-up may be filling the last two
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x-0123abcd.js").write_text("1")
    assert versions[-1] == version()


def test_only_an_edited_file_has_another_address(root: Path) -> None:
    before = Assets(root)
    (root / "js/two.css").write_text("b {}")
    after = Assets(root)
    assert before.url("js/one.css") == after.url("js/one.css")
    assert before.url("js/two.css") != after.url("js/two.css")
    assert before.styles_url != after.styles_url
    assert before.version != after.version


def test_a_file_with_a_wrong_digest_is_revalidated(root: Path, tmp_path: Path) -> None:
    assets = Assets(root)
    client = client_of(make_app(tmp_path))
    wrong = assets.url("js/one.css").replace("one.css", "two.css")
    for address, cached in ((assets.url("js/one.css"), "immutable"), (wrong, "no-cache")):
        with client.get(address) as answer:
            assert (200, True) == (answer.status_code, cached in answer.headers["Cache-Control"])
