"""One file with all that a server stores, and a state directory made of it again."""
