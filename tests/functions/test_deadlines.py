"""Deadlines to the millisecond: a day ends at midnight in Beijing, wherever the machine and its clock think they are.

Form and API are asked at the same instants; each zone is tried at a day on which its clocks are changed.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from functions.admin.letters import letter
from infra.local.leftovers import ROOT
from shared.actions.admin import people
from shared.actions.admin.clerk import Clerk
from shared.actions.admin.invitations import LASTING
from shared.domain import forms
from shared.domain.appeals import last_day
from shared.domain.calendar import BEIJING
from shared.identity import IDLE
from shared.store.idempotency import KEPT
from shared.store.stores import Stores
from tests.builders import a_programme
from tests.client import Client, Reply
from tests.functions.pages import Browser
from tests.programs import Program
from tests.stage import Stage

MILLISECOND = timedelta(milliseconds=1)
OFFSETS = (-MILLISECOND, timedelta(0), MILLISECOND)
A_DAY = re.compile(r"\.(date|today|utcnow|fromtimestamp)\(|isoformat\(\)\[|datetime\.now\(\)")
NEWCOMER = {
    "name": "Example Newcomer",
    "email": "newcomer@example.org",
    "language": "en",
    "roles": ["reviewer"],
}
ZONES = {
    "UTC0": date(2026, 12, 31),
    "CST-8": date(2026, 9, 30),
    "EST5EDT,M3.2.0,M11.1.0": date(2026, 10, 31),
    "GMT0BST,M3.5.0/1,M10.5.0": date(2026, 10, 24),
    "LHST-10:30LHDT-11,M10.1.0,M4.1.0": date(2026, 10, 3),
    "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45": date(2026, 9, 26),
}
"""Where a machine may stand (POSIX rules, which need no table of zones), and the last day of a deadline there."""
SIGNATORY = "north-signatory"
BODIES = {"submit": {}, "appeal": {"reason": "The letter was overlooked."}}
PAGES = {"submit": "check", "appeal": "appeal"}
Draft = Mapping[str, Any]
"""The answers of a draft that can be submitted on that day at the latest."""


def midnight_after(day: date) -> datetime:
    """The first instant that is too late."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), BEIJING).astimezone(UTC)


@pytest.fixture(params=ZONES)
def last(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[date]:
    """The last day of a deadline, on a machine of some zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield ZONES[request.param]
    monkeypatch.undo()
    time.tzset()


@contextmanager
def clock(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


def _programme_closes(stage: Stage, day: date) -> Draft:
    stage.stores.programmes.save(a_programme(id="closes", closes=day.isoformat()))
    return {"programme_id": "closes"}


def _lead_time_begins(_: Stage, day: date) -> Draft:
    first, end = (day + timedelta(days=forms.load("going_out").lead_days + more) for more in (0, 9))
    return {"start_date": first.isoformat(), "end_date": end.isoformat(), "urgent_reason": None}


def _mandate_ends(stage: Stage, day: date) -> Draft:
    until = day.isoformat()
    stage.stores.people.save(replace(stage.people["north-signatory"], mandate_until=until))
    return {}


DEADLINES: Mapping[str, Callable[[Stage, date], Draft]] = {
    "programme_open": _programme_closes,
    "lead_time_or_urgent_reason": _lead_time_begins,
    "signatory_mandate_valid": _mandate_ends,
}
"""By the guard that refuses afterwards."""


@pytest.mark.parametrize("guard", DEADLINES)
def test_a_day_ends_for_form_and_api_at_the_same_millisecond(stores: Stores, last: date, guard: str) -> None:
    over = midnight_after(last)
    stage = Stage(stores, at=over - timedelta(hours=20)).furnish()
    values = DEADLINES[guard](stage, last)
    made = [stage.draft(**values).application.id for _ in range(2)]

    _ends(stores, made, over, "submit", guard)


def test_the_window_for_an_appeal_closes_for_form_and_api_at_the_same_millisecond(
    stores: Stores, last: date
) -> None:
    stage = Stage(stores, at=midnight_after(last) - timedelta(days=9, milliseconds=1)).furnish()
    made = [stage.case("rejected").application.id for _ in range(2)]

    _ends(stores, made, midnight_after(last_day(stage.at)), "appeal", "within_20_working_days")


def _ends(stores: Stores, made: Sequence[str], over: datetime, action: str, guard: str) -> None:
    """Two cases: neither program nor page gets the action through from `over` on, a millisecond before both do."""
    with clock(over - timedelta(minutes=1)):
        open_pages = [_open_page(stores, application_id, action) for application_id in made]
    for late in (over + MILLISECOND, over):
        with clock(late):
            for application_id, page in zip(made, open_pages, strict=True):
                assert not _offered(stores, application_id, action)
                assert guard in _unmet(stores, application_id, action)
                assert page().status == 422
    with clock(over - MILLISECOND):
        assert _offered(stores, made[0], action)
        assert _unmet(stores, made[0], action) == []
        assert open_pages[1]().status == 303


def _offered(stores: Stores, application_id: str, action: str) -> bool:
    offers = Program(stores, SIGNATORY).read(application_id).json["actions"]
    return bool({each["name"]: each["allowed"] for each in offers}[action])


def _unmet(stores: Stores, application_id: str, action: str) -> list[str]:
    reply = Program(stores, SIGNATORY).take(application_id, action, BODIES[action])
    return [each["code"] for each in reply.json.get("unmet", ())]


def _open_page(stores: Stores, application_id: str, action: str) -> Callable[[], Reply]:
    """A page that stands open, and whose form can be sent."""
    browser = Browser(stores, SIGNATORY)
    target = f"/applications/{application_id}/{PAGES[action]}"
    return partial(browser.send, target, browser.open(target), **BODIES[action])


def test_what_lasts_for_a_while_ends_at_its_instant(stores: Stores, last: date) -> None:
    """A session, a one-time link and a remembered answer, each from the evening of the day on which clocks change."""
    begun = midnight_after(last) - timedelta(hours=3)
    stage = Stage(stores, at=begun).furnish()
    clerk = Clerk(stores=stores, person=stage.people["admin"], at=begun)
    link = people.invite(clerk, NEWCOMER).path
    with clock(begun):
        browsers = iter([Browser(stores, SIGNATORY) for _ in OFFSETS])  # each use makes a session last longer
        first = _same_draft(stores)

    lasting: dict[timedelta, Callable[[], bool]] = {
        IDLE: lambda: next(browsers).client.get("/people/inbox").status == 200,
        KEPT: lambda: _same_draft(stores) == first,
        LASTING: lambda: Client().get(link).status == 200,
    }
    found = {}
    for period, stands in lasting.items():
        for offset in OFFSETS:
            with clock(begun + period + offset):
                found[period, offset] = stands()

    assert found == {(period, offset): offset < timedelta(0) for period in lasting for offset in OFFSETS}


def _same_draft(stores: Stores) -> str:
    """What the same request, sent again with its idempotency key, is answered with."""
    new = {"direction": "going_out", "programme_id": "going-out", "fields": {"title_en": "Demo once"}}
    client = Program(stores, "north-editor").client
    return str(client.call("POST", "/api/v1/applications", new, idempotency_key="once").json["id"])


def test_the_day_told_with_a_link_is_the_one_in_beijing(stores: Stores) -> None:
    """Sent in the evening of UTC, the link ends on a day that has begun in Beijing already."""
    stage = Stage(stores, at=datetime(2026, 11, 23, 20, tzinfo=UTC)).furnish()
    invited = people.invite(Clerk(stores=stores, person=stage.people["admin"], at=stage.at), NEWCOMER)

    with clock(stage.at):
        page = Client().get(invited.path).text
    text = letter(invited, "https://registry.example/link", stage.at + LASTING).text

    assert "8 December 2026" in page
    assert "8 December 2026" in text


def test_no_instant_becomes_a_day_but_in_beijing() -> None:
    """`date()` of an instant is the day in its own zone: it is asked for in two modules alone."""
    sources = (path for folder in ("functions", "shared") for path in (ROOT / folder).rglob("*"))
    found = {
        path.relative_to(ROOT).as_posix()
        for path in sources
        if path.suffix in {".py", ".html"} and A_DAY.search(path.read_text())
    }

    assert found == {"shared/domain/calendar.py", "shared/language/formats.py"}
