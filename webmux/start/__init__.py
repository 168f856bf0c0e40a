"""The start of the server: checks, gunicorn's settings, and what it prints when it is ready."""
