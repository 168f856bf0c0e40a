"""Flask: pages, sessions API, sockets."""
