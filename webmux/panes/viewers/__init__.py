"""The viewers of a session's panes: what each of them is sent, and when."""
