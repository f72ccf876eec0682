"""Addresses that came from outside: only a path of this site may be gone to."""

import re

INSIDE = re.compile(r"/(?!/)[!-\[\]-~]*", re.ASCII)
"""Printable ASCII without a backslash, which browsers read as a slash; `//` would name another host."""
LONGEST = 2_000


def inside(address: str | None, otherwise: str = "/") -> str:
    """The path when it surely is one of this site, else another."""
    if address and len(address) <= LONGEST and INSIDE.fullmatch(address):
        return address
    return otherwise
