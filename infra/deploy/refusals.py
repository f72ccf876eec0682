"""What cannot work, in plain words with what to do, before anything is changed."""

from collections.abc import Iterator

from infra.deploy.plan import SET_BY_SETTINGS, State, core_defaults, name_of, wanted
from infra.deploy.settings import Settings

FAILED_AT_FIRST = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")
STUCK = "UPDATE_ROLLBACK_FAILED"


def of_settings(settings: Settings) -> Iterator[str]:
    """What the settings alone show."""
    yield from _china(settings)
    yield from _address(settings)
    yield from _mail(settings)
    for name in settings.parameters:
        if name in SET_BY_SETTINGS:
            yield f"[parameters] {name}: this follows from the other settings; take it out."
        elif name not in core_defaults():
            yield f"[parameters] {name}: template.yaml has no such parameter."


def _china(settings: Settings) -> Iterator[str]:
    in_china = settings.region.startswith("cn-")
    if not settings.china:
        if in_china:
            yield f"region {settings.region} is in AWS China: use `make deploy ENV=china`."
        return
    if settings.region and not in_china:
        yield f"region {settings.region} is not in AWS China: cn-north-1 or cn-northwest-1, or another ENV."
    if settings.sign_in == "cognito":
        yield 'AWS China has no Cognito user pools: sign_in = "other", with a provider of your own.'
    if settings.mail == "ses":
        yield 'AWS China has no SES: mail = "smtp" or "sns".'
    if settings.malware_scanner == "guardduty":
        yield (
            "GuardDuty's malware protection is not verified in AWS China:"
            ' malware_scanner = "external", with a scanner of your own (docs/malware.md).'
        )
    if settings.parameters.get("Architecture", "x86_64") != "x86_64":
        yield "[parameters] Architecture: AWS China runs x86_64; arm64 is not verified there."


def _address(settings: Settings) -> Iterator[str]:
    if settings.domain_name and settings.base_url:
        yield "base_url and domain_name both say the address: keep domain_name, or base_url for an edge of your own."


def _mail(settings: Settings) -> Iterator[str]:
    if settings.mail != "ses" or not (settings.mail_from and settings.mail_domain):
        return
    sender = settings.mail_from.rpartition("@")[2].lower()
    if sender != settings.mail_domain and not sender.endswith(f".{settings.mail_domain}"):
        yield f"mail_from is at {sender}, but {settings.mail_domain} may send: SES would refuse every letter."


def of_state(settings: Settings, state: State) -> Iterator[str]:
    """What shows once the account has been looked at."""
    yield from _credentials(settings, state)
    if not state.emulator:
        for name in ("oidc_issuer", "base_url"):
            if getattr(settings, name).startswith("http:"):
                yield f"{name} is an address on this computer, which is for an emulator alone: AWS needs https://."
    yield from state.missing_tools
    for arn in sorted(state.missing_secrets):
        yield f"There is no secret {arn} in {settings.region}: make it in Secrets Manager, then run again."
    for kind, stack in state.stacks.items():
        todo = _unready(stack.status) if wanted(kind, settings) else ""
        if todo:
            yield f"The stack {name_of(kind, settings)} is {stack.status}: {todo}, then run again."


def _credentials(settings: Settings, state: State) -> Iterator[str]:
    partition = "aws-cn" if settings.china else "aws"
    if not state.partition:
        yield (
            f"{settings.region} does not know these credentials: AWS China has accounts of its own"
            " (AWS_PROFILE=... chooses others)."
        )
    elif state.partition != partition:
        yield (
            f"These credentials are of the partition {state.partition}; ENV={settings.env} goes to {partition}:"
            " AWS_PROFILE=... chooses others."
        )


def _unready(status: str) -> str:
    """What has to be done before a stack can be deployed, empty for nothing."""
    if status in FAILED_AT_FIRST:
        return "delete it in CloudFormation"
    if status == STUCK:
        return "let CloudFormation continue its rollback"
    return "wait" if status.endswith("_IN_PROGRESS") else ""
