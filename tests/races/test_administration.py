"""Administrators at the same moment: one of a release and a refusal wins, one follows a link, one has the address."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from shared.actions.admin import invitations, merger_moves, mergers, people, programmes, releases
from shared.actions.admin.clerk import Clerk
from shared.actions.admin.foundation import Founder, found
from shared.domain.refusals import (
    AccountTaken,
    Conflict,
    InvalidFields,
    InvitationGone,
    NotAvailable,
    Refusal,
)
from shared.store.stores import Stores
from tests.builders import a_person, an_organisation
from tests.functions.admin.conftest import PERSON, PROGRAMME
from tests.races.racing import outcome
from tests.races.turns import meeting, own, together

RACERS = 8
ROUNDS = 6


@pytest.fixture
def clerk(stores: Stores) -> Clerk:
    return Clerk(stores=stores, person=a_person("admin", "config_admin"), at=datetime.now(UTC), posts=True)


def raced(clerk: Clerk, act: Callable[[Clerk, int], Any]) -> list[Any]:
    """The same thing by many who have all read before anybody writes; what each was told."""
    around = meeting(RACERS)
    clerks = [
        replace(
            clerk,
            stores=own(clerk.stores, around),
            person=a_person(f"admin-{number}", "config_admin"),
            at=clerk.at + timedelta(minutes=1),
        )
        for number in range(RACERS)
    ]
    acts = [partial(outcome, partial(act, each, number)) for number, each in enumerate(clerks)]
    return together(acts)


def winners(told: list[Any], *refusals: type[Refusal]) -> list[Any]:
    """Who was not refused; whoever was, was for one of these reasons."""
    lost = [each for each in told if isinstance(each, Refusal)]
    assert [each for each in lost if not isinstance(each, refusals)] == []
    return [each for each in told if not isinstance(each, Refusal)]


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_releases_and_refusals_at_once_one_wins_whole(clerk: Clerk, turn: int) -> None:
    stores = clerk.stores
    person = people.invite(clerk, {**PERSON, "email": f"{turn}@example.org"}).person

    def act(racer: Clerk, number: int) -> Any:
        if number % 2:
            return releases.refuse(racer, person.waiting, "No")
        return releases.release(racer, person.waiting)

    (won,) = winners(raced(clerk, act), Conflict, NotAvailable)

    after = stores.people.get([person.id])[person.id]
    assert after.roles == (("programme_officer",) if won.state == "released" else ())
    assert after.waiting == ""
    assert stores.administration.waiting(10) == ([], None)
    kinds = [each.kind for each in stores.administration.history(50)[0]]
    assert kinds == ["person_invited", f"roles_{won.state}"]


def test_a_change_and_a_release_of_a_programme_never_both_hold(clerk: Clerk) -> None:
    made = programmes.propose(clerk, PROGRAMME)

    def act(racer: Clerk, number: int) -> Any:
        if number % 2:
            return programmes.change(racer, made.id, {"quota": 100 + number})
        return releases.release(racer, made.waiting)

    winners(raced(clerk, act), Conflict, NotAvailable)

    after = clerk.stores.programmes.read(made.id)
    waiting, _ = clerk.stores.administration.waiting(10)
    assert after is not None
    assert [each.id for each in waiting] == ([after.waiting] if after.waiting else [])
    assert (after.state == "released") == (after.waiting == "")
    assert after.version == made.version + 1


def test_a_link_is_followed_by_one(clerk: Clerk) -> None:
    invited = people.invite(clerk, PERSON)

    told = raced(
        clerk,
        lambda racer, number: invitations.accept(
            racer.stores, invited.person.invitation, "https://issuer.example", f"subject-{number}", racer.at
        ),
    )

    (won,) = winners(told, InvitationGone)
    bound = [
        clerk.stores.sessions.person_of("https://issuer.example", f"subject-{number}")
        for number in range(RACERS)
    ]
    assert [each for each in bound if each] == [won.id]


def test_one_identity_is_one_person_whatever_links_it_follows_at_once(clerk: Clerk) -> None:
    links = [
        people.invite(clerk, {**PERSON, "email": f"{number}@example.org"}).person.invitation
        for number in range(RACERS)
    ]

    told = raced(
        clerk,
        lambda racer, number: invitations.accept(
            racer.stores, links[number], "https://issuer.example", "subject", racer.at
        ),
    )

    assert len(winners(told, AccountTaken)) == 1


def test_an_address_is_invited_once(clerk: Clerk) -> None:
    told = raced(clerk, lambda racer, _: people.invite(racer, PERSON))

    (won,) = winners(told, InvalidFields)
    assert [each.id for each in clerk.stores.people.page(10)[0]] == [won.person.id]


def test_a_registry_is_founded_once(clerk: Clerk) -> None:
    def act(racer: Clerk, number: int) -> Any:
        two = [Founder(name=f"Founder {each}", email=f"{each}{number}@example.org") for each in "ab"]
        return found(racer.stores, two, racer.at)

    assert len(winners(raced(clerk, act), Conflict)) == 1
    assert len(clerk.stores.people.ever_held("config_admin")) == 2


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_merges_of_one_organisation_into_several_one_is_proposed(clerk: Clerk, turn: int) -> None:
    for name in ("twice", *(f"stays-{number}" for number in range(RACERS))):
        clerk.stores.organisations.save(an_organisation(name, uscc=""))

    told = raced(
        clerk, lambda racer, number: mergers.merge(racer, "twice", f"stays-{number}", f"Turn {turn}")
    )

    (won,) = winners(told, Conflict, InvalidFields)
    (waits,) = clerk.stores.administration.waiting(10)[0]
    assert won.waiting == waits.id


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_merges_into_each_other_never_go_round(clerk: Clerk, turn: int) -> None:
    """Both were proposed before either waited: whichever is released first, the other is not."""
    stores, names = clerk.stores, ("one", "other")
    for name in names:
        stores.organisations.save(an_organisation(name, uscc=""))
        stores.people.save(a_person(f"{name}-{turn}", "partner_editor", organisation_id=name))
    both = meeting(2)
    proposed = together(
        [
            partial(outcome, partial(mergers.merge, replace(clerk, stores=own(stores, both)), *each, "Same"))
            for each in (names, names[::-1])
        ]
    )
    waiting = [each.waiting for each in winners(proposed, Conflict, InvalidFields)]

    told = raced(clerk, lambda racer, number: releases.release(racer, waiting[number % len(waiting)]))

    merged = winners(told, Conflict, NotAvailable, InvalidFields)
    gone = [each for each in stores.organisations.get(names, consistent=True).values() if each.merged_into]
    assert len(gone) == len(names) - len(waiting), "one that the other proposal waits for is not released"
    assert bool(merged) == bool(gone)
    for each in gone:
        merger_moves.carry_on(clerk, each.id)
        assert merger_moves.left(clerk, each.id).total == 0
