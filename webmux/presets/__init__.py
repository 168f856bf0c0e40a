"""Presets: what a new session can be made of, from webmux.toml or from a session that ran."""
