"""Whether the service starts at boot, from the files of systemd."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.unit.doctor.inputs import inputs
from webmux.doctor.service_check import UNIT, Service, gather, judge

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
