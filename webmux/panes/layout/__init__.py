"""The layout of windows and panes: what tmux lists, what changed, and commands that arrange it."""
