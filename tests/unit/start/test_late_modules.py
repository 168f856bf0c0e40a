"""What gunicorn imports and the supervisor never uses is loaded with its first use."""

from __future__ import annotations

import subprocess
import sys
import textwrap

from tests.server import ROOT


def test_modules_load_with_their_first_use() -> None:
    program = textwrap.dedent("""
        import sys
        from webmux.start.late_modules import loading_late
        with loading_late():
            import gunicorn.util
        print("html.entities" in sys.modules, "email.message" in sys.modules)
        print(gunicorn.util.html.escape("<"), gunicorn.util.importlib_metadata.version("gunicorn") != "")
        print("html.entities" in sys.modules, "email.message" in sys.modules)
    """)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=10, check=True
    )
    assert ["False False", "&lt; True", "True True"] == done.stdout.splitlines()
