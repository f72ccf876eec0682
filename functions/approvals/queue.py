"""The queues of compliance and decision, one for each state that waits for a role of this person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from shared.actions.queries.queues import page_of, places
from shared.domain.application import CaseSummary
from shared.domain.calendar import day_in_beijing
from shared.domain.workflow import states
from shared.web.http.call import Call
from shared.web.pages.case_table import Row, rows
from shared.wiring import wiring

ROOT = "/approvals"
WAITS_FOR = {
    "compliance_check": "compliance_officer",
    "decision_pending": "approver",
    "ineligible_proposed": "approver",
    "escalated": "senior_approver",
    "appeal_pending": "senior_approver",
}
"""Whose turn it is in each state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One queue and where its next page is."""

    title: str
    rows: list[Row]
    next_href: str | None
    first_href: str | None


def parts(call: Call) -> list[Part]:
    """The queues of this person; a page further on shows one queue alone."""
    mine = [state for state, role in WAITS_FOR.items() if role in call.who.person.roles]
    chosen = call.query.get("state", "")
    return [part(call, ROOT, state, chosen) for state in ([chosen] if chosen in mine else mine)]


def part(
    call: Call,
    root: str,
    state: str,
    chosen: str,
    sift: Callable[[Sequence[CaseSummary]], Sequence[CaseSummary]] = list,
) -> Part:
    """One queue of the page at `root`; `sift` leaves out what is not for this person."""
    stores, who = wiring().stores, call.who
    cursor = call.query.get("cursor", "") if state == chosen else ""
    listing = page_of(stores, who.person, places((state,)), conflicts=who.conflicts, cursor=cursor)
    more = {"state": state, "cursor": listing.next_cursor or ""}
    return Part(
        title=states("going_out")[state].label.within(call.language),
        rows=rows(
            stores,
            who.person,
            sift(listing.items),
            call.language,
            today=day_in_beijing(call.at),
            href=lambda item: f"{root}/{item.id}",
        ),
        next_href=f"{root}?{urlencode(more)}" if listing.next_cursor else None,
        first_href=root if chosen else None,
    )
