"""Watching a session without attaching to it: tmux's own captures, made into a stream of changed rows."""
