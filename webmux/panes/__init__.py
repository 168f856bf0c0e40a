"""Native panes: each tmux pane as a terminal of its own. Loaded by the first viewer of `view=panes`."""
