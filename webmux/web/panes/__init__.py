"""The sockets of native panes. Loaded by the first connection of `view=panes`."""
