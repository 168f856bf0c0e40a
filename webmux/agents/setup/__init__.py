"""Writes and removes the hooks by which coding agents say what they do. For `webmux agents setup`."""
