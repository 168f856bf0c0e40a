"""Commands about the keyboard that who made a link lends to its guests."""

from __future__ import annotations

from webmux.errors import Forbidden
from webmux.web.access.audit_trail import audit
from webmux.web.presence.guests import Guest, Guests, Seat


def ask_control(guests: Guests, guest: Guest | None, session_name: str) -> None:
    """A guest asks for the keyboard.

    Raises:
        Forbidden: it is no guest who asks.
        BadField: as `Guests.ask`.
    """
    if guest is None:
        raise Forbidden("only guests ask for control: with an account, the role decides")
    guests.ask(guest)
    audit("control_asked", session=session_name, guest=guest.id)


def decide_control(guests: Guests, seat: Seat, args: object, session_name: str, *, allowed: bool) -> None:
    """Who made a link lends its guest the keyboard, or takes it back.

    Raises:
        GuestNotFound: as `Guests.decide`.
    """
    wanted = args.get("guest") if isinstance(args, dict) else None
    guest = guests.decide(seat, wanted, allowed=allowed)
    outcome = "control_lent" if allowed else "control_ended"
    audit(outcome, session=session_name, guest=guest.id, guest_address=guest.address)
