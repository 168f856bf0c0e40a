"""For `gunicorn -c gunicorn.conf.py app:app`; options come from WEBMUX_* and webmux.toml."""

from gevent import monkey

monkey.patch_all()

from webmux import cli  # noqa: E402 gevent patches before anything else is imported

globals().update(cli.gunicorn_settings(cli.load_or_exit()))
