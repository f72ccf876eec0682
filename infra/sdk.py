"""What of the AWS SDK the artefact keeps: the operations that functions call, and where they are.

boto3 reads a service's whole description to make a client, and to make any its S3 transfer manager, its resources and
the writers of its documentation: together a sixth of a start. tests/infra/test_artefact.py and test_lazy.py hold what
is kept to what the code calls, and to every SDK we move to.
"""

import gzip
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

OPERATIONS: Mapping[str, frozenset[str]] = {
    "dynamodb": frozenset({"BatchGetItem", "Query", "TransactWriteItems"}),
    # The address of a form that lets a file in is that of CreateBucket, which is never called.
    "s3": frozenset({"CreateBucket", "DeleteObject", "GetObject", "PutObject"}),
    "secretsmanager": frozenset({"GetSecretValue"}),
    "sesv2": frozenset({"SendEmail"}),
    "sns": frozenset({"Publish", "PublishBatch"}),
    "sqs": frozenset({"SendMessage"}),
}
"""By service, the operations that functions call."""
ENDPOINTS = {*OPERATIONS, "email"}  # where SES is described
TRANSFER_CONFIG = """class TransferConfig:
    pass
"""
"""All that boto3 looks at of s3transfer when it is imported; our files go in single requests."""
NO_TRANSFERS = """def inject_s3_transfer_methods(class_attributes, **_):
    pass
"""
"""In place of the methods of an S3 client that need s3transfer."""
DOCSTRINGS = ("ClientMethodDocstring", "PaginatorDocstring", "WaiterDocstring")
"""What botocore writes its methods' help with; nobody asks a function's client for help."""
DOCSTRING = """class {name}(str):
    def __new__(cls, **_):
        return super().__new__(cls)
"""
RESOURCES = """class ResourceFactory:
    def __init__(self, _):
        pass

    def load_from_definition(self, **_):
        raise NotImplementedError("The artefact has clients alone (infra/sdk.py)")
"""
"""What boto3 makes with every session; functions use clients alone."""


def prune(target: Path) -> None:
    """Cut the SDK in this folder down to what functions use."""
    data = target / "botocore" / "data"
    for service in (each for each in data.iterdir() if each.is_dir()):
        if service.name in OPERATIONS:
            _prune_service(service)
        else:
            shutil.rmtree(service)
    endpoints = data / "endpoints.json"
    endpoints.write_text(_dense(trimmed(json.loads(endpoints.read_text()))))
    _prune_documentation(target)
    (target / "boto3" / "resources" / "factory.py").write_text(RESOURCES)
    _prune_transfers(target)


def _prune_transfers(target: Path) -> None:
    shutil.rmtree(target / "s3transfer")
    (target / "s3transfer").mkdir()
    (target / "s3transfer" / "__init__.py").touch()
    (target / "s3transfer" / "manager.py").write_text(TRANSFER_CONFIG)
    (target / "boto3" / "s3" / "transfer.py").unlink()
    (target / "boto3" / "s3" / "inject.py").write_text(NO_TRANSFERS)


def _prune_documentation(target: Path) -> None:
    """All that is left of it are the classes of docstrings, without a text, and what requests are altered by."""
    folder = target / "botocore" / "docs"
    altered = (folder / "utils.py").read_bytes()
    for each in (folder, target / "boto3" / "docs"):
        shutil.rmtree(each)
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "utils.py").write_bytes(altered)
    (folder / "docstring.py").write_text("\n\n".join(DOCSTRING.format(name=name) for name in DOCSTRINGS))


def _prune_service(folder: Path) -> None:
    for path in folder.rglob("service-2.json.gz"):
        model = described(json.loads(gzip.decompress(path.read_bytes())), OPERATIONS[folder.name])
        path.write_bytes(gzip.compress(_dense(model).encode(), mtime=0))
    for path in folder.rglob("examples-1.json*"):
        path.unlink()


def described(model: Mapping[str, Any], operations: frozenset[str]) -> dict[str, Any]:
    """A service's description with these operations, the shapes they are made of, and no prose."""
    kept = {name: each for name, each in model["operations"].items() if name in operations}
    names, found = list(_shapes(kept)), set[str]()
    while names:
        name = names.pop()
        if name not in found:
            found.add(name)
            names += _shapes(model["shapes"][name])
    shapes = {name: shape for name, shape in model["shapes"].items() if name in found}
    bare: dict[str, Any] = _without_prose({**model, "operations": kept, "shapes": shapes})
    for each in bare.get("clientContextParams", {}).values():
        each["documentation"] = ""  # the one place where botocore looks for it
    return bare


def _shapes(node: Any) -> Iterator[str]:
    """The names of the shapes that a part of a description refers to."""
    if isinstance(node, dict):
        if isinstance(node.get("shape"), str):
            yield node["shape"]
        for each in node.values():
            yield from _shapes(each)
    elif isinstance(node, list):
        for each in node:
            yield from _shapes(each)


def _without_prose(node: Any) -> Any:
    """A member may be called `documentation`; prose is a text."""
    if isinstance(node, dict):
        return {
            name: _without_prose(each)
            for name, each in node.items()
            if not (name == "documentation" and isinstance(each, str))
        }
    return [_without_prose(each) for each in node] if isinstance(node, list) else node


def trimmed(endpoints: Mapping[str, Any]) -> dict[str, Any]:
    """The endpoints of the services we call; all 1.2 MB are read whenever a client is made."""
    partitions = [
        {
            **partition,
            "services": {name: each for name, each in partition["services"].items() if name in ENDPOINTS},
        }
        for partition in endpoints["partitions"]
    ]
    return {**endpoints, "partitions": partitions}


def _dense(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
