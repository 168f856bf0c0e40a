"""WebMux: tmux sessions in a browser."""

__version__ = "0.2.0"
