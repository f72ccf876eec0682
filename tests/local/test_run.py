from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import boto3
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from infra.local.leftovers import free_port
from infra.local.sign_in import CALLBACK

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


def launch(state: Path, port: int | str) -> subprocess.Popen[str]:
    environment = {**os.environ, "LOCAL_STATE": str(state), "PORT": str(port)}
    command = [sys.executable, "-m", "tests.local.small_run"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@contextmanager
def running(state: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A started run and its description; afterwards it has ended by SIGTERM if it had not ended before."""
    process = launch(state, port)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if "Ready in" in line:
                break
        yield process, json.loads((state / "stack.json").read_text(encoding="utf-8"))
    finally:
        process.terminate()
        process.communicate(timeout=20)


def dynamodb(stack: dict[str, Any], state: Path) -> Any:
    port = json.loads((state / "engines.json").read_text(encoding="utf-8"))["ports"]["dynoxide"]
    options = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": stack["region"]}
    return boto3.client("dynamodb", endpoint_url=f"http://127.0.0.1:{port}", **options)


def answers(address: str) -> bool:
    try:
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    state = tmp_path_factory.mktemp("shared")
    with running(state, free_port(0)) as (_, description):
        yield {**description, "state": state}


class Stay(urllib.request.HTTPRedirectHandler):
    """A browser that shows where it is sent instead of going there."""

    def redirect_request(self, *_: Any) -> None:
        return None


def get_json(url: str, form: dict[str, str] | None = None) -> Any:
    with urllib.request.urlopen(url, urlencode(form).encode() if form else None) as answer:
        return json.load(answer)


def test_a_person_signs_in_at_the_local_page(stack: dict[str, Any]) -> None:
    (person,) = stack["people"]
    environment = get_json(f"{stack['base_url']}/echo/environment")["environment"]
    provider = get_json(f"{environment['OIDC_ISSUER']}/.well-known/openid-configuration")
    verifier = "v" * 43
    asked = {
        "response_type": "code",
        "client_id": environment["OIDC_CLIENT_ID"],
        "redirect_uri": stack["base_url"] + CALLBACK,
        "scope": "openid email",
        "nonce": "n",
        "code_challenge": urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("="),
        "code_challenge_method": "S256",
    }

    with urllib.request.urlopen(f"{provider['authorization_endpoint']}?{urlencode(asked)}") as answer:
        fields = dict(
            re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.read().decode())
        )
    filled = {**{name: unescape(value) for name, value in fields.items()}, "username": person["username"]}
    form = urlencode({**filled, "password": person["password"]}).encode()
    with pytest.raises(urllib.error.HTTPError) as sent:
        urllib.request.build_opener(Stay).open(f"{stack['endpoint_url']}/login", form)
    sent.value.close()
    (code,) = parse_qs(urlsplit(sent.value.headers["Location"]).query)["code"]
    redeemed = {**asked, "grant_type": "authorization_code", "code": code, "code_verifier": verifier}
    token = get_json(provider["token_endpoint"], redeemed)["id_token"]
    claims = jwt.decode(
        token, KeySet.import_key_set(get_json(provider["jwks_uri"])), algorithms=["RS256"]
    ).claims

    assert claims["iss"] == provider["issuer"] == environment["OIDC_ISSUER"]
    assert (claims["sub"], claims["nonce"]) == (person["id"], "n")
    assert claims["aud"] == environment["OIDC_CLIENT_ID"]


def test_only_one_run_uses_a_folder(stack: dict[str, Any]) -> None:
    process = launch(stack["state"], free_port(0))
    _, complaint = process.communicate(timeout=20)

    assert process.returncode == 1
    assert complaint == "The registry is already running from this folder; stop that run first.\n"


def test_the_description_with_passwords_is_for_this_person_only(stack: dict[str, Any]) -> None:
    assert (stack["state"] / "stack.json").stat().st_mode & 0o777 == 0o600


def test_neither_a_killed_engine_nor_a_killed_run_loses_data(tmp_path: Path) -> None:
    item, port = {"PK": {"S": "A"}, "SK": {"S": "B"}}, free_port(0)

    with running(tmp_path, port) as (process, first):
        dynamodb(first, tmp_path).put_item(TableName=first["table"], Item=item)
        os.kill(json.loads((tmp_path / "engines.json").read_text())["pids"]["ministack"], signal.SIGKILL)
        assert process.wait(10) == 1
    with running(tmp_path, port) as (process, second):
        assert second == first
        assert dynamodb(second, tmp_path).get_item(TableName=second["table"], Key=item)["Item"] == item
        process.send_signal(signal.SIGKILL)
        process.wait()
        deadline = time.monotonic() + 5
        while answers(second["endpoint_url"]):
            assert time.monotonic() < deadline, "an engine outlived the run"
            time.sleep(0.05)


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "８０００"])
def test_a_port_that_is_none_is_refused_in_one_sentence(tmp_path: Path, port: str) -> None:
    process = launch(tmp_path, port)
    output, complaint = process.communicate(timeout=20)

    assert (process.returncode, output) == (1, "")
    assert complaint == f"PORT must be a number from 1 to 65535, not {port!r}.\n"


def test_a_taken_port_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        process = launch(tmp_path, port)
        _, complaint = process.communicate(timeout=20)

    assert process.returncode == 1
    assert complaint.startswith(f"Port {port} is taken")
    assert complaint.count("\n") == 1


def test_a_foreign_state_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    process = launch(tmp_path, free_port(0))
    _, complaint = process.communicate(timeout=20)

    assert process.returncode == 1
    assert "run `make reset`" in complaint
    assert (tmp_path / "notes.txt").read_text() == "mine"
