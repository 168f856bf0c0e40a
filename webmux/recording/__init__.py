"""Recordings of sessions as files: what a mirror of them shows, with its times."""
