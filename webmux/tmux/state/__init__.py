"""What tmux has, as its notifications and formats report it."""
