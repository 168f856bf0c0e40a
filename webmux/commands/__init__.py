"""One module for each command of the program. The table in webmux/cli.py names them."""
