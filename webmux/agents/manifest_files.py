"""Reads the manifests that WebMux ships and those of its user."""

from __future__ import annotations

from pathlib import Path

from webmux.agents.screen_manifest import FILE_MAX_BYTES, BadManifest, Manifest, parse_manifest
from webmux.logs import get_logger

log = get_logger(__name__)

SHIPPED = Path(__file__).parent / "manifests"
FILES_MAX = 50
"""More files in the folder of a user are not read."""


class Manifests:
    """The manifests by the name of their agent. One of the user replaces ours for the same agent."""

    def __init__(self, folder: Path | None = None) -> None:
        """Reads all files now. A file of the user that cannot be used is left out and logged; see `problems`.

        Cost: 20 ms.
        """
        self.problems: list[str] = []
        self._by_agent: dict[str, Manifest] = {}
        self._by_program: dict[str, Manifest] = {}
        for path in sorted(SHIPPED.glob("*.toml")):
            self._add(parse_manifest(path.read_bytes(), path.name))
        for path in sorted(folder.glob("*.toml"))[:FILES_MAX] if folder is not None else ():
            try:
                with path.open("rb") as file:
                    self._add(parse_manifest(file.read(FILE_MAX_BYTES + 1), str(path)))
            except OSError as error:
                self._report(f"{path}: cannot be read: {error.strerror}")
            except BadManifest as error:
                self._report(error.message)

    def for_program(self, name: str) -> Manifest | None:
        """The manifest of the agent that a program is, by the name of the program."""
        return self._by_program.get(name)

    def for_agent(self, agent: str) -> Manifest | None:
        return self._by_agent.get(agent)

    def _add(self, manifest: Manifest) -> None:
        before = self._by_agent.get(manifest.agent)
        for program in before.programs if before else ():
            self._by_program.pop(program, None)
        self._by_agent[manifest.agent] = manifest
        self._by_program |= dict.fromkeys(manifest.programs, manifest)

    def _report(self, problem: str) -> None:
        self.problems.append(problem)
        log.warning("manifest is not used", error=problem)
