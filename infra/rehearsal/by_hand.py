"""`make emulator`: an empty emulator to follow docs/deploy.md against, until Ctrl-C."""

import contextlib
import json
import shlex
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import boto3

from infra.deploy.settings import path_of
from infra.local.leftovers import ROOT
from infra.local.sign_in import create_sign_in
from infra.rehearsal import stack

ENV = "emulator"
VARIABLES = ROOT / ".aws-sam" / "emulator.sh"
PASSWORD = "Emulator-1234567890"  # noqa: S105 -- of accounts that end with the emulator
ACCOUNTS = 12


def main(port: int) -> None:
    with tempfile.TemporaryDirectory() as folder, stack.emulator(Path(folder), port) as endpoint_url:
        stack.lead_to(endpoint_url)
        address = f"http://{stack.API_ID}.execute-api.localhost:{endpoint_url.rpartition(':')[2]}"
        cognito: Any = boto3.client("cognito-idp")
        sign_in = create_sign_in(cognito, endpoint_url=endpoint_url, base_url=address)
        names = [f"person-{number}" for number in range(1, ACCOUNTS + 1)]
        sign_in.ensure_users({"id": each, "username": each, "password": PASSWORD} for each in names)
        write_variables(endpoint_url)
        write_settings(address, issuer=sign_in.issuer, client_id=sign_in.client_id)
        print(f"The emulator answers at {endpoint_url}. In another terminal:")
        print(f"  source {VARIABLES.relative_to(ROOT)}")
        print(f"  make deploy ENV={ENV}")
        print(
            f"The registry will answer at {address}; accounts are person-1 to person-{ACCOUNTS}, {PASSWORD}."
        )
        print("Ctrl-C ends it, with everything in it.", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


def write_variables(endpoint_url: str) -> None:
    """What leads a shell to the emulator; the functions are built for the Python that it has."""
    python = next((ROOT / ".venv-rehearsal" / "lib").glob("python3.*")).name.removeprefix("python")
    values = stack.leading_to(endpoint_url) | {"LAMBDA_PYTHON": python}
    VARIABLES.parent.mkdir(exist_ok=True)
    lines = ["unset $(env | sed -n 's/^\\(AWS_[A-Z0-9_]*\\|SAM_[A-Z0-9_]*\\)=.*/\\1/p')"]
    lines += [f"export {name}={shlex.quote(value)}" for name, value in values.items()]
    VARIABLES.write_text("\n".join(lines) + "\n", "utf-8")


def write_settings(address: str, *, issuer: str, client_id: str) -> None:
    """The settings file of the deployment, new each time as the emulator is."""
    values = {
        "stack": "exchange-registry",
        "region": stack.REGION,
        "alarm_email": "duty@example.org",
        "sign_in": "other",
        "oidc_issuer": issuer,
        "oidc_client_id": client_id,
        "oidc_client_secret_arn": "",
        "second_factor": "provider",
        "oidc_acr_values": "",
        "mail": "none",
        "malware_scanner": "builtin",
        "domain_name": "",
        "base_url": address,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    lines += ["", "[parameters]", f'Architecture = "{stack.MACHINE}"']
    path_of(ENV, ROOT).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    main(int(sys.argv[1]))
