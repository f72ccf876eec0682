"""What the artefact leaves out of botocore must not change where a call goes, whatever botocore we move to."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import botocore
import botocore.session
import pytest
from botocore.loaders import Loader

from infra.artefact import AWS_SERVICES, ROOT, UNUSED, compile_code, trimmed

PROGRAM = """
import importlib, pathlib, sys
for name in sys.argv[1:]:
    sys.modules[name] = None
for app in sorted(pathlib.Path("functions").glob("*/app.py")):
    handler = importlib.import_module(f"functions.{app.parent.name}.app").handler
    getattr(handler, "routes", None)
import boto3, shared.mail.ses, shared.mail.smtp, shared.mail.topic, functions.people.id_token
for service in ("dynamodb", "secretsmanager", "sesv2", "sns", "sqs"):
    boto3.session.Session().client(service, region_name="us-east-1")
"""
DATA = Path(botocore.__file__).parent / "data"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Botocore's data as the artefact carries it."""
    folder = tmp_path_factory.mktemp("data")
    for service in AWS_SERVICES:
        (folder / service).symlink_to(DATA / service)
    for name in ("_retry.json", "partitions.json", "sdk-default-configuration.json"):
        (folder / name).symlink_to(DATA / name)
    endpoints = trimmed(json.loads((DATA / "endpoints.json").read_text()))
    (folder / "endpoints.json").write_text(json.dumps(endpoints))
    return folder


def endpoint(service: str, region: str, loader: Loader | None = None) -> tuple[str, Any]:
    session = botocore.session.Session()
    if loader:
        session.register_component("data_loader", loader)
    client: Any = session.create_client(
        service, region_name=region, aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    return client.meta.endpoint_url, client.meta.config.signature_version


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "cn-north-1", "cn-northwest-1"])
@pytest.mark.parametrize("service", sorted(AWS_SERVICES))
def test_clients_find_the_same_endpoints_with_the_smaller_data(
    small: Path, service: str, region: str
) -> None:
    loader = Loader(extra_search_paths=[str(small)], include_default_search_paths=False)

    assert endpoint(service, region, loader) == endpoint(service, region)


def test_the_description_of_endpoints_is_small() -> None:
    endpoints = json.loads((DATA / "endpoints.json").read_text())

    assert len(json.dumps(trimmed(endpoints), separators=(",", ":"))) < 60_000


def test_the_build_stops_where_the_python_of_the_functions_is_missing(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("")

    with pytest.raises(SystemExit, match=r"python3\.99.*Install it"):
        compile_code(tmp_path, python="3.99")


def test_what_is_compiled_holds_whatever_the_dates_say(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("")

    compile_code(tmp_path, python=f"{sys.version_info.major}.{sys.version_info.minor}")

    [compiled] = tmp_path.rglob("*.pyc")
    assert compiled.read_bytes()[4:8] == b"\x01\0\0\0"  # PEP 552: by hash, unchecked


def test_every_function_starts_without_what_is_left_out() -> None:
    left_out = sorted(name.replace("/", ".") for name in UNUSED if name not in {"bin", "tests"})
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, *left_out], cwd=ROOT, check=False, capture_output=True
    )

    assert run.returncode == 0, run.stderr.decode()[-2000:]
