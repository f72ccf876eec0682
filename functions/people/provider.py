"""The sign-in provider as it describes itself."""

from dataclasses import dataclass
from typing import Any

from functions.people.fetch import Unreachable, kept


class SignInFailed(Exception):
    """What came back is not the answer to what was asked, or does not prove who it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The provider as configured; its addresses come from its own description."""

    issuer: str
    client_id: str
    client_secret: str
    callback: str
    acr_values: str = ""
    second_factor: str = ""
    """What proves one: a claim and its values, like `amr=mfa otp`."""

    @property
    def described(self) -> dict[str, Any]:
        """The discovery document; raises Unreachable when it is not of this issuer."""
        found = kept(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise Unreachable(self.issuer)
        return found

    def address(self, name: str) -> str:
        found = self.described.get(name)
        if not isinstance(found, str):
            raise Unreachable(name)
        return found
