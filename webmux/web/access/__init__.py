"""Checks before a view runs, and what is sent when one fails."""
