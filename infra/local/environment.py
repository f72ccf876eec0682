"""The environment variables Lambda would set for the functions, for functions imported into this process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from infra.local.engines import ACCESS_KEY

if TYPE_CHECKING:
    from infra.local.template import Template

MAIL_FROM = "registry@example.org"


def parameters(*, base_url: str, issuer: str = "", client_id: str = "") -> dict[str, str]:
    """The stack's parameters for this computer; a template that lacks one of them ignores it."""
    return {
        "BaseUrl": base_url,
        "OidcIssuer": issuer,
        "OidcClientId": client_id,
        "DecideByToken": "true",
        "SecondFactor": "provider",
        "MailTransport": "ses",
        "MailFrom": MAIL_FROM,
        "Architecture": "x86_64",
    }


def set_for_engines(*, endpoint_url: str, table_url: str, region: str) -> None:
    """Leads boto3 to the local engines and away from everything the person has configured for AWS."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(
        AWS_ACCESS_KEY_ID=ACCESS_KEY,
        AWS_SECRET_ACCESS_KEY=ACCESS_KEY,
        AWS_REGION=region,
        AWS_DEFAULT_REGION=region,
        AWS_ENDPOINT_URL=endpoint_url,
        AWS_ENDPOINT_URL_DYNAMODB=table_url,
        AWS_ENDPOINT_URL_DYNAMODB_STREAMS=table_url,
        AWS_EC2_METADATA_DISABLED="true",
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    )


def bypass_proxies() -> None:
    """The engines are on loopback: no proxy of the person's stands between."""
    for name in ("NO_PROXY", "no_proxy"):
        others = os.environ.get(name, "")
        os.environ[name] = ",".join(filter(None, [others, "127.0.0.1", "localhost"]))


def set_for_functions(template: Template) -> None:
    """One process, one environment: the functions' variables together."""
    for function in template.functions.values():
        os.environ.update(function.environment)
