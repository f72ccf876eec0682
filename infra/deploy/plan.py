"""Which stacks a deployment makes or updates, in which order, and what each is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from infra.deploy.settings import Settings
from infra.local.cloudformation import load

ROOT = Path(__file__).parents[2]
Kind = Literal["core", "edge", "identity", "mail", "malware"]
OPTIONAL: tuple[Kind, ...] = ("edge", "identity", "mail", "malware")
"""The edge before sign-in: people come back to the registry's own address."""
TEMPLATES: Mapping[Kind, str] = {
    "core": "template.yaml",
    "edge": "infra/edge.yaml",
    "identity": "infra/identity-cognito.yaml",
    "mail": "infra/mail-ses.yaml",
    "malware": "infra/malware-guardduty.yaml",
}
WORDS: Mapping[Kind, str] = {
    "core": "the registry itself",
    "edge": "its own address",
    "identity": "sign-in with Cognito",
    "mail": "a domain that may send letters",
    "malware": "documents looked through by GuardDuty",
}
SIGN_IN = ("OidcIssuer", "OidcClientId", "OidcClientSecretArn", "SecondFactor", "OidcAcrValues")
MAIL = ("MailTransport", "MailFrom", "MailIdentityArn", "MailConfigurationSetArn", "SmtpSecretArn")
MALWARE = ("BucketName", "KeyArn", "ScanQueueArn", "ScanDeadLetterQueueArn")
"""Outputs of the core stack, and parameters of the same names."""
SET_BY_SETTINGS = frozenset({"BaseUrl", "AlarmEmail", "MalwareScanner", *SIGN_IN, *MAIL})
"""Parameters of the core stack that `[parameters]` may not name."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A stack that is there, as CloudFormation describes it."""

    outputs: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    status: str = "UPDATE_COMPLETE"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What there is before (or after) a step."""

    partition: str = "aws"
    """Of the credentials; empty where the region does not know them."""
    stacks: Mapping[Kind, Deployed] = field(default_factory=dict)
    mail_verified: bool = False
    administrators: bool = False
    """Whether two can act."""
    missing_secrets: frozenset[str] = frozenset()
    missing_tools: tuple[str, ...] = ()
    emulator: bool = False
    """Whether AWS_ENDPOINT_URL leads away from AWS."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stack that is deployed."""

    kind: Kind
    words: str
    again: bool = False
    """Once more, with what the stacks before it gave; left out where that changes nothing."""


def plan(settings: Settings, state: State) -> list[Step]:
    """The core stack first, so that its address exists; then what needs it; then the core stack with what these gave."""
    kinds = [kind for kind in OPTIONAL if wanted(kind, settings)]
    steps = [
        Step(kind, f"{_verb(kind, state)} {name_of(kind, settings)}: {WORDS[kind]}")
        for kind in ("core", *kinds)
    ]
    giving = [kind for kind in kinds if kind != "malware" and (kind != "mail" or state.mail_verified)]
    if any(not settled(kind, settings, state) for kind in giving):
        steps.append(Step("core", f"update {settings.stack} with what these stacks gave", again=True))
    return steps


def name_of(kind: Kind, settings: Settings) -> str:
    return settings.stack if kind == "core" else f"{settings.stack}-{kind}"


def wanted(kind: Kind, settings: Settings) -> bool:
    chosen = {
        "core": True,
        "edge": bool(settings.domain_name),
        "identity": settings.sign_in == "cognito",
        "mail": settings.mail == "ses",
        "malware": settings.malware_scanner == "guardduty",
    }
    return chosen[kind]


def settled(kind: Kind, settings: Settings, state: State) -> bool:
    """Whether a stack is there and was told what it would be told now: its outputs are those that count."""
    found = state.stacks.get(kind)
    told = parameters(kind, settings, state)
    return found is not None and all(found.parameters.get(name) == value for name, value in told.items())


def parameters(kind: Kind, settings: Settings, state: State) -> dict[str, str | None]:
    """What a stack is told; None is what another stack has not given yet."""
    core = state.stacks.get("core", Deployed())
    if kind == "edge":
        return {
            "DomainName": settings.domain_name,
            "ApiId": core.outputs.get("ApiId"),
            "HostedZoneId": settings.hosted_zone_id,
            "CertificateArn": settings.certificate_arn,
        }
    if kind == "identity":
        own = _base_url(settings, state)
        return {"BaseUrl": own or core.outputs.get("Address"), "DomainPrefix": settings.domain_prefix}
    if kind == "mail":
        return {"Domain": settings.mail_domain}
    if kind == "malware":
        return {name: core.outputs.get(name) for name in MALWARE}
    return dict(_core(settings, state))


def _core(settings: Settings, state: State) -> dict[str, str]:
    """Every parameter by name: CloudFormation would keep the value of one that is left out."""
    return {
        **core_defaults(),
        **settings.parameters,
        "Architecture": settings.architecture,
        "AlarmEmail": settings.alarm_email,
        "MalwareScanner": settings.malware_scanner or "builtin",
        "BaseUrl": _base_url(settings, state),
        **_sign_in(settings, state),
        **_mail(settings, state),
    }


def _base_url(settings: Settings, state: State) -> str:
    """Until the own address answers, the one there was."""
    if not settings.domain_name:
        return settings.base_url
    if settled("edge", settings, state):
        return state.stacks["edge"].outputs.get("BaseUrl", "")
    return _present(("BaseUrl",), state)["BaseUrl"]


def _sign_in(settings: Settings, state: State) -> dict[str, str]:
    """Until the user pool is there, sign-in stays as it was."""
    if settings.sign_in == "other":
        values = (
            settings.oidc_issuer,
            settings.oidc_client_id,
            settings.oidc_client_secret_arn,
            settings.second_factor,
            settings.oidc_acr_values,
        )
        return dict(zip(SIGN_IN, values, strict=True))
    if "identity" not in state.stacks:
        return _present(SIGN_IN, state)
    given = state.stacks["identity"].outputs
    values = (given.get("OidcIssuer", ""), given.get("OidcClientId", ""), "", "provider", "")
    return dict(zip(SIGN_IN, values, strict=True))


def _mail(settings: Settings, state: State) -> dict[str, str]:
    """Letters stay in the inbox until SES may send for their domain."""
    nothing = dict.fromkeys(MAIL, "") | {"MailTransport": "none"}
    if settings.mail == "ses":
        if not (state.mail_verified and settled("mail", settings, state)):
            return nothing
        outputs = state.stacks["mail"].outputs
        given = {name: outputs.get(name, "") for name in ("MailIdentityArn", "MailConfigurationSetArn")}
        return nothing | given | {"MailTransport": "ses", "MailFrom": settings.mail_from}
    if settings.mail == "smtp":
        own = {"MailFrom": settings.mail_from, "SmtpSecretArn": settings.smtp_secret_arn}
        return nothing | {"MailTransport": "smtp", **own}
    return nothing | {"MailTransport": settings.mail or "none"}


def _present(names: tuple[str, ...], state: State) -> dict[str, str]:
    told = state.stacks.get("core", Deployed()).parameters
    return {name: told.get(name, core_defaults().get(name, "")) for name in names}


def _verb(kind: Kind, state: State) -> str:
    return "update" if kind in state.stacks else "make"


@cache
def core_defaults() -> dict[str, str]:
    declared = load(ROOT / TEMPLATES["core"])["Parameters"]
    return {name: str(each.get("Default", "")) for name, each in declared.items()}


def unused(settings: Settings, state: State) -> Iterator[str]:
    """The names of stacks that were deployed for an earlier choice."""
    yield from (
        name_of(kind, settings) for kind in OPTIONAL if kind in state.stacks and not wanted(kind, settings)
    )
