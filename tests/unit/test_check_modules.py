"""Each rule finds what breaks it, and the tree keeps all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.check_modules import ADVICE, FOLDER_MAX, LINES_MIN, ROOT, faults_of, size_faults_of


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in ("webmux/hub", "static/js/lib", "static/js/pages"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def test_the_tree_keeps_the_rules() -> None:
    assert [] == faults_of(ROOT) + size_faults_of(ROOT)


def test_an_import_for_type_checking_alone_makes_a_cycle(tree: Path) -> None:
    write(
        tree,
        {
            "webmux/hub/one.py": "if TYPE_CHECKING:\n    from webmux.hub.two import Two\n",
            "webmux/hub/two.py": "def late():\n    from webmux.hub import one\n",
        },
    )
    [fault] = faults_of(tree)
    assert "in a circle" in fault
    assert {"webmux/hub/one.py", "webmux/hub/two.py"} <= set(fault.replace(":", "").split())


def test_a_dynamic_import_makes_a_cycle(tree: Path) -> None:
    write(
        tree,
        {
            "static/js/lib/one.js": "export const load = () => import('./two.js');\n",
            "static/js/lib/two.js": "export * from './three.js';\n",
            "static/js/lib/three.js": "import { load } from './one.js';\n",
        },
    )
    [fault] = faults_of(tree)
    assert "static/js/lib/three.js" in fault


def test_a_type_in_a_comment_is_no_import(tree: Path) -> None:
    write(
        tree,
        {
            "static/js/lib/one.js": "/** @param {import('./two.js').Two} two */\nexport const one = 1;\n",
            "static/js/lib/two.js": "import { one } from './one.js'; // import('./two.js')\n",
        },
    )
    assert [] == faults_of(tree)


def test_two_modules_of_a_language_may_not_share_a_name(tree: Path) -> None:
    write(tree, dict.fromkeys(["static/js/lib/a.js", "static/js/pages/a.js", "webmux/hub/a.py"], ""))
    write(tree, dict.fromkeys(["webmux/__init__.py", "webmux/hub/__init__.py"], ""))
    [fault] = faults_of(tree)
    assert fault.endswith("static/js/lib/a.js, static/js/pages/a.js")


def test_a_folder_has_a_bounded_number_of_modules(tree: Path) -> None:
    write(tree, {f"static/js/pages/page-{number}.js": "" for number in range(FOLDER_MAX + 1)})
    write(tree, {f"static/js/lib/part-{number}.js": "" for number in range(FOLDER_MAX + 1)})
    [fault] = faults_of(tree)
    assert fault.startswith(f"static/js/pages has {FOLDER_MAX + 1} modules")


def test_a_small_module_gives_its_reason(tree: Path) -> None:
    folders = [
        f"static/js/{name}"
        for name in ("lib", "net", "wire", "cast", "terminal", "components", "features", "pages")
    ]
    write(tree, {f"{folder}/{folder[10:]}.js": "//\n" * LINES_MIN for folder in folders})
    write(tree, {"static/js/lib/reason.js": "/** Text. Separate file: loaded before the rest. */\n"})
    write(tree, {"static/js/lib/small.js": "/** Text. */\n", "static/js/pages/small-page.js": ""})
    [fault] = size_faults_of(tree)
    assert fault == f"static/js/lib/small.js has fewer than {LINES_MIN} lines: {ADVICE}"


def test_no_folder_has_most_of_the_javascript(tree: Path) -> None:
    write(
        tree, {f"static/js/{name}/{name}.js": "//\n" * LINES_MIN for name in ("net", "wire", "cast", "pages")}
    )
    write(tree, {"static/js/lib/large.js": "//\n" * 1000})
    assert "static/js/lib has over 15 % of the JavaScript" in size_faults_of(tree)
