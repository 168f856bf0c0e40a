"""check_words.py [ROOT] - finds faults of language: misspellings, words we do not use, long lines.

The words are those in `code` in the left columns below "Words we do not use" in docs/glossary.md. Names are
checked in the code of the product only: names of tests are sentences.
Prints one line for each fault, and exits with 1 if there is any.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = "docs/glossary.md"
FOLDERS = ("docs", "bench", ".github", "webmux", "static/js", "templates", "tests", "scripts")
KINDS = {".md", ".py", ".js", ".mjs", ".css", ".html", ".sh", ".toml", ".yml"}
MARKDOWN_COLUMNS = 100

_FENCE = re.compile(r"^\s*(```|~~~)")
_INLINE_CODE = re.compile(r"`[^`\n]*`")
_UNBREAKABLE = re.compile(r"\s*(?:[-*>]|\d+\.)?\s*(?:!?\[[^\]]*\]\(\S+\)|\S+)\s*")
_SCRIPT_TOKEN = re.compile(
    r"""/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?P<name>[A-Za-z_$][\w$]*)""",
    re.DOTALL,
)
_NAME_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass(frozen=True)
class Words:
    """What not to write, each with what to write instead."""

    phrases: dict[str, str]
    names: dict[tuple[str, ...], str]

    @classmethod
    def of_glossary(cls, text: str) -> Words:
        _, _, listed = text.partition("## Words we do not use")
        sentences, _, names = listed.partition("### In names")
        return cls(
            dict(_rows(sentences)),
            {name_parts(word): better for word, better in _rows(names)},
        )

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds a phrase, also if a comment has it on two lines."""
        gap = r"(?:[ \t]+|[ \t]*\n[ \t]*(?:[#*>]|//)?[ \t]*)"
        phrases = (gap.join(map(re.escape, phrase.split())) for phrase in self.phrases)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(phrases)})(?![\w-])", re.IGNORECASE)


def _rows(tables: str) -> Iterator[tuple[str, str]]:
    for banned, better in re.findall(r"^\| (.*?) \| (.*?) \|$", tables, re.MULTILINE):
        for word in re.findall(r"`([^`]+)`", banned):
            yield word, better.replace("`", "")


def name_parts(name: str) -> tuple[str, ...]:
    """The words of an identifier in small letters: `toldRows` and `_told_rows` are both told, rows."""
    return tuple(part.lower() for part in _NAME_PART.findall(name))


def faults_of(name: str, text: str, words: Words) -> list[str]:
    """One line for each fault of one file; `name` is its path below the root."""
    if name.endswith(".md"):
        faults = [*_long_lines(text), *_phrases(_without_code(text), words)]
    elif name.startswith("tests/"):
        faults = [*_phrases(text, words)]
    else:
        faults = [*_phrases(text, words), *_names(name, text, words)]
    return [f"{name}:{line}: {fault}" for line, fault in sorted(faults)]


def _long_lines(text: str) -> Iterator[tuple[int, str]]:
    in_code = False
    for number, line in enumerate(text.splitlines(), 1):
        in_code ^= bool(_FENCE.match(line))
        excepted = in_code or line.startswith(("|", "    ")) or _UNBREAKABLE.fullmatch(line)
        if len(line) > MARKDOWN_COLUMNS and not excepted:
            yield number, f"{len(line)} columns; at most {MARKDOWN_COLUMNS}"


def _without_code(text: str) -> str:
    lines, in_code = [], False
    for line in text.split("\n"):
        fence = bool(_FENCE.match(line))
        in_code ^= fence
        lines.append("" if in_code or fence else _INLINE_CODE.sub("` `", line))
    return "\n".join(lines)


def _phrases(text: str, words: Words) -> Iterator[tuple[int, str]]:
    for found in words.pattern.finditer(text):
        phrase = " ".join(re.findall(r"[\w'-]+", found[0].lower()))
        yield text.count("\n", 0, found.start()) + 1, f'"{phrase}": write {words.phrases[phrase]}'


def _names(name: str, text: str, words: Words) -> Iterator[tuple[int, str]]:
    identifiers = {".py": _python_names, ".js": _script_names, ".mjs": _script_names}.get(Path(name).suffix)
    for line, identifier in identifiers(text) if identifiers else ():
        if better := _better_name(identifier, words):
            yield line, f"`{identifier}`: write {better}"


def _better_name(identifier: str, words: Words) -> str | None:
    parts = name_parts(identifier)
    spans = (parts[first:end] for end in range(1, len(parts) + 1) for first in range(end))
    return next((words.names[span] for span in spans if span in words.names), None)


def _python_names(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME:
            yield token.start[0], token.string


def _script_names(text: str) -> Iterator[tuple[int, str]]:
    for found in _SCRIPT_TOKEN.finditer(text):
        if found["name"]:
            yield text.count("\n", 0, found.start()) + 1, found["name"]


def files_of(root: Path) -> list[Path]:
    """Our own text files, without what set-up makes."""
    found = [*root.glob("*"), *(path for folder in FOLDERS for path in (root / folder).rglob("*"))]
    return sorted(path for path in found if path.suffix in KINDS or path.name == "Makefile")


def misspellings(root: Path, files: list[Path]) -> list[str]:
    """What codespell finds; the words that it must not correct are in pyproject.toml."""
    command = [sys.executable, "-m", "codespell_lib", "--toml", str(ROOT / "pyproject.toml")]
    names = [path.relative_to(root).as_posix() for path in files]
    ran = subprocess.run([*command, *names], cwd=root, capture_output=True, text=True, check=False)
    if ran.stderr:
        raise RuntimeError(ran.stderr)
    return ran.stdout.splitlines()


def main() -> None:
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT
    words = Words.of_glossary((ROOT / GLOSSARY).read_text("utf-8"))
    files = files_of(root)
    faults = misspellings(root, files)
    for path in files:
        faults += faults_of(path.relative_to(root).as_posix(), path.read_text("utf-8"), words)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
