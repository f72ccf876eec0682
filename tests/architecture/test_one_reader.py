"""What a request holds is read by the one reader (`shared.domain.readers`), in pages and in JSON bodies alike.

A route asks `Call` for codes, or `Inputs` and `read_section` for texts, and its JSON body is a model whose texts
have the shared type: nobody else makes a text of what was sent.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RAW = frozenset({"body", "cookies", "event", "headers", "posted", "query"})
"""What of a call is as it was sent; `code`, `codes`, `json`, `written`, `if_match` and `seen` are read."""
CODES = frozenset(
    {
        "after", "by", "code", "cursor", "direction", "done", "ended", "error", "field", "from", "invitation", "iss", "like", "limit", "next",
        "number", "order", "organisation", "programme", "proof", "role", "since", "state", "subject", "subject_id", "tab", "to", "whose",
    }
)  # fmt: skip
"""What an address may ask for: codes, numbers and places, each compared with what is known; never a text to keep."""
MAPPED = {
    ("functions/desk/pages.py", "query"): "the filter: what it does not know is left out",
    ("functions/applications/pages/lists.py", "query"): "direction and status, from a list of known ones",
    ("functions/applications/pages/section.py", "posted"): "handed to read_section",
    ("functions/applications/pages/answer_request.py", "posted"): "handed to read_section and read_text",
    ("functions/applications/pages/table_rows.py", "posted"): "handed to read_row",
    ("functions/applications/pages/table_paste.py", "posted"): "handed to read_pasted",
    ("functions/people/absence.py", "posted"): "shown again as it was typed, when it was refused",
    ("functions/people/account.py", "posted"): "shown again as it was typed, when it was refused",
    ("functions/approvals/pages.py", "posted"): "shown again as it was typed, to be changed",
    ("functions/approvals/check.py", "posted"): "carried on to the form that decides, where it is read",
    ("functions/admin/pages/registry_form.py", "posted"): "handed to read_section",
    ("functions/admin/pages/mergers.py", "posted"): "shown again as it was typed, when it was refused",
    ("functions/admin/pages/reason_form.py", "posted"): "shown again as it was typed, when it was refused",
    ("functions/admin/pages/membership.py", "posted"): "shown again as it was typed, when it was refused",
    ("functions/admin/pages/changes.py", "posted"): "shown again as it was typed, when it was refused",
    ("functions/documents/pages.py", "posted"): "the name of a file, checked by name_fault",
    ("functions/applications/api.py", "headers"): "the idempotency key, checked there",
    ("functions/applications/api.py", "body"): "compared with that of the first request of its key",
}
"""Reads of a whole mapping, or of the bytes themselves, with the reason."""
UNTYPED = {
    "NewApplication.fields": "checked by the form",
    "Edit.fields": "checked by the form",
    "Approval.snapshot_hash": "compared with the hash that is stored",
    "NewDocument.name": "checked by name_fault",
    "NewDocument.sha256": "64 digits, checked by the action",
    "ReadMessages.ids": "looked for among the messages of the caller",
    "Refused.reason_code": "looked for among the reasons",
}
"""Members of JSON bodies that are not of the shared type, with the reason."""
NAMED = frozenset({"Id", "Text", "Needed", "English", "Chinese", "Day"})
"""The types of texts and ids that shared/web/api/bodies.py makes."""


def sources(*patterns: str) -> dict[str, str]:
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in found}


def reads(source: str) -> list[tuple[str, str]]:
    """What is read of a call as it was sent: the attribute, and the name that is asked for, empty for all of it."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    return [
        (node.attr, asked(node, above))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in RAW and is_call(node.value)
    ]


def is_code(attribute: str, name: str) -> bool:
    return attribute == "query" and name in CODES


def is_call(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name.lstrip("_") == "call"


def asked(node: ast.Attribute, above: dict[ast.AST, ast.AST]) -> str:
    """The name in `query["name"]`, `query.get("name")` or `"name" in query`."""
    parent = above[node]
    name: ast.expr | None = None
    match parent:
        case ast.Subscript(slice=key):
            name = key
        case ast.Attribute(attr="get"):
            got = above[parent]
            name = got.args[0] if isinstance(got, ast.Call) and got.args else None
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()]):
            name = left
    return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""


def raw_reads(path: str, source: str) -> list[str]:
    """What a module reads past the reader, in the form of a complaint."""
    return [
        f"{path}: {attribute} {name}".strip()
        for attribute, name in reads(source)
        if not is_code(attribute, name)
        and ((attribute == "query" and name) or (path, attribute) not in MAPPED)
    ]


def misnamed(path: str, source: str) -> list[str]:
    """Parameters that hold a call and are not named so: the reads above are found by this name."""
    return [
        f"{path}: {node.arg}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.arg)
        and node.annotation
        and ast.unparse(node.annotation).strip("'\"") == "Call"
        if node.arg != "call"
    ]


ANSWERS = {"BaseModel", "RootModel[ApplicationView | Conflicted]"}


def bodies(source: str) -> list[ast.ClassDef]:
    """The classes of what is sent; classes of answers derive from BaseModel itself."""
    classes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    return [node for node in classes if {ast.unparse(base) for base in node.bases}.isdisjoint(ANSWERS)]


def free_texts(path: str, source: str) -> list[str]:
    """Members of JSON bodies, and types made for them, that take any text at all."""
    wrong = []
    for node in bodies(source):
        for member in node.body:
            if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
                name = f"{node.name}.{member.target.id}"
                if is_free(member.annotation) and name not in UNTYPED:
                    wrong.append(f"{path}: {name}")
    for made in ast.parse(source).body:
        if isinstance(made, ast.Assign) and isinstance(made.targets[0], ast.Name):
            name = made.targets[0].id
            if name not in NAMED | {"T"} and is_free(made.value):
                wrong.append(f"{path}: {name}")
    return wrong


def is_free(annotation: ast.expr) -> bool:
    """Whether a text may stand here that the shared type did not read; a dict's keys are names."""
    match annotation:
        case ast.Name(id="str" | "Any" | "object"):
            return True
        case ast.Subscript(value=ast.Name(id="Literal" | "ClassVar")):
            return False
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[_, value])):
            return is_free(value)
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[kind, *notes])):
            return is_free(kind) and not any(map(is_shared, notes))
        case _:
            return any(
                is_free(each) for each in ast.iter_child_nodes(annotation) if isinstance(each, ast.expr)
            )


def is_shared(note: ast.expr) -> bool:
    """`*text(…)` of shared/web/api/bodies.py."""
    return (
        isinstance(note, ast.Starred)
        and isinstance(note.value, ast.Call)
        and ast.unparse(note.value.func) == "text"
    )


def test_functions_read_requests_by_the_one_reader() -> None:
    found = sources("functions/**/*.py")

    assert [each for path, source in found.items() for each in raw_reads(path, source)] == []
    assert [each for path, source in found.items() for each in misnamed(path, source)] == []


def test_every_exception_is_still_one() -> None:
    found = {
        (path, attribute)
        for path, source in sources("functions/**/*.py").items()
        for attribute, name in reads(source)
        if not is_code(attribute, name)
    }

    assert found == set(MAPPED)


def test_every_text_of_a_json_body_has_the_shared_type() -> None:
    found = sources("functions/*/schemas.py", "shared/web/api/bodies.py")

    assert [each for path, source in found.items() for each in free_texts(path, source)] == []


def test_every_member_without_it_is_still_one() -> None:
    found = {
        f"{node.name}.{ast.unparse(member.target)}"
        for source in sources("functions/*/schemas.py", "shared/web/api/bodies.py").values()
        for node in bodies(source)
        for member in node.body
        if isinstance(member, ast.AnnAssign) and is_free(member.annotation)
    }

    assert found == set(UNTYPED)


@pytest.mark.parametrize(
    "line",
    [
        "text = call.query['comment']",
        "text = call.query.get('comment', '')",
        "text = call.query.get(name)",
        "given = 'comment' in call.query",
        "text = call.posted['reason'][-1]",
        "data = json.loads(call.body)",
        "raw = call.event['body']",
        "name = call.headers.get('x-name')",
        "cookie = self._call.cookies['name']",
    ],
)
def test_a_raw_read_is_named(line: str) -> None:
    assert len(raw_reads("functions/desk/api.py", line)) == 1


@pytest.mark.parametrize(
    "line", ["call.query.get('cursor')", "call.code('seen')", "call.json(Edit)", "call.if_match"]
)
def test_a_right_read_is_not(line: str) -> None:
    assert raw_reads("functions/desk/api.py", line) == []


@pytest.mark.parametrize("kind", ["Call", "'Call'"])
def test_a_call_under_another_name_is_named(kind: str) -> None:
    assert len(misnamed("functions/desk/api.py", f"def route(request: {kind}) -> Answer: ...")) == 1


@pytest.mark.parametrize(
    "kind",
    [
        "str",
        "str | None",
        "list[str]",
        "dict[str, str]",
        "dict[str, Any]",
        "Annotated[str, Field(max_length=9)]",
        "Annotated[list[Annotated[str, Field(max_length=9)]], Field(max_length=9)]",
    ],
)
def test_a_free_text_is_named(kind: str) -> None:
    source = f"Kind = {kind}\nclass Sent(Attested):\n    comment: {kind} = ''"

    assert len(free_texts("functions/desk/schemas.py", source)) == 2


@pytest.mark.parametrize(
    "kind",
    [
        "Text",
        "Text | Comments | None",
        "dict[str, Text]",
        "Literal['a', 'b']",
        "Annotated[str, *text(least=1)]",
        "Annotated[list[Id], Field(max_length=9)]",
    ],
)
def test_a_text_of_the_shared_type_is_not(kind: str) -> None:
    source = (
        f"Kind = {kind}\nclass Sent(Body):\n    comment: {kind}\nclass Told(BaseModel):\n    comment: str"
    )

    assert free_texts("functions/desk/schemas.py", source) == []
