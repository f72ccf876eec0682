"""Which stacks are deployed in which order, what they are told, and what is refused."""

from typing import Any

import pytest

from infra.deploy.next_steps import next_steps
from infra.deploy.plan import OPTIONAL, Deployed, Kind, State, core_defaults, parameters, plan
from infra.deploy.refusals import of_settings, of_state
from infra.deploy.sam import first_failure
from infra.deploy.settings import Settings

SECRET = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:mail"
CORE = Deployed({"Address": "https://api.example", "ApiId": "api1"}, core_defaults())
POOL = Deployed(
    {"OidcIssuer": "https://pool.example", "OidcClientId": "client"},
    {"BaseUrl": "https://api.example", "DomainPrefix": "hub"},
)
SES = Deployed(
    {"MailIdentityArn": "arn:identity", "MailConfigurationSetArn": "arn:set", "DnsRecord1": "one CNAME two"},
    {"Domain": "example.org"},
)
EDGE_TOLD = {
    "DomainName": "hub.example.org",
    "ApiId": "api1",
    "HostedZoneId": "Z1",
    "CertificateArn": "arn:aws:acm:eu-central-1:000000000000:certificate/1",
}
EDGE = Deployed({"BaseUrl": "https://hub.example.org"}, EDGE_TOLD)
WITH_SES = {"mail": "ses", "mail_from": "hub@example.org", "mail_domain": "example.org"}
PLACES = {
    "BucketName": "documents",
    "KeyArn": "arn:key",
    "ScanQueueArn": "arn:scan",
    "ScanDeadLetterQueueArn": "arn:dead",
}
GUARDED = {"malware_scanner": "guardduty"}
WITH_EDGE = {
    "domain_name": "hub.example.org",
    "hosted_zone_id": "Z1",
    "certificate_arn": EDGE_TOLD["CertificateArn"],
}
OTHER = {
    "sign_in": "other",
    "oidc_issuer": "https://login.example",
    "oidc_client_id": "registry",
    "second_factor": "amr=mfa otp",
}


def a_deployment(**changed: Any) -> Settings:
    """With Cognito and no letters."""
    usual = {
        "env": "default",
        "stack": "registry",
        "region": "eu-central-1",
        "alarm_email": "duty@example.org",
        "sign_in": "cognito",
        "domain_prefix": "hub",
        "mail": "none",
    }
    return Settings.model_validate(usual | changed)


def in_china(**changed: Any) -> Settings:
    return a_deployment(**{"env": "china", "region": "cn-north-1", "domain_prefix": ""} | OTHER | changed)


def a_state(*, verified: bool = False, **stacks: Deployed) -> State:
    kinds: dict[Kind, Deployed] = {kind: stacks[kind] for kind in ("core", *OPTIONAL) if kind in stacks}
    return State(stacks=kinds, mail_verified=verified)


@pytest.mark.parametrize(
    ("settings", "state", "steps"),
    [
        ({}, a_state(), "core identity core"),
        (OTHER, a_state(), "core"),
        (OTHER | {"mail": "sns"}, a_state(), "core"),
        ({}, a_state(core=CORE, identity=POOL), "core identity"),
        ({"domain_prefix": "new"}, a_state(core=CORE, identity=POOL), "core identity core"),
        (OTHER, a_state(core=CORE, identity=POOL), "core"),
        (OTHER | WITH_SES, a_state(), "core mail"),
        (OTHER | WITH_SES, a_state(core=CORE, mail=SES), "core mail"),
        (OTHER | WITH_SES, a_state(core=CORE, mail=SES, verified=True), "core mail"),
        (OTHER | WITH_SES, a_state(core=CORE, verified=True), "core mail core"),
        (OTHER | WITH_EDGE, a_state(core=CORE), "core edge core"),
        (OTHER | WITH_EDGE, a_state(core=CORE, edge=EDGE), "core edge"),
        (WITH_EDGE | WITH_SES, a_state(), "core edge identity mail core"),
        (OTHER | GUARDED, a_state(), "core malware"),
        (OTHER | {"malware_scanner": "external"}, a_state(), "core"),
        (WITH_SES | GUARDED, a_state(), "core identity mail malware core"),
    ],
)
def test_the_core_stack_comes_first_and_again_where_others_give_it_something(
    settings: dict[str, str], state: State, steps: str
) -> None:
    assert " ".join(each.kind for each in plan(a_deployment(**settings), state)) == steps


@pytest.mark.parametrize(
    ("settings", "state", "told"),
    [
        ({}, a_state(), {"OidcIssuer": "", "BaseUrl": "", "AlarmEmail": "duty@example.org"}),
        (
            {},
            a_state(core=CORE, identity=POOL),
            {"OidcIssuer": "https://pool.example", "OidcClientId": "client", "SecondFactor": "provider"},
        ),
        (OTHER, a_state(), {"OidcIssuer": "https://login.example", "SecondFactor": "amr=mfa otp"}),
        (WITH_SES, a_state(core=CORE, mail=SES), {"MailTransport": "none", "MailIdentityArn": ""}),
        (
            WITH_SES,
            a_state(core=CORE, mail=SES, verified=True),
            {"MailTransport": "ses", "MailFrom": "hub@example.org", "MailConfigurationSetArn": "arn:set"},
        ),
        (
            {"mail": "smtp", "mail_from": "hub@example.org", "smtp_secret_arn": SECRET},
            a_state(),
            {"MailTransport": "smtp", "SmtpSecretArn": SECRET, "MailIdentityArn": ""},
        ),
        (WITH_EDGE, a_state(core=CORE, edge=EDGE), {"BaseUrl": "https://hub.example.org"}),
        ({}, a_state(), {"MalwareScanner": "builtin"}),
        (GUARDED, a_state(), {"MalwareScanner": "guardduty"}),
        ({"base_url": "https://own.example"}, a_state(), {"BaseUrl": "https://own.example"}),
        (
            {"parameters": {"LogRetentionDays": 365}},
            a_state(),
            {"LogRetentionDays": "365", "LogLevel": "INFO"},
        ),
    ],
)
def test_the_core_stack_is_told_every_parameter(
    settings: dict[str, Any], state: State, told: dict[str, str]
) -> None:
    found = parameters("core", a_deployment(**settings), state)

    assert set(found) == set(core_defaults())
    assert {name: found[name] for name in told} == told


def test_what_is_still_to_be_given_stays_as_it_was() -> None:
    before = Deployed(
        CORE.outputs, {**core_defaults(), "OidcIssuer": "https://old", "BaseUrl": "https://old.example"}
    )

    found = parameters("core", a_deployment(**WITH_EDGE), a_state(core=before))

    assert (found["OidcIssuer"], found["BaseUrl"]) == ("https://old", "https://old.example")


def test_people_come_back_from_signing_in_to_the_own_address() -> None:
    at_first = parameters("identity", a_deployment(), a_state())
    usual = parameters("identity", a_deployment(), a_state(core=CORE))
    own = parameters("identity", a_deployment(**WITH_EDGE), a_state(core=CORE, edge=EDGE))

    assert [each["BaseUrl"] for each in (at_first, usual, own)] == [
        None,
        "https://api.example",
        "https://hub.example.org",
    ]


def test_guardduty_is_told_what_the_core_stack_gave() -> None:
    at_first = parameters("malware", a_deployment(**GUARDED), a_state(core=CORE))
    usual = parameters("malware", a_deployment(**GUARDED), a_state(core=Deployed(PLACES)))

    assert at_first == dict.fromkeys(PLACES)
    assert usual == PLACES


def test_china_runs_on_another_processor() -> None:
    assert parameters("core", in_china(), a_state())["Architecture"] == "x86_64"
    assert parameters("core", a_deployment(), a_state())["Architecture"] == "arm64"


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        (a_deployment(), ""),
        (in_china(), ""),
        (in_china(sign_in="cognito"), "AWS China has no Cognito"),
        (in_china(**WITH_SES), "AWS China has no SES"),
        (in_china(**GUARDED), 'malware_scanner = "external", with a scanner of your own'),
        (in_china(malware_scanner="external"), ""),
        (a_deployment(**GUARDED), ""),
        (a_deployment(parameters={"MalwareScanner": "builtin"}), "follows from the other settings"),
        (in_china(region="eu-central-1"), "is not in AWS China"),
        (in_china(parameters={"Architecture": "arm64"}), "arm64 is not verified"),
        (a_deployment(region="cn-north-1"), "make deploy ENV=china"),
        (a_deployment(base_url="https://a.example", **WITH_EDGE), "both say the address"),
        (a_deployment(**WITH_SES | {"mail_from": "hub@else.org"}), "SES would refuse every letter"),
        (a_deployment(**WITH_SES | {"mail_from": "hub@notexample.org"}), "SES would refuse every letter"),
        (a_deployment(**WITH_SES | {"mail_from": "hub@post.example.org"}), ""),
        (a_deployment(parameters={"SecondFactor": "provider"}), "follows from the other settings"),
        (a_deployment(parameters={"Colour": "red"}), "no such parameter"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: Settings, part: str) -> None:
    found = " ".join(of_settings(settings))

    assert part in found
    assert bool(found) == bool(part)


@pytest.mark.parametrize(
    ("state", "part"),
    [
        (a_state(core=CORE), ""),
        (State(partition="aws-cn"), "partition aws-cn"),
        (State(partition=""), "does not know these credentials"),
        (State(missing_secrets=frozenset({SECRET})), f"There is no secret {SECRET}"),
        (State(missing_tools=("python3.13 is not installed",)), "python3.13"),
        (a_state(core=Deployed(status="ROLLBACK_COMPLETE")), "delete it in CloudFormation"),
        (a_state(core=Deployed(status="UPDATE_ROLLBACK_FAILED")), "continue its rollback"),
        (a_state(core=Deployed(status="UPDATE_IN_PROGRESS")), "wait, then run again"),
        (a_state(mail=Deployed(status="ROLLBACK_COMPLETE")), ""),
    ],
)
def test_an_account_in_which_it_cannot_work_is_refused(state: State, part: str) -> None:
    found = " ".join(of_state(a_deployment(), state))

    assert part in found
    assert bool(found) == bool(part)


def test_what_comes_next_names_what_is_still_to_be_done() -> None:
    waiting = " ".join(next_steps(a_deployment(**WITH_SES), a_state(core=CORE, mail=SES)))
    done = State(
        stacks={"core": CORE, "identity": POOL, "mail": SES, "malware": Deployed()},
        mail_verified=True,
        administrators=True,
    )
    finished = " ".join(next_steps(a_deployment(**OTHER | WITH_SES), done))

    for part in ("one CNAME two", "make found STACK=registry", "duty@example.org has to confirm"):
        assert part in waiting
    assert "CNAME" not in finished
    assert "make found" not in finished
    assert "registry-identity is not used any more" in finished
    assert "registry-malware is not used any more" in finished
    assert "https://api.example/people/callback" in finished


def test_the_resource_that_failed_first_is_named() -> None:
    def event(resource: str, status: str, reason: str) -> dict[str, str]:
        return {
            "LogicalResourceId": resource,
            "ResourceType": "AWS::SNS::Topic",
            "ResourceStatus": status,
            "ResourceStatusReason": reason,
        }

    events = [
        event("Queue", "CREATE_FAILED", "Resource creation cancelled"),
        event("Topic", "CREATE_FAILED", "no right to make it"),
        event("Bucket", "CREATE_FAILED", "Resource creation cancelled"),
        event("registry", "CREATE_IN_PROGRESS", "User Initiated"),
        event("Key", "CREATE_FAILED", "of an earlier run"),
    ]

    assert first_failure(events) == "Topic (AWS::SNS::Topic): no right to make it"
    assert first_failure(events[2:]) == ""


def test_addresses_of_this_computer_are_for_an_emulator_alone() -> None:
    here = a_deployment(
        base_url="http://e0000001.execute-api.localhost:4566", oidc_issuer="http://127.0.0.1:1/a"
    )

    refused = list(of_state(here, State()))

    assert [each.partition(" ")[0] for each in refused] == ["oidc_issuer", "base_url"]
    assert not list(of_state(here, State(emulator=True)))
