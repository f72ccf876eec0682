"""A whole deployment against moto's CloudFormation, with a SAM that records what it is asked."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from infra.deploy.__main__ import main
from tests.infra import sam_recorded

REGION = "eu-central-1"
SETTINGS = {
    "stack": "registry",
    "region": REGION,
    "alarm_email": "duty@example.org",
    "sign_in": "cognito",
    "domain_prefix": "hub",
    "mail": "none",
    "malware_scanner": "builtin",
    "domain_name": "",
}
OTHER = {
    "sign_in": "other",
    "oidc_issuer": "https://login.example",
    "oidc_client_id": "registry",
    "second_factor": "amr=mfa otp hwk",
    "oidc_client_secret_arn": "",
    "oidc_acr_values": "",
}
SMTP = {
    "mail": "smtp",
    "mail_from": "hub@example.org",
    "smtp_secret_arn": f"arn:aws:secretsmanager:{REGION}:000000000000:secret:mail",
}
SES = {"mail": "ses", "mail_from": "hub@example.org", "mail_domain": "example.org"}


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account that other programs reach too."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name in [name for name in os.environ if name.startswith("AWS_ENDPOINT_URL_")]:
        monkeypatch.delenv(name)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    yield
    client = boto3.session.Session(region_name=REGION).client("cloudformation")
    for stack in client.describe_stacks()["Stacks"]:
        client.delete_stack(StackName=stack["StackName"])
    server.stop()


@pytest.fixture(autouse=True)
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A SAM that records, and a Python of the functions' version."""
    folder = tmp_path / "bin"
    folder.mkdir()
    programs = {
        "sam": f'PYTHONPATH="{sam_recorded.ROOT}" exec "{sys.executable}" -m tests.infra.sam_recorded "$@"',
        "python3.13": "echo 3.13",
    }
    for name, line in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("SAM_RECORD", str(tmp_path / "record"))


def written(folder: Path, settings: dict[str, str], env: str = "default") -> None:
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    (folder / f"deploy.{env}.toml").write_text("\n".join(lines), "utf-8")


def recorded(folder: Path) -> list[list[str]]:
    record = folder / "record"
    return [json.loads(line) for line in record.read_text("utf-8").splitlines()] if record.exists() else []


def deployed(folder: Path) -> list[str]:
    """The stacks that SAM was told to deploy, in order."""
    return [each[each.index("--stack-name") + 1] for each in recorded(folder) if each[0] == "deploy"]


def told(stack: str) -> dict[str, str]:
    client: Any = boto3.session.Session(region_name=REGION).client("cloudformation")
    (found,) = client.describe_stacks(StackName=stack)["Stacks"]
    return {each["ParameterKey"]: each["ParameterValue"] for each in found["Parameters"]}


def test_from_an_empty_account_everything_finds_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, SETTINGS)

    code = main("default", yes=True, reader=None, folder=tmp_path)

    build, *others = recorded(tmp_path)
    said = capsys.readouterr().out
    assert code == 0
    assert deployed(tmp_path) == ["registry", "registry-identity", "registry"]
    assert build == ["build", "--build-in-source", "--parameter-overrides", "Architecture=arm64", "arm64"]
    assert all("--no-confirm-changeset" in each and "CAPABILITY_AUTO_EXPAND" in each for each in others)
    assert told("registry-identity") == {"BaseUrl": "https://api.example", "DomainPrefix": "hub"}
    assert told("registry")["OidcIssuer"] == "https://pool.example"
    assert told("registry")["SecondFactor"] == "provider"
    assert "make found STACK=registry" in said


def test_a_second_run_deploys_each_stack_once(tmp_path: Path) -> None:
    written(tmp_path, SETTINGS)
    main("default", yes=True, reader=None, folder=tmp_path)
    (tmp_path / "record").unlink()

    main("default", yes=True, reader=None, folder=tmp_path)

    assert deployed(tmp_path) == ["registry", "registry-identity"]


def test_a_value_with_spaces_arrives_whole_and_one_that_is_gone_goes(tmp_path: Path) -> None:
    written(tmp_path, SETTINGS | OTHER | {"oidc_acr_values": "strong"})
    main("default", yes=True, reader=None, folder=tmp_path)
    first = told("registry")
    written(tmp_path, SETTINGS | OTHER)
    main("default", yes=True, reader=None, folder=tmp_path)

    assert (first["SecondFactor"], first["OidcAcrValues"]) == ("amr=mfa otp hwk", "strong")
    assert told("registry")["OidcAcrValues"] == ""


def test_the_own_address_is_where_people_come_back_to(tmp_path: Path) -> None:
    own = {
        "domain_name": "registry.example.org",
        "hosted_zone_id": "Z1",
        "certificate_arn": f"arn:aws:acm:{REGION}:000000000000:certificate/1",
    }
    written(tmp_path, SETTINGS | own)

    main("default", yes=True, reader=None, folder=tmp_path)

    assert deployed(tmp_path) == ["registry", "registry-edge", "registry-identity", "registry"]
    assert told("registry-edge")["ApiId"] == "api1"
    assert told("registry-identity")["BaseUrl"] == "https://registry.example.org"
    assert told("registry")["BaseUrl"] == "https://registry.example.org"


def test_guardduty_is_told_where_documents_come_in(tmp_path: Path) -> None:
    written(tmp_path, SETTINGS | OTHER | {"malware_scanner": "guardduty"})

    code = main("default", yes=True, reader=None, folder=tmp_path)

    assert code == 0
    assert deployed(tmp_path) == ["registry", "registry-malware"]
    assert told("registry")["MalwareScanner"] == "guardduty"
    assert told("registry-malware") == {
        "BucketName": "documents",
        "KeyArn": "arn:key",
        "ScanQueueArn": "arn:scan",
        "ScanDeadLetterQueueArn": "arn:dead",
    }


def test_letters_wait_for_a_domain_that_ses_does_not_know_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, SETTINGS | OTHER | SES)

    code = main("default", yes=True, reader=None, folder=tmp_path)

    assert code == 0
    assert deployed(tmp_path) == ["registry", "registry-mail"]
    assert told("registry")["MailTransport"] == "none"
    assert "one CNAME two" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({}, "lacks stack"),
        (SETTINGS | {"alarm_email": ""}, "lacks alarm_email"),
        (SETTINGS | OTHER | {"second_factor": ""}, "lacks second_factor"),
        (SETTINGS | SMTP | {"mail_from": ""}, "lacks mail_from"),
        (SETTINGS | OTHER | {"malware_scanner": ""}, "lacks malware_scanner"),
        (SETTINGS | SMTP, "There is no secret arn:aws:secretsmanager"),
        (SETTINGS | {"domain_name": "a.example.org"}, "lacks certificate_arn"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: dict[str, str], part: str
) -> None:
    written(tmp_path, settings)

    code = main("default", yes=True, reader=None, folder=tmp_path)

    assert code == 1
    assert part in capsys.readouterr().err
    assert recorded(tmp_path) == []


@pytest.mark.parametrize("partition", ["aws", "aws-cn"])
def test_the_partition_is_that_of_the_credentials(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], partition: str
) -> None:
    env = {"aws": "default", "aws-cn": "china"}[partition]
    written(tmp_path, SETTINGS | OTHER | ({"region": "cn-north-1"} if env == "china" else {}), env)

    main(env, yes=False, reader=lambda _: "n", folder=tmp_path)

    assert "You did not say yes" in capsys.readouterr().err


def test_a_missing_python_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.version_info[:2] == (3, 13):
        pytest.skip("the tests themselves run on it")
    written(tmp_path, SETTINGS)
    (tmp_path / "bin" / "python3.13").write_text("#!/bin/sh\nexit 127\n", "utf-8")

    code = main("default", yes=True, reader=None, folder=tmp_path)

    assert code == 1
    assert "python3.13, which the functions run on" in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "stacks"), [("y", 1), ("", 0), ("n", 0)])
def test_nothing_is_deployed_before_somebody_agrees(tmp_path: Path, answer: str, stacks: int) -> None:
    written(tmp_path, SETTINGS | OTHER)

    code = main("default", yes=False, reader=lambda _: answer, folder=tmp_path)

    assert len(deployed(tmp_path)) == stacks
    assert code == (0 if stacks else 1)


def test_without_a_terminal_somebody_has_agreed_beforehand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, SETTINGS | OTHER)

    assert main("default", yes=False, reader=None, folder=tmp_path) == 1
    assert "YES=1" in capsys.readouterr().err
    assert recorded(tmp_path) == []


def test_the_first_failure_ends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAM_FAILS_AT", "registry-identity")
    written(tmp_path, SETTINGS)

    code = main("default", yes=True, reader=None, folder=tmp_path)

    assert code == 1
    assert deployed(tmp_path) == ["registry", "registry-identity"]
    assert "registry-identity was not deployed" in capsys.readouterr().err
