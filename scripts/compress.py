"""compress.py FILE... - write FILE.gz next to each, as small as gzip's format allows, for the server."""

from __future__ import annotations

import sys
from pathlib import Path

import zopfli.gzip

for name in sys.argv[1:]:
    Path(name + ".gz").write_bytes(zopfli.gzip.compress(Path(name).read_bytes()))
