"""JSON from the sign-in provider: over TLS, without redirects, soon or not at all."""

import json
import time
import urllib.request
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

SECONDS: Final = 5.0
LARGEST: Final = 1_000_000
FRESH: Final = 3_600.0
"""Seconds that the provider's description and keys are kept."""
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
REFUSED: Final = range(400, 500)
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class Unreachable(Exception):
    """The provider does not answer, or not as it should; it may later."""


class Declined(Exception):
    """The provider says no to what it was sent."""


def fetched(
    address: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object at an address, or what a form posted there is answered with; raises Unreachable, Declined."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Unreachable(address)
    data = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(  # noqa: S310 -- the scheme was checked above
        address, data=data, headers={"Accept": "application/json", **(headers or {})}
    )
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            value = json.loads(answer.read(LARGEST))
    except HTTPError as error:
        raise (Declined if error.code in REFUSED else Unreachable)(address) from error
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(address) from error
    if not isinstance(value, dict):
        raise Unreachable(address)
    return value


def kept(address: str, *, anew: bool = False) -> dict[str, Any]:
    """As `fetched`, from memory while it is fresh; raises Unreachable also when the provider says no."""
    known = _kept.get(address)
    if known and not anew and time.monotonic() - known[0] < FRESH:
        return known[1]
    try:
        value = fetched(address)
    except Declined as error:
        raise Unreachable(address) from error
    _kept[address] = (time.monotonic(), value)
    return value


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A provider's address is what its description says, nothing else."""

    def redirect_request(self, *_args: object, **_named: object) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)
