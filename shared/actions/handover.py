"""Cases go from one programme officer to another: a single one, or all that somebody has when they leave."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from shared.actions.bounds import is_id
from shared.actions.engine import Attempt, Outcome, after, check_version, commit, not_available, seen_by
from shared.actions.policy import POLICY
from shared.actions.queries import lists
from shared.actions.queries.lists import ListQuery
from shared.domain.case import Case
from shared.domain.change import record
from shared.domain.commands import ColleagueCommand
from shared.domain.people import Person
from shared.domain.programmes import DIRECTIONS
from shared.domain.refusals import FieldError, Forbidden, InvalidFields, Refusal, TooMany
from shared.domain.words import Words
from shared.domain.workflow import states
from shared.store.stores import Stores

ROLE = "programme_officer"
AT_ONCE = 25
"""Cases handed over in one request: each is a read and a transaction."""
PAGES = 10
UNCLAIMED = frozenset({"submitted"})
NOBODY = Words("Choose a programme officer from the list.", "请从项目专员名单中选择。")
NOBODY_LEAVES = Words("Choose whose cases go over.", "请选择转出人。")
SAME = Words("This officer has the case already.", "该专员已在办理此申请。")
CONFLICT = Words(
    "This officer has a conflict of interest in the case. Choose somebody else.",
    "该专员与此申请存在利益冲突，请另选他人。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many cases went over, and how many are left: those a conflict of interest holds back, and those still to do."""

    done: int
    held_back: int
    left: int


def hand_over(attempt: Attempt, command: ColleagueCommand) -> Case:
    """Give a case to another officer, or take it over.

    Raises NotFound, Forbidden, NotAvailable (nobody has it, or it is decided), Stale, InvalidFields.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    application = case.application
    if seen_by(attempt.person, case) != "federation" or not POLICY["hand_over"].admits(attempt.person):
        raise Forbidden
    if not application.in_hand:
        raise not_available(attempt.person, application)
    check_version(attempt, case)
    colleague = _officer(attempt.stores, "officer", command.person_id)
    if colleague.id == application.officer:
        raise _wrong("officer", "same", SAME)
    if colleague.id in application.conflicted:
        raise _wrong("officer", "conflict", CONFLICT)
    change = record(
        application,
        "handed_over",
        by=attempt.person.id,
        by_name=attempt.person.name,
        role=ROLE,
        at=attempt.at,
        data={"officer": colleague.id, "officer_before": application.officer},
        officer=colleague.id,
    )
    commit(attempt, change, Outcome())
    return after(case, change, Outcome().saved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who looks at the open cases, when; `conflicts` are those that do not exist for them."""

    stores: Stores
    person: Person
    at: datetime
    conflicts: frozenset[str]


def hand_over_all(desk: Desk, officer: str, colleague: str, at_once: int = AT_ONCE) -> Moved:
    """Give everything that an officer has to another one, so many cases at once; raises Forbidden, InvalidFields.

    It is sent again until nothing is left: a case that moved is not found any more.
    """
    if not POLICY["hand_over"].admits(desk.person):
        raise Forbidden
    _check_leaver(desk.stores, officer)
    heir = _officer(desk.stores, "heir", colleague)
    if officer == colleague:
        raise _wrong("heir", "same", SAME)
    done = 0
    barred = desk.stores.people.conflicts(heir.id)
    every = list(_open_of(desk, officer))
    ids = [each for each in every if each not in barred]
    held_back = len(every) - len(ids)
    for application_id in ids[:at_once]:
        attempt = Attempt(
            stores=desk.stores,
            person=desk.person,
            application_id=application_id,
            name="hand_over",
            at=desk.at,
        )
        try:
            hand_over(attempt, ColleagueCommand(person_id=colleague))
        except TooMany:
            raise
        except Refusal:
            held_back += 1
        else:
            done += 1
    return Moved(done=done, held_back=held_back, left=max(0, len(ids) - at_once))


def loads(desk: Desk) -> Counter[str]:
    """How many open cases each officer has, by id; of a state's first thousand cases."""
    found: Counter[str] = Counter()
    for asked in _open_places(desk):
        cursor: str | None = None
        for _ in range(PAGES):
            listing = lists.cases(desk.stores, desk.person, replace(asked, cursor=cursor))
            found.update(item.officer for item in listing.items if item.officer)
            cursor = listing.next_cursor
            if cursor is None:
                break
    return found


def _open_of(desk: Desk, officer: str) -> Iterator[str]:
    """The ids of the open cases of an officer, state by state."""
    for asked in _open_places(desk):
        listing = lists.cases(desk.stores, desk.person, replace(asked, officer=officer))
        yield from (item.id for item in listing.items)


def _open_places(desk: Desk) -> Iterator[ListQuery]:
    """Every state on the way to the decision in which an officer has cases."""
    for direction in DIRECTIONS:
        for name, state in states(direction).items():
            if state.stage and name not in UNCLAIMED:
                yield ListQuery(direction=direction, state=name, limit=100, conflicts=desk.conflicts)


def _check_leaver(stores: Stores, person_id: str) -> None:
    """Whoever holds the role or held it; raises InvalidFields."""
    if all(each.id != person_id for each in stores.people.ever_held(ROLE)):
        raise _wrong("leaver", "required", NOBODY_LEAVES)


def _officer(stores: Stores, field: str, person_id: str) -> Person:
    found = stores.people.get([person_id]).get(person_id) if is_id(person_id) else None
    if found is None or ROLE not in found.roles or not found.active:
        raise _wrong(field, "unknown", NOBODY)
    return found


def _wrong(field: str, code: str, words: Words) -> InvalidFields:
    return InvalidFields((FieldError(field=field, code=code, message=words),))
