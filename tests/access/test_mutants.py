"""Every cell of the policy flipped, one at a time: the role matrix notices each (battery T5m)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

from shared.actions.policy import POLICY, Rule
from shared.domain.people import Person, Role
from tests.access.table import ANYBODY, PRINCIPALS, ROLES
from tests.access.world import routes
from tests.builders import a_person

ROUTES = routes()


def held(roles: str) -> Any:
    return tuple(roles.split())


PEOPLE: Mapping[str, Person] = {
    each.roles: replace(a_person(each.name), roles=held(each.roles)) for each in PRINCIPALS if each.known
}
SINGLE: list[Role] = [role for role in get_args(Role) if any(role in roles.split() for roles in PEOPLE)]


def disagreements(policy: Mapping[str, Rule]) -> set[str]:
    """Routes that the policy opens to others than the role matrix does."""
    found = set()
    for name, route in ROUTES.items():
        rule, roles = policy[route.policy], ROLES[name]
        if rule.public != (roles == ANYBODY):
            found.add(name)
        for each in PRINCIPALS:
            if roles != ANYBODY and each.known and rule.admits(PEOPLE[each.roles]) != each.has(roles):
                found.add(name)
    return found


def mutants() -> Iterator[tuple[str, Rule]]:
    """Each row with one role more or less, or open to the public when it was not."""
    for name, rule in POLICY.items():
        yield name, replace(rule, public=not rule.public)
        for role in SINGLE if not rule.public else ():
            yield name, replace(rule, roles=rule.roles ^ {role})


def test_the_policy_and_the_role_matrix_agree() -> None:
    assert disagreements(POLICY) == set()


def test_every_flipped_cell_is_noticed() -> None:
    flipped = list(mutants())

    survivors = [f"{row}: {rule}" for row, rule in flipped if not disagreements({**POLICY, row: rule})]

    assert len(flipped) > len(POLICY)
    assert survivors == []
