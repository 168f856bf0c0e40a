"""Typing over a link with all kinds of faults."""
