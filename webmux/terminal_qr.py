"""A QR code in a terminal, for a phone to read."""

from __future__ import annotations


def show(text: str) -> None:
    """Print it with two modules in each character, dark on light in any colours of the terminal."""
    import segno  # loaded only if a code is printed

    segno.make(text, error="l", micro=False).terminal(compact=True)
