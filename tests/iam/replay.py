"""What the roles allow of what the functions need, and what they allow for nothing."""

from collections.abc import Iterable

from tests.iam.deployment import ANY, Deployment, Grant, fits
from tests.iam.listener import Need


def replay(deployment: Deployment, needs: Iterable[Need]) -> tuple[list[Need], set[Grant]]:
    """The calls that would be denied, and the grants that no call needed.

    One statement must cover every key of a call; where several do, the first alone counts as needed.
    """
    grants = {function: list(deployment.grants(function)) for function in deployment.policies}
    unused = {grant for each in grants.values() for grant in each}
    denied = []
    for need in needs:
        used = _allowing(grants[need.function], need)
        if used is None:
            denied.append(need)
        else:
            unused -= used
    return denied, unused


def _allowing(grants: Iterable[Grant], need: Need) -> set[Grant] | None:
    by_statement: dict[int, list[Grant]] = {}
    for grant in grants:
        if grant.action == need.action and fits(grant.resource, need.resource):
            by_statement.setdefault(grant.statement, []).append(grant)
    for candidates in by_statement.values():
        found = {key: _covering(candidates, key) for key in need.keys or {ANY}}
        if all(found.values()):
            return {grant for grant in found.values() if grant}
    return None


def _covering(candidates: Iterable[Grant], key: str) -> Grant | None:
    return next((grant for grant in candidates if fits(grant.pattern, key)), None)
