"""The shipped manifests are found, and those of a user replace them or are reported."""

from __future__ import annotations

from pathlib import Path

from webmux.agents.manifest_files import SHIPPED, Manifests

MINE = """agent = "{0}"
programs = ["{1}"]
"""


def test_each_shipped_manifest_is_known_by_its_programs() -> None:
    found = Manifests()
    assert found.problems == []
    for path in SHIPPED.glob("*.toml"):
        manifest = found.for_agent(path.stem)
        assert manifest is not None
        assert manifest.rules
        assert {found.for_program(name) for name in manifest.programs} == {manifest}


def test_one_of_the_user_replaces_ours_and_a_wrong_one_is_reported(tmp_path: Path) -> None:
    (tmp_path / "claude.toml").write_text(MINE.format("claude", "my-claude"))
    (tmp_path / "other.toml").write_text(MINE.format("other", "other"))
    (tmp_path / "wrong.toml").write_text("agent")
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nothing")
    found = Manifests(tmp_path)
    assert (None, "claude") == (
        found.for_program("claude"),
        getattr(found.for_program("my-claude"), "agent", ""),
    )
    assert found.for_program("other") is found.for_agent("other")
    assert found.for_program("codex") is found.for_agent("codex")
    assert [str(tmp_path / "gone.toml"), str(tmp_path / "wrong.toml")] == [
        problem.partition(":")[0] for problem in found.problems
    ]


def test_a_folder_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    assert Manifests(tmp_path / "none").problems == []
