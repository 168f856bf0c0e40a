"""Who may come in: tokens, one-time links, login cookies, origins. Knows no Flask."""
