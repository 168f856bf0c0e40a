"""Measurements: every figure WebMux claims, with a before and an after in the same run."""
