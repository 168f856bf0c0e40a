"""HTTP routes by which programs drive panes."""
