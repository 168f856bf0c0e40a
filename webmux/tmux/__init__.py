"""Talks to tmux: commands, names, the pty of an attached client."""
