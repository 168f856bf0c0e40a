"""Starts processes that do not outlive an interrupted start."""

from __future__ import annotations

import subprocess
from typing import Any


class Child(subprocess.Popen[bytes]):
    """As `subprocess.Popen`. If the greenlet is stopped while the process starts, the process is killed.

    gevent's `Popen` switches between the fork and the exec, and nobody has the object by then.

    Switches: yes.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        try:
            super().__init__(*args, **options)
        except Exception:
            raise  # it did not start, and was waited for
        except BaseException:
            if getattr(self, "pid", None):
                self.kill()
                self.wait()
            raise
