"""Sessions that come back: what tmux had is stored in files, and made again after tmux ended."""
