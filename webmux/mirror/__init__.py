"""Shows a session without attaching to it: makes captures of tmux into a stream of changed rows."""
