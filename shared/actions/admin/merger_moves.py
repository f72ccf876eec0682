"""People, cases and agreements of a merged organisation go over to the one that stays, each in its own transaction.

People first: they keep what the old organisation has, so nobody is without their cases at any moment. Every move can
be asked for again: what has gone over already is left alone.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from shared.actions.admin.clerk import Clerk
from shared.actions.admin.parties import known
from shared.domain.agreements import Agreement
from shared.domain.application import Application
from shared.domain.change import record
from shared.domain.duplicates import likeness
from shared.domain.json_value import JsonValue
from shared.domain.people import Organisation
from shared.domain.refusals import Conflict, NotAvailable
from shared.store.case_parts import Writes
from shared.store.codec import Row
from shared.store.keys import last_part
from shared.store.table import Write

AT_ONCE = 100
"""Moves of one request: with their reads they end well within the time of one."""
DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How much still belongs to an organisation."""

    people: int
    drafts: int
    cases: int
    agreements: int

    @property
    def total(self) -> int:
        return self.people + self.drafts + self.cases + self.agreements


def left(clerk: Clerk, organisation_id: str) -> Left:
    """What has not gone over, or would with a merge; cases are counted in the index, some milliseconds late."""
    states = [str(row["state"]) for row in _rows(clerk, organisation_id)]
    drafts = states.count(DRAFT)
    return Left(
        people=len(_people(clerk, organisation_id)),
        drafts=drafts,
        cases=len(states) - drafts,
        agreements=len(clerk.stores.agreements.of(organisation_id)),
    )


def carry_on(clerk: Clerk, organisation_id: str, at_once: int = AT_ONCE) -> None:
    """Move what is left, `at_once` at most; raises NotAvailable (not merged).

    What somebody changes at this moment stays for the next time.
    """
    gone = known(clerk, organisation_id)
    if not gone.merged_into:
        raise NotAvailable(gone.standing, gone.version)
    stays = final(clerk, gone)
    moves = [partial(_move_person, clerk, each, gone, stays) for each in _people(clerk, gone.id)]
    _done(moves[:at_once])
    if moves and _people(clerk, gone.id):
        return
    rest = max(at_once - len(moves), 0)
    cases = islice(_rows(clerk, gone.id), rest)
    others = [partial(_move_case, clerk, last_part(str(row["PK"])), gone, stays) for row in cases]
    others += [
        partial(_move_agreement, clerk, each, gone, stays) for each in clerk.stores.agreements.of(gone.id)
    ]
    _done(others[:rest])


def _done(moves: Sequence[Callable[[], None]]) -> None:
    for move in moves:
        with suppress(Conflict):
            move()


def final(clerk: Clerk, organisation: Organisation) -> Organisation:
    """The organisation that stays, however many were merged one into the other."""
    while organisation.merged_into:
        organisation = known(clerk, organisation.merged_into)
    return organisation


def _people(clerk: Clerk, organisation_id: str) -> list[str]:
    """Who still acts for it; the rows of those who went over stay, for news of cases that have not."""
    return [
        each.id
        for each in clerk.stores.people.staff(organisation_id)
        if each.organisation_id == organisation_id
    ]


def _rows(clerk: Clerk, organisation_id: str) -> Iterator[Row]:
    after: Row | None = None
    while True:
        page = clerk.stores.cases.of_organisation(organisation_id, 200, after)
        yield from page.rows
        after = page.after
        if after is None:
            return


def _move_person(clerk: Clerk, person_id: str, gone: Organisation, stays: Organisation) -> None:
    before = clerk.stores.people.get([person_id]).get(person_id)
    if before is None or before.organisation_id != gone.id:
        return
    formerly = tuple(dict.fromkeys((gone.id, *before.formerly)))
    after = replace(before, organisation_id=stays.id, formerly=formerly, version=before.version + 1)
    moved: dict[str, JsonValue] = {"organisation_id": {"before": gone.id, "after": stays.id}}
    event = clerk.event("person_changed", "person", after.id, after.name, moved)
    clerk.commit(event, clerk.stores.people.change(before, after))


def _move_agreement(clerk: Clerk, before: Agreement, gone: Organisation, stays: Organisation) -> None:
    role = "organisation_id" if before.organisation_id == gone.id else "partner_id"
    after = before.with_answers({**before.answers, role: stays.id})
    after = replace(after, version=before.version + 1)
    moved: dict[str, JsonValue] = {role: {"before": gone.id, "after": stays.id}}
    event = clerk.event("agreement_changed", "agreement", after.id, after.reference, moved)
    clerk.commit(event, clerk.stores.agreements.change(before, after))


def _move_case(clerk: Clerk, application_id: str, gone: Organisation, stays: Organisation) -> None:
    """A content that was submitted stays hashed as it was: with the organisation that signed it."""
    case = clerk.stores.cases.standing([application_id], consistent=True).get(application_id)
    if case is None or case.application.organisation_id != gone.id:
        return
    before = case.application
    change = record(
        before,
        "organisation_merged",
        by=clerk.person.id,
        by_name=clerk.person.name,
        role="config_admin",
        at=clerk.at,
        data={"before": gone.id, "after": stays.id},
        organisation_id=stays.id,
        partner_en=stays.name_en,
        partner_zh=stays.name_zh,
        signed_for=before.signed_for or (gone.id if before.snapshot_version else ""),
        came_from=(*before.came_from, gone.id),
    )
    clerk.stores.cases.commit(change, Writes(also=_held(clerk, change.after)))


def _held(clerk: Clerk, after: Application) -> list[Write]:
    """The write that keeps the new organisation from sending the same application, unless one of its own does."""
    if not after.snapshot_version:
        return []
    digest = likeness(after.organisation_id, after.programme_id, after.start_date, after.title_zh)
    if clerk.stores.cases.submitted_as(digest, fresh=True):
        return []
    return [clerk.stores.cases.submit_as(digest, after.id, "")]
