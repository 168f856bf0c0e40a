"""One control client of tmux: its process, its stream, its commands."""
