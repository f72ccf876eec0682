"""Every principal on every route with every kind of case, against the role matrix."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from shared.actions.policy import POLICY
from shared.store.stores import Stores
from tests.access.table import KINDS, PRINCIPALS, ROLES, Answer, Principal, expected
from tests.access.world import MALFORMED, MISSING, World, routes, world
from tests.client import Reply
from tests.sizes import CELL_STEP, PAGE_LANGUAGES

ROUTES = routes()
TWICE = {(who, "POST /desk/<application_id>/conflict", "north_review") for who in ("officer-2", "reviewer-3")}
"""Whoever declared a conflict may send that form again: they are led away, and learn nothing."""
GIVES_BACK = "POST /reviews/<application_id>/decline"
"""The one form that needs nothing but to be sent: its reviewers would lose sight of the case (tests/functions/reviews)."""
OPEN = frozenset({200, 201, 204, 303, 400, 409, 412, 422})
EXACT = {
    "GET /people/second-factor": 403,
    "GET /people/sign-in": 503,
    "GET /people/callback": 403,
    "GET /people/invitation/<secret>": 410,
}
"""Without a provider nobody can sign in, and a return that nobody left for is refused: both say so on a page."""
EXACTLY = {"sign in": 401, "missing": 404, "forbidden": 403, "too late": 409, "stale": 412}
both_languages = pytest.mark.parametrize(
    "both", [PAGE_LANGUAGES > 1], ids=["both languages" if PAGE_LANGUAGES > 1 else "one language a cell"]
)


@dataclass(frozen=True)
class Cell:
    principal: Principal
    route: str
    kind: str
    language: str

    def __str__(self) -> str:
        return f"{self.principal.name}: {self.route} {self.kind} {self.language}"

    @property
    def hidden(self) -> bool:
        """Whether the case does not exist for this principal."""
        return bool(self.kind) and self.principal.known and self.kind not in self.principal.sees


@pytest.fixture
def scene(stores: Stores) -> Iterator[World]:
    with world(stores) as made:
        yield made


def cells(*methods: str, both: bool) -> Iterator[Cell]:
    """Cells of routes about a case in every kind; each has its turn in both languages."""
    for number, cell in enumerate(_cells(*methods, both=both)):
        if number % CELL_STEP == 0 or not cell.kind:
            yield cell


def _cells(*methods: str, both: bool) -> Iterator[Cell]:
    for name, route in ROUTES.items():
        if route.method not in methods or name == "POST /people/sign-out":
            continue
        kinds = KINDS if "<application_id>" in route.path else ("",)
        for principal in PRINCIPALS:
            if name == GIVES_BACK and principal.reviews:
                continue
            for place, kind in enumerate(kinds):
                for language in (
                    ("en", "zh") if both or kind in ("", "missing") else (("en", "zh")[place % 2],)
                ):
                    yield Cell(principal, name, kind, language)


def fits(cell: Cell, answer: Answer, reply: Reply) -> bool:
    if cell.route in EXACT:
        return reply.status in (EXACT[cell.route], 303)
    if ROUTES[cell.route].page:
        if answer == "sign in":
            return reply.status == 303 and reply.location.startswith("/people/sign-in?")
        wanted = frozenset({EXACTLY[answer]}) if answer in ("missing", "forbidden") else OPEN
        return reply.status in wanted and "/people/sign-in" not in reply.headers.get("location", "")
    return reply.status == EXACTLY[answer] if answer in EXACTLY else reply.status in OPEN


def neutral(reply: Reply, *ids: str) -> tuple[object, ...]:
    """An answer with the ids that were asked for made the same."""
    body = reply.body
    for name in (*ids, MALFORMED):
        body = body.replace(name.encode(), MISSING.encode())
    return reply.status, reply.headers, reply.cookies, body


def checked(scene: World, *methods: str, both: bool) -> tuple[int, list[str]]:
    """How many cells were tried, and what does not fit the matrix; hidden cases answer as missing ones."""
    wrong, tried = [], 0
    nothing: dict[tuple[str, str, str], tuple[object, ...]] = {}
    for cell in sorted(cells(*methods, both=both), key=lambda each: each.kind != "missing"):
        reply = scene.ask(cell.principal, ROUTES[cell.route], cell.kind, cell.language)
        tried += 1
        if (cell.principal.name, cell.route, cell.kind) in TWICE:
            continue
        answer = expected(cell.principal, cell.route, cell.kind)
        if not fits(cell, answer, reply):
            wrong.append(f"{cell}: {answer}, was {reply.status}")
        if cell.hidden and ROLES[cell.route]:
            twin = (cell.principal.name, cell.route, cell.language)
            asked = scene.ids.get(cell.kind, MALFORMED), scene.documents.get(cell.kind, MISSING)
            seen = neutral(reply, *asked)
            if nothing.setdefault(twin, seen) != seen:
                wrong.append(f"{cell}: not the answer of an id that was never given")
    return tried, wrong


def test_every_route_has_a_row_of_the_matrix_and_of_the_policy() -> None:
    assert set(ROUTES) == set(ROLES)
    assert {route.policy for route in ROUTES.values()} <= set(POLICY)


@both_languages
def test_reading_shows_each_principal_what_is_theirs_and_changes_nothing(scene: World, both: bool) -> None:
    before = scene.dump()

    tried, wrong = checked(scene, "GET", both=both)

    assert wrong == [], f"{len(wrong)} of {tried}"
    assert scene.dump() == before


@both_languages
def test_every_write_is_for_its_roles_alone_and_a_refused_one_changes_no_case(
    scene: World, both: bool
) -> None:
    before = scene.dump("APPLICATION#", "ORGANISATION#", "PROGRAMME", "ROLE#")

    tried, wrong = checked(scene, "POST", "PUT", "PATCH", "DELETE", both=both)

    assert wrong == [], f"{len(wrong)} of {tried}"
    assert scene.dump("APPLICATION#", "ORGANISATION#", "PROGRAMME", "ROLE#") == before
