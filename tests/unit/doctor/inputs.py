"""What a check starts from, for tests."""

from __future__ import annotations

from pathlib import Path

from webmux.config import Config
from webmux.doctor.finding import Inputs


def inputs(state_dir: Path | str = "/nonexistent/webmux", **fields: object) -> Inputs:
    """A machine without variables, and with all defaults."""
    config = Config(state_dir=Path(state_dir))
    return Inputs(**{"config": config, "environ": {}, "uid": 1000, "served": False, **fields})  # type: ignore[arg-type]
