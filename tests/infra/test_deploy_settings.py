"""The settings file: read, asked for, written, read again."""

import tomllib
from pathlib import Path

import pytest

from infra.deploy.__main__ import Refused, gathered
from infra.deploy.questions import QUESTIONS, open_questions
from infra.deploy.settings import Malformed, Settings, read, settings, write

ISSUER = "https://login.example/v2.0"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deploy.default.toml"


def names(answers: dict[str, str]) -> list[str]:
    return [each.name for each in open_questions(answers)]


def test_an_answer_keeps_what_else_is_in_the_file(path: Path) -> None:
    path.write_text('# ours\nstack = "old"\n\n[parameters]\nLogLevel = "DEBUG"\n', "utf-8")

    write(path, "region", "eu-central-1")
    write(path, "stack", 'new "名"')

    assert read(path) == {"region": "eu-central-1", "stack": 'new "名"', "parameters": {"LogLevel": "DEBUG"}}
    assert path.read_text("utf-8").startswith("# ours\n")


@pytest.mark.parametrize(
    ("answers", "asked", "not_asked"),
    [
        (
            {},
            {"stack", "region", "alarm_email", "sign_in", "mail", "malware_scanner", "domain_name"},
            {"domain_prefix", "mail_from"},
        ),
        ({"sign_in": "cognito"}, {"domain_prefix"}, {"oidc_issuer", "second_factor"}),
        ({"sign_in": "other"}, {"oidc_issuer", "oidc_client_id", "second_factor"}, {"domain_prefix"}),
        ({"mail": "ses"}, {"mail_from", "mail_domain"}, {"smtp_secret_arn"}),
        ({"mail": "smtp"}, {"mail_from", "smtp_secret_arn"}, {"mail_domain"}),
        ({"mail": "sns"}, set(), {"mail_from", "mail_domain", "smtp_secret_arn"}),
        ({"domain_name": "hub.example.org"}, {"hosted_zone_id", "certificate_arn"}, {"domain_name"}),
        ({"domain_name": "", "stack": ""}, {"stack"}, {"domain_name", "hosted_zone_id"}),
    ],
)
def test_only_what_matters_is_asked(answers: dict[str, str], asked: set[str], not_asked: set[str]) -> None:
    found = set(names(answers))

    assert asked <= found
    assert not not_asked & found


def test_every_question_is_a_setting() -> None:
    assert {each.name for each in QUESTIONS} | {"env", "base_url", "parameters"} == set(Settings.model_fields)


def test_without_a_terminal_every_missing_setting_is_named(path: Path) -> None:
    path.write_text(
        'region = "eu-central-1"\nsign_in = "other"\nmail = "smtp"\ndomain_name = "a.example.org"\n'
    )

    with pytest.raises(Refused) as refused:
        gathered("default", path, None)

    said = [each.split(":")[0].rpartition(" ")[2] for each in refused.value.args]
    assert said == [
        "stack",
        "alarm_email",
        "oidc_issuer",
        "oidc_client_id",
        "second_factor",
        "mail_from",
        "smtp_secret_arn",
        "malware_scanner",
        "hosted_zone_id",
        "certificate_arn",
    ]
    assert "region" not in said


def test_answers_are_written_and_not_asked_again(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = iter(["", "", "nobody", "duty@example.org", "", "", "hub", "", "", ""])

    first = gathered("default", path, lambda _: next(lines))
    again = gathered("default", path, None)

    told = capsys.readouterr().out
    assert first == again
    assert (first.stack, first.alarm_email, first.sign_in, first.domain_prefix) == (
        "exchange-registry",
        "duty@example.org",
        "cognito",
        "hub",
    )
    assert first.malware_scanner == "guardduty"
    assert "does not have the form" in told
    assert "This cannot stay empty" in told
    assert tomllib.loads(path.read_text("utf-8"))["domain_name"] == ""


def test_an_answer_that_cannot_work_is_asked_again_with_the_reason(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["", "", "duty@example.org", "cognito", "", ISSUER, "registry", "", "provider", "", "ses", ""]
    typed += ["guardduty", "", ""]
    lines = iter(typed)

    found = gathered("china", path, lambda _: next(lines))

    told = capsys.readouterr().out
    assert (found.region, found.sign_in, found.mail) == ("cn-northwest-1", "other", "none")
    assert found.malware_scanner == "external"
    assert "AWS China has no Cognito" in told
    assert "AWS China has no SES" in told
    assert "is not verified in AWS China" in told


@pytest.mark.parametrize(
    ("answers", "part"),
    [
        ({"base_url": "http://a.example"}, "begins with https://"),
        ({"oidc_issuer": "http://localhost.a.example"}, "begins with https://"),
        ({"alarm_email": "nobody"}, "such as duty@example.org"),
        ({"sign_in": "google"}, "one of '', 'cognito' or 'other'"),
        ({"colour": "red"}, "no such setting"),
        ({"smtp_secret_arn": "hunter2"}, "does not have the form"),
        ({"second_factor": "mfa"}, "does not have the form"),
        ({"parameters": {"LogLevel": 'a" b'}}, "parameters.LogLevel"),
    ],
)
def test_values_of_another_form_are_named(answers: dict[str, str], part: str) -> None:
    with pytest.raises(Malformed, match=part.replace("(", r"\(")):
        settings("default", answers)


def test_a_file_that_is_no_toml_is_named(path: Path) -> None:
    path.write_text("stack = registry\n", "utf-8")

    with pytest.raises(Malformed, match=r"deploy\.default\.toml is not TOML"):
        read(path)
