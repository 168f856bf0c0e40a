"""Reads a Dockerfile and runs its steps in folders, one for each stage.

It knows the instructions and flags that ours uses, and refuses all others, so that nothing is left out
silently. Source: https://docs.docker.com/reference/dockerfile/
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatch

KNOWN = {
    *("ARG", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "RUN", "USER"),
    *("VOLUME", "WORKDIR"),
}
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


class NotUnderstood(Exception):
    """The Dockerfile has something that this module cannot do."""


@dataclass(frozen=True)
class Step:
    """One instruction: its words are split if they are a JSON list or plain words, else one text."""

    kind: str
    text: str

    def words(self) -> list[str]:
        """The JSON list (exec form), or the words of a shell-like line."""
        if self.text.startswith("["):
            words = json.loads(self.text)
            assert isinstance(words, list)
            return [str(word) for word in words]
        return shlex.split(self.text)


@dataclass
class Image:
    """What a stage says about the processes of its image."""

    base: str
    name: str
    steps: list[Step] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    user: str = "0"
    folder: str = "/"
    entrypoint: list[str] = field(default_factory=list)
    health_check: list[str] = field(default_factory=list)
    volumes: list[str] = field(default_factory=list)

    def expand(self, text: str) -> str:
        """Replace variables; an unknown one is an error here, and empty for Docker."""
        known = {**self.arguments, **self.environment}

        def value(found: re.Match[str]) -> str:
            name = found[1] or found[2]
            if name not in known:
                raise NotUnderstood(f"variable {name}")
            return known[name]

        return _VARIABLE.sub(value, text)

    def configure(self, step: Step) -> bool:
        """Take a step that only describes the image; False if it has to be run."""
        match step.kind:
            case "ENV":
                self.environment |= dict(word.split("=", 1) for word in shlex.split(self.expand(step.text)))
            case "ARG":
                name, _, default = step.text.partition("=")
                self.arguments[name] = default
            case "USER":
                self.user = self.expand(step.text)
            case "WORKDIR":
                self.folder = self.expand(step.text)
                return False
            case "VOLUME":
                self.volumes += step.words()
            case "ENTRYPOINT":
                self.entrypoint = _exec_form(step)
            case "HEALTHCHECK":
                _, _, command = step.text.partition(" CMD ")
                self.health_check = _exec_form(Step("CMD", command))
            case "EXPOSE":
                pass
            case _:
                return False
        return True


def _exec_form(step: Step) -> list[str]:
    if not step.text.startswith("["):
        raise NotUnderstood(f"{step.kind} in shell form: signals would end the shell")
    return step.words()


def parse(text: str) -> list[Image]:
    """The stages of a Dockerfile, in order, with their steps.

    Raises:
        NotUnderstood: an instruction that this module does not know.
    """
    defaults: dict[str, str] = {}
    images: list[Image] = []
    for step in _steps(text):
        if step.kind == "FROM":
            words = _VARIABLE.sub(lambda found: defaults[found[1] or found[2]], step.text).split()
            if len(words) not in (1, 3):
                raise NotUnderstood(step.text)
            images.append(Image(base=words[0], name=words[2] if len(words) == 3 else str(len(images))))
        elif images:
            images[-1].steps.append(step)
        elif step.kind == "ARG":
            name, _, default = step.text.partition("=")
            defaults[name] = default
        else:
            raise NotUnderstood(f"{step.kind} before FROM")
    return images


def _steps(text: str) -> Iterable[Step]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        kind, _, rest = line.strip().partition(" ")
        if kind not in KNOWN:
            raise NotUnderstood(kind)
        yield Step(kind, re.sub(r" {2,}", " ", rest.strip()))


def context_files(names: Iterable[str], ignored: str) -> list[str]:
    """The files that a build gets, by `.dockerignore`: the last line that matches a path or a parent wins."""
    rules = [line for line in ignored.splitlines() if line and not line.startswith("#")]
    return [name for name in names if not _is_ignored(name, rules)]


def _is_ignored(name: str, rules: list[str]) -> bool:
    parts = name.split("/")
    paths = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    ignored = False
    for rule in rules:
        pattern = rule.removeprefix("!")
        if any(_matches(path, pattern) for path in paths):
            ignored = not rule.startswith("!")
    return ignored


def _matches(path: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatch(path.rpartition("/")[2], pattern.removeprefix("**/"))
    return path.count("/") == pattern.count("/") and fnmatch(path, pattern)
