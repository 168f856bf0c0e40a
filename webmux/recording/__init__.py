"""Sessions kept in files: what a mirror of them shows, with its moments, for whoever plays it later."""
