"""From a request to who administers, and to the version of what they looked at."""

from shared.actions.admin.clerk import Clerk
from shared.web.http.call import VERSION, Call
from shared.wiring import wiring

BY_ADDRESS = frozenset({"ses", "smtp"})
"""Transports that reach one address and nobody else."""
SEEN = "seen"
"""The input that holds the version a form was made for."""


def clerk_of(call: Call) -> Clerk:
    """Who administers here."""
    outside = wiring()
    posts = outside.mail_transport in BY_ADDRESS
    return Clerk(stores=outside.stores, person=call.who.person, at=call.at, posts=posts)


def seen_of(call: Call) -> frozenset[int]:
    """The version a form was made for; none there is when it names none."""
    digits = call.code(SEEN)
    return frozenset({int(digits) if VERSION.fullmatch(digits) else 0})
