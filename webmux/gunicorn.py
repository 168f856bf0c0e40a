"""gunicorn's settings, for `-c python:webmux.gunicorn`; options come from WEBMUX_* and webmux.toml."""

from gevent import monkey

monkey.patch_all()

from webmux.start import gunicorn_app  # noqa: E402 gevent patches before anything else is imported

globals().update(gunicorn_app.gunicorn_settings(gunicorn_app.load_or_exit()))
