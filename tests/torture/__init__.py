"""Typing over a link on which everything goes wrong."""
