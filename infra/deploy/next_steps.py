"""What a person does once everything is deployed."""

from collections.abc import Iterator

from infra.deploy.plan import Deployed, State, unused
from infra.deploy.settings import Settings

EXAMPLE = "Li Example <li@example.org>, Ann Example <ann@example.org>"


def next_steps(settings: Settings, state: State) -> Iterator[str]:
    core = state.stacks.get("core", Deployed())
    address, region = core.outputs.get("Address", ""), f"AWS_DEFAULT_REGION={settings.region}"
    yield f"The registry answers at {address}."
    yield f"{settings.alarm_email} has to confirm the letter of SNS, if that is still to be done: without it no alarm arrives."
    if settings.sign_in == "other":
        yield f"The provider has to know the redirect address {address}/people/callback."
    if settings.mail == "ses" and not state.mail_verified:
        yield from _records(settings, state)
    if "IcpReminder" in core.outputs:
        yield core.outputs["IcpReminder"]
    for name in unused(settings, state):
        yield f"The stack {name} is not used any more: delete it in CloudFormation when you are sure."
    if not state.administrators:
        yield f'Invite the first administrators: {region} make found STACK={settings.stack} ADMINS="{EXAMPLE}"'
    yield f"See whether all is as it should be: {region} make doctor STACK={settings.stack}"


def _records(settings: Settings, state: State) -> Iterator[str]:
    given = state.stacks.get("mail", Deployed()).outputs
    records = [value for name, value in sorted(given.items()) if name.startswith("DnsRecord")]
    yield (
        f"Letters stay in the inbox until SES knows {settings.mail_domain}: set these DNS records, wait until SES shows"
        " the domain as verified, then run `make deploy` again:"
        + "".join(f"\n    {each}" for each in records)
    )
