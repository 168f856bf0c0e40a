"""What coding agents in panes do. Loaded by the first page or request that asks for it."""
