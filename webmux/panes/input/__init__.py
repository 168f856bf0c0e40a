"""What goes into panes, and tmux's keys."""
