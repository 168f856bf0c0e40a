"""WebMux in a checkout: `python app.py [command] [options]`, or `gunicorn -c gunicorn.conf.py app:app`."""

import sys

if __name__ == "__main__":
    from webmux import cli

    sys.exit(cli.main())

from webmux.wsgi import app

__all__ = ["app"]
