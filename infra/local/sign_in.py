"""The local sign-in page: a Cognito user pool on MiniStack, used like any OpenID Connect provider.

The product needs OIDC_ISSUER and OIDC_CLIENT_ID only. `<issuer>/.well-known/openid-configuration` names
`/oauth2/authorize`, `/oauth2/token` and the key set; the client is public, so the code flow carries PKCE (S256) and no
secret; scopes are `openid email profile`; the redirect address must be exactly the registered one. The authorize
address answers with a page whose form posts the fields `username` and `password` (button "Sign in") to `/login`, which
redirects back with `code` and `state`; a wrong password shows the page again with an element of class `error`.
The ID token is RS256 and carries `sub`, `nonce`, `email`, `email_verified` and `cognito:username`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra.local.emulator import ignoring

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


_NAME = "exchange-registry"
CALLBACK = "/people/callback"
_SCOPES = ["openid", "email", "profile"]


@dataclass(frozen=True)
class SignIn:
    """The pool and the client the product signs in with."""

    cognito: Any
    pool_id: str
    client_id: str
    issuer: str

    def ensure_users(self, people: Iterable[Mapping[str, Any]]) -> None:
        """Gives every person an account with their user name, password, `sub` (else `id`) and `email` where given."""
        for person in people:
            username = person["username"]
            attributes = {"sub": person.get("sub") or person["id"], "email_verified": "true"}
            attributes["email"] = person.get("email") or f"{username}@example.org"
            listed = [{"Name": name, "Value": value} for name, value in attributes.items()]
            account = {"UserPoolId": self.pool_id, "Username": username}
            with ignoring("UsernameExistsException"):
                self.cognito.admin_create_user(**account, UserAttributes=listed, MessageAction="SUPPRESS")
            self.cognito.admin_set_user_password(**account, Password=person["password"], Permanent=True)


def create_sign_in(cognito: Any, *, endpoint_url: str, base_url: str) -> SignIn:
    """Finds or creates the pool, and its client with this address as the one it redirects to."""
    pools = cognito.list_user_pools(MaxResults=60)["UserPools"]
    found = [pool["Id"] for pool in pools if pool["Name"] == _NAME]
    pool_id = found[0] if found else _create_pool(cognito)
    clients = cognito.list_user_pool_clients(UserPoolId=pool_id, MaxResults=60)["UserPoolClients"]
    settings = {
        "UserPoolId": pool_id,
        "ClientName": _NAME,
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthFlowsUserPoolClient": True,
        "AllowedOAuthScopes": _SCOPES,
        "CallbackURLs": [base_url + CALLBACK],
        "LogoutURLs": [base_url + "/"],
        "SupportedIdentityProviders": ["COGNITO"],
    }
    client_id = next((client["ClientId"] for client in clients if client["ClientName"] == _NAME), "")
    if client_id:
        cognito.update_user_pool_client(ClientId=client_id, **settings)
    else:
        client_id = cognito.create_user_pool_client(GenerateSecret=False, **settings)["UserPoolClient"][
            "ClientId"
        ]
    return SignIn(cognito, pool_id, client_id, f"{endpoint_url}/{pool_id}")


def _create_pool(cognito: Any) -> str:
    policy = {"MinimumLength": 12, "RequireUppercase": False, "RequireSymbols": False}
    pool = cognito.create_user_pool(PoolName=_NAME, Policies={"PasswordPolicy": policy})
    return str(pool["UserPool"]["Id"])
