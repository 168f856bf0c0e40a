"""WebMux: tmux sessions in a browser."""

__version__ = "0.1.0"
