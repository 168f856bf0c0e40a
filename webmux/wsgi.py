"""The application for `gunicorn -c python:webmux.gunicorn webmux.wsgi:app`."""

from gevent import monkey

monkey.patch_all()

from webmux.start import gunicorn_app  # noqa: E402 gevent patches before anything else is imported

app = gunicorn_app.application()
