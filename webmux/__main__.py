"""`python -m webmux` is the same as `webmux`."""

import sys

from webmux import cli

sys.exit(cli.main())
