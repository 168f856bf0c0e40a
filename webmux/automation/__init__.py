"""How programs drive panes: send, read, wait. Loaded by the first request that does."""
