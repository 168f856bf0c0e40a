"""A QR code in a terminal, for a phone to read."""

from __future__ import annotations


def show(text: str) -> None:
    """Print it with two modules a character, dark on light whatever the colours of the terminal are."""
    import segno  # loaded only by who asks for a code

    segno.make(text, error="l", micro=False).terminal(compact=True)
