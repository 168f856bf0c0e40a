"""gunicorn's settings, for `-c python:webmux.gunicorn`; options come from WEBMUX_* and webmux.toml."""

from webmux.start import gunicorn_app

globals().update(gunicorn_app.gunicorn_settings(gunicorn_app.load_or_exit()))
