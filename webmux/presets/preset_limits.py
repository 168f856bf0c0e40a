"""Limits of presets that are needed without them."""

from __future__ import annotations

DESCRIPTION_MAX_CHARS = 200
