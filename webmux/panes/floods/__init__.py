"""What keeps panes that print very much cheap, and shows them all the same."""
