"""The list of cases: the partner's own, and what observers and auditors may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from functions.applications.pages.case_header import FEDERATION, YOU
from functions.applications.pages.wording import state_of, status_of
from shared.actions.policy import POLICY
from shared.actions.queries import lists
from shared.actions.queries.lists import CaseList, ListQuery
from shared.domain.appeals import last_day, over
from shared.domain.application import CaseSummary, label_of
from shared.domain.calendar import day_in_beijing
from shared.domain.people import PARTNER, Person
from shared.domain.reminders import ending
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions, published
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages import labels
from shared.web.pages.labels import DIRECTION_NAMES, Said
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.web.pages.work import home_of, places_of
from shared.wiring import wiring

routes = Routes(page=True)
LIST = "/applications"
ROWS = 25
MAY_APPEAL = Words("You may appeal", "可申诉")
READS = 8
"""Pages of the list read at most to fill one with rows that a status filter lets through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case in the list."""

    href: str
    number: str
    title: Said
    direction: str
    place: str
    partner: Said
    state: str
    status: str
    turn: str
    due: str
    mine: bool
    over: bool
    starts: str


@routes.get(LIST, policy="list_cases")
def listing(call: Call) -> Response:
    """My applications; people of the federation whose work is elsewhere go to their own start."""
    person = call.who.person
    if person.organisation_id is None and all(place.href != LIST for place in places_of(person)):
        return Response.see(home_of(person))
    public = person.is_partner
    wanted = {name: call.query.get(name, "") for name in ("direction", "status")}
    found = _found(call, person, wanted, public=public)
    today = day_in_beijing(call.at)
    rows = [_row(item, call.language, today, public=public) for item in found.items]
    return Response.page(
        page(
            "applications/list.html",
            {
                "mine": [row for row in rows if row.mine],
                "others": [row for row in rows if not (row.mine or row.over)],
                "over": [row for row in rows if row.over],
                "today": today,
                "partner": public,
                "mandate": person.mandate_until if ending(person, today) else "",
                "may_begin": POLICY["create"].admits(person) and public,
                "directions": [
                    (name, words.within(call.language)) for name, words in DIRECTION_NAMES.items()
                ],
                "statuses": _statuses(call.language, public=public),
                "wanted": wanted,
                "filtered": any(wanted.values()),
                "next_href": _href(wanted, found.next_cursor) if found.next_cursor else None,
                "first_href": _href(wanted, None) if "cursor" in call.query else None,
            },
            shell=shell_of(call),
        )
    )


def _found(call: Call, person: Person, wanted: Mapping[str, str], *, public: bool) -> CaseList:
    """A page of the list; a status is a label, which several states may share, so it is sifted here."""
    direction = wanted["direction"] if wanted["direction"] in DIRECTION_NAMES else None
    items: list[CaseSummary] = []
    cursor = call.query.get("cursor")
    for _ in range(READS):
        asked = ListQuery(direction=direction, cursor=cursor, limit=ROWS, conflicts=call.who.conflicts)
        found = lists.cases(wiring().stores, person, asked)
        items += [each for each in found.items if wanted["status"] in ("", _status(each, public=public))]
        cursor = found.next_cursor
        if cursor is None or len(items) >= ROWS:
            break
    return CaseList(items=tuple(items), next_cursor=cursor)


def _status(item: CaseSummary, *, public: bool) -> str:
    """The English label names the status in the address."""
    return label_of(item, public=public).en


def _statuses(language: Language, *, public: bool) -> list[tuple[str, str]]:
    """Every status a case can come to in the states that are in use, in the order of the workflow."""
    found: dict[str, str] = {}
    for (direction, _), flow in published().items():
        reached = {flow.initial, *(step.target for step in flow.transitions if step.action in POLICY)}
        for state in flow.states:
            if state in reached and (public or state != flow.initial):
                english = status_of(direction, state, "en", public=public)
                found.setdefault(english, status_of(direction, state, language, public=public))
    return list(found.items())


def _may_appeal(item: CaseSummary, today: date, *, public: bool) -> bool:
    """Whether a partner may still appeal: a case that was refused again is due no day."""
    return (
        public
        and item.state == "rejected"
        and bool(item.due)
        and not over(item.changed_at, possible=True, today=today)
    )


def _turn(item: CaseSummary, language: Language, today: date, *, mine: bool, public: bool) -> str:
    """Whose turn it is; a partner learns that the federation is at work, and its lateness is its own business."""
    state = state_of(item.direction, item.state)
    if _may_appeal(item, today, public=public):
        return MAY_APPEAL.within(language)
    if not state.stage and item.state not in ("draft", "appeal_pending"):
        return ""
    if public:
        return (YOU if mine or item.state == "draft" else FEDERATION).within(language)
    return definitions().roles[state.owner].within(language) if state.owner else ""


def _due(item: CaseSummary, today: date, *, mine: bool, public: bool) -> str:
    if _may_appeal(item, today, public=public):
        return last_day(item.changed_at).isoformat()
    return item.due if state_of(item.direction, item.state).stage and (mine or not public) else ""


def _row(item: CaseSummary, language: Language, today: date, *, public: bool) -> Row:
    state = state_of(item.direction, item.state)
    mine = public and bool(state.stage) and state.owner in PARTNER
    return Row(
        href=f"/applications/{item.id}",
        number=item.number,
        title=labels.title(item, language),
        direction=labels.direction(item.direction, language),
        place=labels.place(item, language),
        partner=labels.partner(item, language),
        state=item.state,
        status=label_of(item, public=public).within(language),
        turn=_turn(item, language, today, mine=mine, public=public),
        due=_due(item, today, mine=mine, public=public),
        mine=mine,
        over=state.terminal,
        starts=item.start_date,
    )


def _href(wanted: Mapping[str, str], cursor: str | None) -> str:
    query = {name: value for name, value in wanted.items() if value}
    return "/applications?" + urlencode(query | ({"cursor": cursor} if cursor else {}))
