"""WebMux: `python app.py [options]`, or `gunicorn -c gunicorn.conf.py app:app`."""

from gevent import monkey

monkey.patch_all()

import sys

from webmux import cli

if __name__ == "__main__":
    sys.exit(cli.main())

app = cli.make_app(cli.load_or_exit())
