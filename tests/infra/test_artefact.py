"""What the artefact leaves out of botocore must not change where a call goes, whatever botocore we move to."""

import ast
import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import botocore
import botocore.model
import botocore.session
import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.loaders import Loader

from infra.artefact import OTHERS, ROOT, UNUSED, compile_code
from infra.sdk import OPERATIONS, described, trimmed
from shared.files.bucket import SIGNED

PROGRAM = """
import importlib, pathlib, sys
for name in sys.argv[2:]:
    sys.modules[name] = None
for app in sorted(pathlib.Path("functions").glob(f"{sys.argv[1]}/app.py")):
    handler = importlib.import_module(f"functions.{app.parent.name}.app").handler
    getattr(handler, "routes", None)
import boto3, shared.files.bucket, shared.mail.ses, shared.mail.smtp, shared.mail.topic
if sys.argv[1] in ("*", "people"):
    import functions.people.id_token
for service in ("dynamodb", "s3", "secretsmanager", "sesv2", "sns", "sqs"):
    boto3.session.Session().client(service, region_name="us-east-1")
"""
NEVER_CALLED = {"CreateBucket"}
"""What only lends its address to forms (test_a_file_is_let_in_at_the_same_address_with_the_smaller_data)."""
DATA = Path(botocore.__file__).parent / "data"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Botocore's data as the artefact carries it."""
    folder = tmp_path_factory.mktemp("data")
    for service, operations in OPERATIONS.items():
        shutil.copytree(DATA / service, folder / service)
        for path in (folder / service).rglob("service-2.json.gz"):
            model = described(json.loads(gzip.decompress(path.read_bytes())), operations)
            path.write_bytes(gzip.compress(json.dumps(model).encode()))
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
@pytest.mark.parametrize("service", sorted(OPERATIONS))
def test_clients_find_the_same_endpoints_with_the_smaller_data(
    small: Path, service: str, region: str
) -> None:
    loader = Loader(extra_search_paths=[str(small)], include_default_search_paths=False)

    assert endpoint(service, region, loader) == endpoint(service, region)


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "cn-north-1"])
def test_a_file_is_let_in_at_the_same_address_with_the_smaller_data(small: Path, region: str) -> None:
    loader = Loader(extra_search_paths=[str(small)], include_default_search_paths=False)
    places = []
    for each in (loader, None):
        session = botocore.session.Session()
        if each:
            session.register_component("data_loader", each)
        client: Any = session.create_client(
            "s3",
            region_name=region,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=Config(**SIGNED),
        )
        places.append(client.generate_presigned_post("bucket", "incoming/a/b")["url"])

    assert places[0] == places[1]
    assert (
        places[0] == f"https://bucket.s3.{region}.amazonaws.com{'.cn' if region.startswith('cn-') else ''}/"
    )


def sources() -> list[ast.Module]:
    return [
        ast.parse(path.read_text("utf-8"))
        for part in ("functions", "shared")
        for path in (ROOT / part).rglob("*.py")
    ]


def test_the_operations_kept_are_those_that_functions_call() -> None:
    """Methods are told by their names; SMTP's `send_message` is called as that of SQS is, which is called too."""
    called = {
        node.func.attr
        for source in sources()
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    loader = Loader()
    known = {
        service: frozenset(loader.load_service_model(service, "service-2")["operations"])
        for service in OPERATIONS
    }

    used = {
        service: frozenset(each for each in operations if xform_name(each) in called)
        for service, operations in known.items()
    }

    assert {**used, "s3": used["s3"] | NEVER_CALLED} == OPERATIONS


def shape(found: Any, seen: tuple[str, ...] = ()) -> Any:
    """All that serialising a shape looks at, however deep."""
    if found is None or found.name in seen:
        return found and found.name
    members = getattr(found, "members", None) or {
        name: getattr(found, name) for name in ("member", "key", "value") if hasattr(found, name)
    }
    inner = {name: shape(each, (*seen, found.name)) for name, each in members.items()}
    return found.name, found.type_name, dict(found.serialization), dict(found.metadata), inner


@pytest.mark.parametrize(
    ("service", "operation"),
    [(service, each) for service, many in OPERATIONS.items() for each in sorted(many)],
)
def test_an_operation_is_described_as_it_was(small: Path, service: str, operation: str) -> None:
    loader = Loader(extra_search_paths=[str(small)], include_default_search_paths=False)
    whole, kept = (
        botocore.model.ServiceModel(each.load_service_model(service, "service-2"), service).operation_model(
            operation
        )
        for each in (Loader(), loader)
    )

    assert (kept.http, kept.endpoint_discovery, kept.auth_type) == (
        whole.http,
        whole.endpoint_discovery,
        whole.auth_type,
    )
    assert shape(kept.input_shape) == shape(whole.input_shape)
    assert shape(kept.output_shape) == shape(whole.output_shape)
    assert [shape(each) for each in kept.error_shapes] == [shape(each) for each in whole.error_shapes]


def test_boto3_asks_s3transfer_for_what_the_artefact_carries() -> None:
    folder = Path(boto3.__file__).parent
    asked = {
        ((node.module or "").rpartition(".")[2], alias.name)
        for path in folder.rglob("*.py")
        if path.name != "crt.py" and path.parent.name != "s3"  # where awscrt is; in place of what moves files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("s3transfer")
        for alias in node.names
    }

    assert asked == {("manager", "TransferConfig")}


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


def test_of_libraries_what_is_compiled_is_kept_and_of_our_code_its_source_too(tmp_path: Path) -> None:
    for path in (tmp_path / "library" / "part.py", tmp_path / "alone.py", tmp_path / "shared" / "ours.py"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("figure = 7\n")

    compile_code(tmp_path, python=f"{sys.version_info.major}.{sys.version_info.minor}")

    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.py")} == {"shared/ours.py"}
    program = "import alone, library.part, shared.ours; print(alone.figure + library.part.figure + shared.ours.figure)"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert ran.stdout == "21\n"


def started(apps: str, left_out: list[str]) -> None:
    """Start the functions of a pattern with all their routes, as if these modules were not there."""
    command = [sys.executable, "-c", PROGRAM, apps, *left_out]
    run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    assert run.returncode == 0, run.stderr.decode()[-2000:]


def test_every_function_starts_without_what_is_left_out() -> None:
    started("*", sorted(name.replace("/", ".") for name in UNUSED if name not in {"bin", "tests"}))


def test_a_function_has_no_need_of_what_only_another_one_has() -> None:
    modules = [name.rstrip("*") for names in OTHERS.values() for name in names]

    started("[!p]*", modules)
    started("publisher", modules)
    with pytest.raises(AssertionError, match="joserfc"):
        started("people", modules)
