"""Whether the service starts at boot, from the files of systemd."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

from tests.unit.doctor.inputs import inputs
from webmux.doctor.finding import Level
from webmux.doctor.service_check import UNIT, Service, gather, judge
from webmux.service import units
from webmux.service.units import systemd_unit

USER_UNIT = Service("ada", True, False, True, True)


def ids(facts: Service) -> list[str]:
    return [one.id for one in judge(facts, 1000)]


def test_what_is_missing() -> None:
    assert ["service"] == ids(USER_UNIT)
    assert ["service-disabled"] == ids(replace(USER_UNIT, enabled=False))
    assert ["service-linger"] == ids(replace(USER_UNIT, lingers=False))
    system = replace(USER_UNIT, is_user_unit=False, is_system_unit=True, lingers=False)
    assert ["service"] == ids(system)
    [found] = judge(replace(system, enabled=False), 1000)
    assert found.fix.endswith(f"systemctl enable --now {UNIT}")
    assert ["service"] == ids(replace(USER_UNIT, is_user_unit=False))


def test_the_files_of_systemd(tmp_path: Path) -> None:
    here = inputs(environ={"XDG_CONFIG_HOME": str(tmp_path)})
    folder = tmp_path / "systemd" / "user"
    assert not gather(here, tmp_path, tmp_path).is_user_unit
    folder.mkdir(parents=True)
    (folder / UNIT).touch()
    facts = gather(here, tmp_path, tmp_path)
    assert (True, False, False) == (facts.is_user_unit, facts.enabled, facts.lingers)
    (folder / "default.target.wants").mkdir()
    (folder / "default.target.wants" / UNIT).symlink_to(folder / UNIT)
    (tmp_path / facts.user).touch()
    facts = gather(here, tmp_path, tmp_path)
    assert (True, True) == (facts.enabled, facts.lingers)


def test_settings_that_lose_sessions(tmp_path: Path) -> None:
    """A unit that was written by hand, and a drop-in that corrects it."""
    here = inputs(environ={"XDG_CONFIG_HOME": str(tmp_path)})
    folder = tmp_path / "systemd" / "user"
    (folder / f"{UNIT}.d").mkdir(parents=True)
    (folder / UNIT).write_text("[Service]\nPrivateTmp = true\n# KillMode=process\n")
    found = {one.id: one for one in judge(gather(here, tmp_path, tmp_path), 1000)}
    assert Level.ERROR is found["service-private-tmp"].level
    assert Level.WARNING is found["service-kill-mode"].level
    assert "'[Service]\\nKillMode=process\\n'" in found["service-kill-mode"].fix
    (folder / f"{UNIT}.d" / "x.conf").write_text("[Service]\nKillMode=process\nPrivateTmp=no\n")
    facts = gather(here, tmp_path, tmp_path)
    assert (False, "process") == (facts.private_tmp, facts.kill_mode)


def test_our_own_unit_has_them(tmp_path: Path) -> None:
    folder = tmp_path / "systemd" / "user"
    folder.mkdir(parents=True)
    (folder / UNIT).write_text(systemd_unit(units.Service(("webmux",))))
    facts = gather(inputs(environ={"XDG_CONFIG_HOME": str(tmp_path)}), tmp_path, tmp_path)
    assert (False, "process") == (facts.private_tmp, facts.kill_mode)


def test_the_command_for_the_machine_is_one_command() -> None:
    """`sudo a && b` would run b without it."""
    system = replace(USER_UNIT, is_user_unit=False, is_system_unit=True, private_tmp=True)
    [found] = judge(system, 1000)
    words = shlex.split(found.fix)
    assert ["sudo", "sh", "-c"] == words[:3]
    assert 4 == len(words)
