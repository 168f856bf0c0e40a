"""What agents in panes ask, and answers to them."""
