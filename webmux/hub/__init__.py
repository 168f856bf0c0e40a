"""Shared state of one terminal: ring, modes, flow control, subscribers. Knows no socket and no tmux."""
