"""Cases in the table: loaded with one query, changed in one transaction with their event."""

from collections.abc import Sequence
from dataclasses import replace

from shared.domain.application import Application, CaseSummary
from shared.domain.case import Case
from shared.domain.change import Change
from shared.domain.events import Event
from shared.domain.refusals import Conflict, NotFound
from shared.domain.reviews import Review
from shared.store import keys
from shared.store.case_parts import (
    EVENT,
    HEADER,
    REVIEW,
    Writes,
    case_of,
    content_writes,
    header_write,
    listed,
    merged,
    readable,
    results_of,
    review_write,
    state_writes,
)
from shared.store.codec import Row, to_wire
from shared.store.table import Page, Table, Taken, Write, put
from shared.store.ttl_cache import TtlCache

LATEST = 40
"""Items of a case read at once: header, reviews, requests, results, snapshots and at least the last 25 events."""
WORKING = 40
"""Items read besides for a partner: the answers being edited, of this round and those before."""


class SideRefused(Conflict):
    """The case itself was free to change, but not what the action needed elsewhere: `place` among what was `also`."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


class Cases:
    """Reads and writes cases; every write is conditional on the version that was read."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._twins: TtlCache[str] = TtlCache()

    def load(self, application_id: str, *, consistent: bool = True) -> Case:
        """The case as the federation sees it: the last snapshot, reviews, requests, latest events."""
        return case_of(self._parts(application_id, keys.LAST_PART, LATEST, consistent=consistent))

    def load_for_partner(self, application_id: str, *, consistent: bool = True) -> Case:
        """The case with the answers as its partner may be editing them now, which lie beside it."""
        rows = self._parts(application_id, None, LATEST + WORKING, consistent=consistent)
        case = case_of(rows)
        application = case.application
        if not application.workflow.states[application.state].partner_may_edit:
            return case
        start = keys.working(application.round)
        edited = [row for row in reversed(rows) if str(row["SK"]).startswith(start)]
        return replace(case, values=merged(case.values, edited))

    def _parts(self, application_id: str, high: str | None, limit: int, *, consistent: bool) -> list[Row]:
        """The latest items of a case, newest first, its header among them if there is one."""
        header = keys.application(application_id)
        rows: list[Row] = []
        after: Row | None = None
        while not any(row["SK"] == header.sort for row in rows):
            page = self._table.query(
                keys.Key(header.partition, ""),
                low=keys.FIRST_EVENT,
                high=high,
                newest_first=True,
                limit=limit,
                after=after,
                consistent=consistent,
            )
            rows += page.rows
            after = page.after
            if after is None:
                break
        return rows

    def load_draft(
        self, application_id: str, section_ids: Sequence[str], *more: keys.Key
    ) -> tuple[Case, dict[keys.Key, Row]]:
        """A case before its first submission with its answers, and whatever else is asked for, in one call."""
        first = keys.application(application_id)
        parts = [
            keys.draft(application_id, 0),
            *(keys.section(application_id, 0, name) for name in section_ids),
        ]
        rows = self._table.get([first, *parts, *more])
        if first not in rows:
            raise NotFound
        values = merged({}, [rows[key] for key in parts if key in rows])
        return Case(application=HEADER.value(rows[first]), values=values), rows

    def event(self, application_id: str, version: int) -> Event | None:
        """One event of a case, however many came after it."""
        key = keys.event(application_id, version)
        row = self._table.get([key]).get(key)
        return EVENT.value(row) if row else None

    def history(self, application_id: str, after: int, limit: int) -> list[Event]:
        """Events after a version, oldest first."""
        low, high = keys.event(application_id, after + 1), keys.event(application_id, 999_999)
        page = self._table.query(low, low=low.sort, high=high.sort, limit=limit)
        return list(readable(EVENT, page.rows, []))

    def headers(self, application_ids: Sequence[str]) -> list[CaseSummary]:
        """List rows of single cases, in the order asked for."""
        wanted = [keys.application(each) for each in application_ids]
        rows = self._table.get(wanted, consistent=False) if wanted else {}
        return [listed(rows[key]) for key in wanted if key in rows]

    def standing(
        self,
        application_ids: Sequence[str],
        reviewer: str | None = None,
        *,
        results: bool = False,
        consistent: bool = False,
    ) -> dict[str, Case]:
        """Cases as they stand now by id: their headers, the review of this `reviewer` and, if asked, their results."""
        headers = {each: keys.application(each) for each in application_ids}
        reviews = {each: keys.review(each, reviewer) for each in headers} if reviewer else {}
        found = {each: keys.results(each) for each in headers} if results else {}
        wanted = [*headers.values(), *reviews.values(), *found.values()]
        rows = self._table.get(wanted, consistent=consistent) if headers else {}
        return {
            each: Case(
                application=HEADER.value(rows[header]),
                reviews=(REVIEW.value(rows[reviews[each]]),) if reviews.get(each) in rows else (),
                results=results_of([rows[found[each]]], []) if found.get(each) in rows else (),
            )
            for each, header in headers.items()
            if header in rows
        }

    def id_of(self, number: str) -> str | None:
        """The application a case number was given to."""
        key = keys.case_number(number)
        row = self._table.get([key], consistent=False).get(key)
        return str(row["application_id"]) if row else None

    def commit(self, change: Change, saved: Writes | None = None) -> None:
        """State and event in one transaction; raises Taken when somebody was faster, SideRefused for `also`."""
        saved = saved or Writes()
        own = [*state_writes(change), *content_writes(change.after, saved)]
        try:
            self._table.commit([*own, *saved.also])
        except Taken as taken:
            if taken.index >= len(own):
                raise SideRefused(taken.index - len(own)) from taken
            raise

    def save_draft(self, before: Application, after: Application, saved: Writes) -> None:
        """Answers typed before submission: not a change of state, so there is no event."""
        self._table.commit([header_write(after, seen=before.version), *content_writes(after, saved)])

    def save_review(self, before: Application, after: Application, review: Review) -> None:
        """A review and the new version of its case; the review itself is what the history shows."""
        self._table.commit([header_write(after, seen=before.version), review_write(review)])

    def of_organisation(
        self, organisation_id: str, limit: int, after: Row | None, *, newest_first: bool = True
    ) -> Page:
        partition = keys.cases_of(organisation_id)
        return self._table.query(
            keys.Key(partition, ""), index="by-party", limit=limit, after=after, newest_first=newest_first
        )

    def submitted_as(self, digest: str, *, fresh: bool) -> str:
        """The id of the case that was submitted with the same content, empty when there is none.

        Unless `fresh`, as this process may have read it a moment ago.
        """
        if fresh:
            self._twins.forget(digest)
        return self._twins.of(digest, lambda: self._twin(keys.submitted_as(digest)))

    def _twin(self, key: keys.Key) -> str:
        row = self._table.get([key]).get(key)
        return str(row["application_id"]) if row else ""

    def submit_as(self, digest: str, application_id: str, before: str) -> Write:
        """The write that takes this content for a case, refused when it is no longer held by `before`."""
        self._twins.forget(digest)
        key = keys.submitted_as(digest)
        write = put({"PK": key.partition, "SK": key.sort, "application_id": application_id})
        write.arguments["ConditionExpression"] = (
            "attribute_not_exists(PK) OR application_id IN (:before, :own)"
        )
        held = {":before": before or application_id, ":own": application_id}
        write.arguments["ExpressionAttributeValues"] = to_wire(held)
        return write

    def in_state(self, direction: str, state: str, limit: int, after: Row | None, since: str = "") -> Page:
        """The cases in one state, longest there first; `since` leaves out those that came to it earlier."""
        partition = keys.cases_in(direction, state)
        return self._table.query(
            keys.Key(partition, ""), index="by-state", limit=limit, after=after, low=since or None
        )

    def of_reviewer(self, person_id: str, limit: int, after: Row | None) -> Page:
        """Assignments, those due last first: what is open is among them however many are done."""
        partition = keys.assignments_of(person_id)
        return self._table.query(
            keys.Key(partition, ""), index="by-party", limit=limit, after=after, newest_first=True
        )
