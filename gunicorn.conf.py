"""For `gunicorn -c gunicorn.conf.py app:app` in a checkout; an installation has `python:webmux.gunicorn`."""

from webmux.gunicorn import *  # noqa: F403 the settings have no fixed names
