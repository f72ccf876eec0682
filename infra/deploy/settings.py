"""What belongs to one deployment: `deploy.<env>.toml` at the root of the repository, without any secret."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

Answers = Mapping[str, Any]
# SAM takes values in quotes and reads a quote or a backslash within them as an escape.
Text = Annotated[str, StringConstraints(pattern=r'^[^"\\\r\n]*$', strip_whitespace=True)]


def _form(pattern: str) -> Any:
    """Text of this form, or nothing yet."""
    return StringConstraints(pattern=rf"^({pattern})?$", strip_whitespace=True)


def _arn(service: str, what: str) -> Any:
    """The ARN of something of the account's, or nothing yet."""
    return _form(rf"arn:aws(-[a-z]+)*:{service}:[a-z0-9-]+:[0-9]{{12}}:{what}")


_ADDRESS = r"[^@\s\"\\<>]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
_DOMAIN = r"[a-z0-9.-]+\.[a-z]{2,}"
_HERE = r"http://(127\.0\.0\.1|([a-z0-9-]+\.)*localhost)(:[0-9]+)?"
"""This computer, where an emulator may stand in for AWS; infra/deploy/refusals.py refuses it for an account."""
Secret = Annotated[str, _arn("secretsmanager", "secret:[A-Za-z0-9/_+=.@-]+")]


class Settings(BaseModel):
    """One deployment as its file says; an empty text is what nobody has said yet."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    env: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    stack: Annotated[str, _form("[A-Za-z][A-Za-z0-9-]{0,99}")] = ""
    region: Annotated[str, _form("[a-z]{2}(-[a-z]+)+-[0-9]")] = ""
    alarm_email: Annotated[str, _form(_ADDRESS)] = ""
    sign_in: Literal["", "cognito", "other"] = ""
    domain_prefix: Annotated[str, _form("[a-z0-9-]{3,60}")] = ""
    oidc_issuer: Annotated[str, _form(rf"https://[^\s\"\\]+|{_HERE}(/[^\s\"\\]*)?")] = ""
    oidc_client_id: Text = ""
    oidc_client_secret_arn: Secret = ""
    second_factor: Annotated[str, _form(r"provider|[A-Za-z_:-]+=[!#-\[\]-~ ]+")] = ""
    oidc_acr_values: Text = ""
    mail: Literal["", "none", "ses", "smtp", "sns"] = ""
    mail_from: Annotated[str, _form(_ADDRESS)] = ""
    mail_domain: Annotated[str, _form(_DOMAIN)] = ""
    smtp_secret_arn: Secret = ""
    malware_scanner: Literal["", "builtin", "guardduty", "external"] = ""
    base_url: Annotated[str, _form(rf"https://[^/\s\"\\]+|{_HERE}")] = ""
    domain_name: Annotated[str, _form(_DOMAIN)] = ""
    hosted_zone_id: Annotated[str, _form("[A-Z0-9]+")] = ""
    certificate_arn: Annotated[str, _arn("acm", "certificate/[A-Za-z0-9-]+")] = ""
    parameters: dict[str, Text] = {}

    @property
    def china(self) -> bool:
        return self.env.startswith("china")

    @property
    def architecture(self) -> str:
        """The processor the artefact is built for; arm64 is not verified in AWS China."""
        return "x86_64" if self.china else self.parameters.get("Architecture", "arm64")


_IN_SECRETS_MANAGER = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:name-AbCdEf"
EXAMPLES: Mapping[str, str] = {
    "stack": "exchange-registry",
    "region": "eu-central-1",
    "alarm_email": "duty@example.org",
    "domain_prefix": "hub-registry",
    "oidc_client_secret_arn": _IN_SECRETS_MANAGER,
    "second_factor": "provider, or amr=mfa otp hwk",
    "mail_from": "registry@example.org",
    "mail_domain": "example.org",
    "smtp_secret_arn": _IN_SECRETS_MANAGER,
    "domain_name": "registry.example.org",
    "hosted_zone_id": "Z0123456789ABC",
    "certificate_arn": "arn:aws:acm:eu-central-1:111122223333:certificate/1a2b3c4d",
}


class Malformed(Exception):
    """The file cannot be read, or has values of another form; its text says which."""


def path_of(env: str, folder: Path) -> Path:
    return folder / f"deploy.{env}.toml"


def read(path: Path) -> dict[str, Any]:
    """The answers in the file, none where there is no file; raises Malformed."""
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Malformed(f"{path.name} is not TOML: {error}") from None


def write(path: Path, name: str, value: str) -> None:
    """Set one answer; what else is in the file stays as it is, comments too."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    lines = [line for line in lines if line.partition("=")[0].strip() != name or line.startswith("[")]
    end = next((number for number, line in enumerate(lines) if line.startswith("[")), len(lines))
    lines.insert(end, f"{name} = {json.dumps(value, ensure_ascii=False)}")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def settings(env: str, answers: Answers) -> Settings:
    """The answers as settings; raises Malformed with a line for each that has another form."""
    try:
        return Settings.model_validate({**answers, "env": env})
    except ValidationError as error:
        raise Malformed("\n".join(_words(each) for each in error.errors())) from None


def _words(error: Any) -> str:
    name = ".".join(str(each) for each in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{name}: there is no such setting (other parameters of template.yaml go under [parameters])."
    if name == "base_url":
        return f"base_url = {error['input']!r}: an address that begins with https:// and has no path."
    if name == "oidc_issuer":
        return f"oidc_issuer = {error['input']!r}: the provider's address, which begins with https://."
    if error["type"] == "literal_error":
        return f"{name} = {error['input']!r}: one of {error['ctx']['expected']}."
    example = f", such as {EXAMPLES[name]}" if name in EXAMPLES else ': no ", \\ or line break'
    return f"{name} = {error['input']!r} does not have the form of one{example}."
