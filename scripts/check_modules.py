"""check_modules.py [ROOT] - the rules for modules that neither import-linter nor ESLint can see.

No import cycle, also not through TYPE_CHECKING, an import within a function, or import() in JavaScript. No
two modules of a language share a file name. No folder has more than 25 modules, nor more than 15 % of the
JavaScript. A JavaScript module has at least 25 lines, or its first comment gives the reason after the words
"Separate file:". Prints one line for each fault, and exits with 1 if there is any.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON, JAVASCRIPT = "webmux", "static/js"
FOLDER_MAX = 25
LARGE_FOLDERS = {"static/js/lib": "one subject a file, none of which knows another"}
"""Folders that may have more modules, and why."""
FOLDER_SHARE_MAX = 0.15
LINES_MIN = 25
ADVICE = "merge it, or give the reason in its first comment after the words 'Separate file:'"
NO_MINIMUM = ("static/js/pages/", "-text.js")
"""Pages, and tables of texts, may be as small as they are."""
_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
_IMPORTED = re.compile(r"""\b(?:from|import)\s*\(?\s*['"](\.{1,2}/[^'"]+)['"]""")

Graph = dict[str, set[str]]
"""By module, a path below the root with slashes: the modules that it imports."""


def python_graph(root: Path) -> Graph:
    """All modules of `webmux/`, with every import in them."""
    paths = sorted(path for path in (root / PYTHON).rglob("*.py") if path.name != "__init__.py")
    names = {".".join(path.relative_to(root).with_suffix("").parts): _name(root, path) for path in paths}
    graph: Graph = {}
    for path in paths:
        imported = set(_python_imports(ast.parse(path.read_text("utf-8"))))
        graph[_name(root, path)] = {names[name] for name in imported if name in names}
    return graph


def _python_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def javascript_graph(root: Path) -> Graph:
    """All modules of `static/js/`, with every import, `export from` and `import()` in them."""
    paths = sorted((root / JAVASCRIPT).rglob("*.js"))
    names = {_name(root, path) for path in paths}
    graph: Graph = {}
    for path in paths:
        code = _COMMENT.sub("", path.read_text("utf-8"))
        targets = (Path(os.path.normpath(path.parent / target)) for target in _IMPORTED.findall(code))
        graph[_name(root, path)] = {_name(root, target) for target in targets} & names
    return graph


def cycle_in(graph: Graph) -> list[str]:
    """The modules of one cycle, the first one again as the last; empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def same_names(modules: Iterable[str]) -> list[list[str]]:
    """Modules that share a file name, each group sorted."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for module in modules:
        groups[module.rpartition("/")[2]].append(module)
    return [sorted(group) for group in groups.values() if len(group) > 1]


def large_folders(modules: Iterable[str]) -> list[tuple[str, int]]:
    """Folders with more than `FOLDER_MAX` modules of their own, with how many they have."""
    counts: defaultdict[str, int] = defaultdict(int)
    for module in modules:
        counts[module.rpartition("/")[0]] += 1
    return [item for item in counts.items() if item[1] > FOLDER_MAX and item[0] not in LARGE_FOLDERS]


def small_modules(root: Path, modules: Iterable[str]) -> list[str]:
    """JavaScript modules with fewer than `LINES_MIN` lines and without a reason for it."""
    found = []
    for module in modules:
        text = (root / module).read_text("utf-8")
        if text.count("\n") >= LINES_MIN or any(part in module for part in NO_MINIMUM):
            continue
        if "Separate file:" not in text.partition("*/")[0]:
            found.append(module)
    return found


def dominant_folders(root: Path, modules: Iterable[str]) -> list[str]:
    """Folders whose own modules have more than `FOLDER_SHARE_MAX` of all lines."""
    lines: defaultdict[str, int] = defaultdict(int)
    for module in modules:
        lines[module.rpartition("/")[0]] += (root / module).read_text("utf-8").count("\n")
    most = FOLDER_SHARE_MAX * sum(lines.values())
    return [folder for folder, count in lines.items() if count > most]


def size_faults_of(root: Path) -> list[str]:
    """One sentence for each JavaScript module that is too small, and each folder that is too large."""
    modules = list(javascript_graph(root))
    small = small_modules(root, modules)
    return [
        *(f"{module} has fewer than {LINES_MIN} lines: {ADVICE}" for module in small),
        *(f"{folder} has over 15 % of the JavaScript" for folder in dominant_folders(root, modules)),
    ]


def faults_of(root: Path) -> list[str]:
    """One sentence for each broken rule."""
    faults = []
    for graph in (python_graph(root), javascript_graph(root)):
        if cycle := cycle_in(graph):
            faults.append("these modules import each other in a circle: " + " -> ".join(cycle))
        faults += ["these modules share a file name: " + ", ".join(group) for group in same_names(graph)]
        faults += [
            f"{folder} has {count} modules; at most {FOLDER_MAX} are allowed"
            for folder, count in large_folders(graph)
        ]
    return faults


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def main() -> None:
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT
    faults = faults_of(root) + size_faults_of(root)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
