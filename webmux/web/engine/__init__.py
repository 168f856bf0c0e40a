"""Connections: who gets one, who reads and writes it."""
