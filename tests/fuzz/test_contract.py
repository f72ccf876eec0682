"""The API keeps what its description promises, for requests that follow it and for those that do not."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shared.store.stores import Stores
from tests.access.table import KINDS, PRINCIPALS, ROLES, Principal
from tests.access.world import MALFORMED, World, world
from tests.figures import Report
from tests.fuzz.wsgi import application
from tests.sizes import CONTRACT_EXAMPLES

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""Whether good data is accepted is not among them: the state of a case decides that, not the schema.

That data which breaks the description is refused holds for bodies; queries may say more than is asked for.
"""

LOTS = CONTRACT_EXAMPLES.lots(100)
SETTINGS = settings(
    phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def scene(stores: Stores) -> Iterator[World]:
    with world(stores) as made:
        yield made


@pytest.mark.parametrize(("number", "examples"), LOTS, ids=[f"seed {number}" for number, _ in LOTS])
def test_every_answer_is_one_that_the_description_names(
    scene: World, figure: Report, number: int, examples: int
) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    described.validate()

    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]

    wrong = [complaint for each in operations for complaint in complaints(scene, each, number, examples)]

    what = f"generated requests for each of {len(operations)} operations"
    figure("T17", what, CONTRACT_EXAMPLES.full, examples, seed=number)

    assert not wrong, "\n".join(wrong)


def complaints(scene: World, operation: Any, number: int, examples: int) -> list[str]:
    """What answers to one operation break, each kind of breach once."""
    route = f"{operation.method.upper()} {operation.path}".replace("{", "<").replace("}", ">")
    found: dict[str, str] = {}

    @seed(number)
    @settings(SETTINGS, max_examples=examples)
    @given(case=strategy(operation), data=st.data())
    def keep(case: Case[Any], data: st.DataObject) -> None:
        principal = data.draw(principals(route))
        aim(scene, case, data, principal)
        for breach in breaches(case, scene.client(principal, "en", page=False).token):
            found.setdefault(breach[:100], f"{route} {principal.name}: {breach}")

    keep()
    return list(found.values())


def breaches(case: Case[Any], token: str) -> list[str]:
    broken = case.meta is not None and case.meta.is_negative_at(ParameterLocation.BODY)
    checks = [*CHECKS, negative_data_rejection] if broken else CHECKS
    try:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"} if token else {}, checks=checks)
    except FailureGroup as group:
        return [str(failure) for failure in group.exceptions]
    return []


def strategy(operation: Any) -> st.SearchStrategy[Case[Any]]:
    """Requests that follow the description, and such that break it somewhere."""
    return st.one_of(*(operation.as_strategy(mode) for mode in GenerationMode))


def principals(route: str) -> st.SearchStrategy[Principal]:
    """Mostly somebody who may, for others do not come far."""
    able = [each for each in PRINCIPALS if each.known and each.has(ROLES.get(route) or "")]
    return st.sampled_from([*able * 3, *PRINCIPALS] if able else PRINCIPALS)


def aim(scene: World, case: Case[Any], data: st.DataObject, principal: Principal) -> None:
    """Let most requests mean a case that is there, in the version it has."""
    if "application_id" not in case.path_parameters or data.draw(st.integers(0, 9)) == 0:
        return
    kind = data.draw(st.sampled_from(sorted(principal.sees) or KINDS))
    case.path_parameters["application_id"] = scene.ids.get(kind, MALFORMED)
    if "If-Match" in case.headers and kind in principal.sees and data.draw(st.integers(0, 4)):
        version = scene.stage.stores.cases.load(scene.ids[kind]).application.version
        case.headers["If-Match"] = f'"{version}"'
