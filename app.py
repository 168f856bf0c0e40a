"""WebMux: `python app.py [command] [options]`, or `gunicorn -c gunicorn.conf.py app:app`."""

import sys

if __name__ == "__main__":
    from webmux import cli

    sys.exit(cli.main())

from gevent import monkey

monkey.patch_all()

from webmux.start import gunicorn_app

app = gunicorn_app.make_app(gunicorn_app.load_or_exit())
