"""`webmux doctor`: checks of this machine, each with its cause and the command that fixes it.

A module gathers the facts of one subject, and pure functions judge them. `runner.py` runs all of them.
"""
