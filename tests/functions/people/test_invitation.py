"""Joining by a one-time link: whom it names, once, and nobody else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.actions.admin import invitations, people
from shared.actions.admin.clerk import Clerk
from shared.actions.admin.foundation import AlreadyFounded, Founder, found
from shared.actions.admin.invitations import LASTING, Invited
from shared.domain.people import Person
from shared.domain.refusals import InvalidFields
from shared.store.stores import Stores
from tests.builders import a_person
from tests.client import Client
from tests.functions.people.provider import Provider

NEW = {"name": "Example Newcomer", "email": "newcomer@example.org", "language": "en", "roles": ["reviewer"]}
Everything = Callable[[], list[Any]]


@pytest.fixture
def clerk(stores: Stores) -> Clerk:
    return Clerk(stores=stores, person=a_person("admin", "config_admin"), at=datetime.now(UTC))


@pytest.fixture
def invited(clerk: Clerk) -> Invited:
    return people.invite(clerk, NEW)


def follow(client: Client, provider: Provider, invited: Invited, subject: str = "subject-new") -> Any:
    """The whole way of a link, signing in as this subject at the provider."""
    page = client.get(invited.path)
    assert page.status == 200, page.text
    away = client.get(f"/people/sign-in?invitation={invited.secret}")
    provider.subject = subject
    return client.get(provider.authorize(away.location))


def test_a_link_names_the_person_and_lets_them_in_once(
    stores: Stores, provider: Provider, invited: Invited
) -> None:
    client = Client()

    page = client.get(invited.path)
    back = follow(client, provider, invited)

    assert "Example Newcomer" in page.text
    assert (back.status, client.get("/people/inbox").status) == (303, 200)
    person = stores.people.get([invited.person.id])[invited.person.id]
    assert (person.state, person.invitation) == ("active", "")
    assert Client().get(invited.path).status == 410
    history, _ = stores.administration.history(10)
    assert [(each.kind, each.by) for each in history] == [
        ("person_invited", "admin"),
        ("person_joined", person.id),
    ]


def test_whoever_joined_signs_in_from_then_on_without_a_link(provider: Provider, invited: Invited) -> None:
    follow(Client(), provider, invited)
    later = Client()

    back = later.get(provider.authorize(later.get("/people/sign-in?next=/people/profile").location))

    assert (back.status, back.location) == (303, "/people/profile")


def test_an_identity_that_is_somebody_elses_is_refused_and_the_link_stays_good(
    provider: Provider, invited: Invited, everything: Everything
) -> None:
    before = everything()

    refused = follow(Client(), provider, invited, subject="subject-1")

    assert refused.status == 409
    assert "belongs to another account" in refused.text
    signed_in = [each for each in everything() if not each["PK"]["S"].startswith(("SIGNIN#", "LIMIT#"))]
    assert signed_in == before
    assert follow(Client(), provider, invited).status == 303


def test_two_who_follow_one_link_at_once_are_one_person(provider: Provider, invited: Invited) -> None:
    first, second = Client(), Client()
    ways = [
        provider.authorize(client.get(f"/people/sign-in?invitation={invited.secret}").location)
        for client in (first, second)
    ]
    provider.subject = "subject-new"

    answers = [client.get(way).status for client, way in zip((first, second), ways, strict=True)]

    assert answers == [303, 410]


@pytest.mark.parametrize("what", ["sent again", "disabled", "too old", "garbage"])
def test_a_link_that_is_good_no_more_says_what_to_do(
    clerk: Clerk, invited: Invited, stores: Stores, what: str
) -> None:
    path = invited.path
    if what == "sent again":
        invitations.again(clerk, invited.person.id)
    if what == "disabled":
        people.disable(clerk, invited.person.id, "A mistake")
    if what == "too old":
        earlier = replace(clerk, at=clerk.at - LASTING - timedelta(minutes=1))
        path = people.invite(earlier, {**NEW, "email": "other@example.org"}).path
    if what == "garbage":
        path = "/people/invitation/" + "x" * 43

    for language in ("en", "zh"):
        page = Client(language=language).get(path)
        assert page.status == 410
        assert ("valid any more" if language == "en" else "已失效") in page.text


def test_an_invitation_is_sent_again_only_to_who_has_not_joined(clerk: Clerk, ann: Person) -> None:
    with pytest.raises(InvalidFields):
        invitations.again(clerk, ann.id)


def test_whoever_is_signed_in_is_asked_to_sign_out_first(
    stores: Stores, ann: Person, invited: Invited
) -> None:
    client = Client().sign_in(stores, ann.id)

    assert "Sign out first" in client.get(invited.path).text
    assert client.get(f"/people/sign-in?invitation={invited.secret}").location == invited.path


def test_an_identity_of_a_disabled_account_may_come_back_as_somebody_else(
    clerk: Clerk, stores: Stores, provider: Provider, ann: Person, invited: Invited
) -> None:
    people.disable(clerk, ann.id, "Moved to another organisation")
    client = Client()

    back = follow(client, provider, invited, subject="subject-1")

    assert back.status == 303
    assert stores.sessions.person_of(provider.issuer, "subject-1") == invited.person.id


def test_another_site_cannot_lead_a_browser_along_a_link(provider: Provider, invited: Invited) -> None:
    client = Client()

    away = client.get(f"/people/sign-in?invitation={invited.secret}", sec_fetch_site="cross-site")

    assert away.location == invited.path


def test_administrators_are_founded_anew_when_fewer_than_two_could_act(stores: Stores) -> None:
    now = datetime.now(UTC)
    two = [Founder(name=f"First {each}", email=f"{each}@example.org") for each in ("a", "b")]
    more = [Founder(name=f"Later {each}", email=f"{each}@example.org") for each in ("c", "d")]
    found(stores, two, now - LASTING - timedelta(days=1))

    again = found(stores, more, now)

    assert [each.person.roles for each in again] == [("config_admin",)] * 2
    with pytest.raises(AlreadyFounded):
        found(stores, two, now)
    with pytest.raises(InvalidFields):
        found(stores, [Founder(name="x", email="nowhere"), two[0]], now + LASTING + timedelta(days=1))


def test_the_first_administrators_are_two_and_are_invited_once(
    stores: Stores, provider: Provider, everything: Everything
) -> None:
    two = [Founder(name="One", email="one@example.org"), Founder(name="Two", email="two@example.org")]

    with pytest.raises(ValueError, match="two administrators"):
        found(stores, [two[0], two[0]], datetime.now(UTC))
    invited = found(stores, two, datetime.now(UTC))
    before = everything()
    with pytest.raises(AlreadyFounded):
        found(stores, two, datetime.now(UTC))

    assert everything() == before
    client = Client()
    assert follow(client, provider, invited[0]).status == 303
    history, _ = stores.administration.history(10)
    assert [each.kind for each in history] == ["founded", "person_joined"]
