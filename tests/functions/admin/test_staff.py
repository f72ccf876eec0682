"""A partner's own people: its signatory invites and disables editors, and nobody else's."""

from datetime import UTC, datetime

import pytest

from shared.domain.people import Role
from shared.store.limits import INVITATIONS
from shared.store.stores import Stores
from tests.builders import a_person, an_organisation
from tests.functions.pages import Browser
from tests.limits import used_up

NEW = {"name": "Example Newcomer", "email": "new@example.org", "language": "zh"}


def enter(stores: Stores, name: str, *roles: Role, organisation: str = "north") -> Browser:
    stores.people.save(a_person(name, *roles, organisation_id=organisation))
    return Browser(stores, name)


@pytest.fixture
def signatory(stores: Stores) -> Browser:
    stores.organisations.save(an_organisation("north", details={"note": "Careful with them"}))
    return enter(stores, "north-signatory", "partner_signatory")


def test_a_signatory_invites_an_editor_and_no_other_role(signatory: Browser, stores: Stores) -> None:
    form = signatory.open("/staff/new")

    sent = signatory.send("/staff/new", form, **NEW, roles=["partner_signatory"], organisation_id="south")

    assert "Hand over this link yourself" in sent.text
    (made,) = [each for each in stores.people.staff("north") if each.name == NEW["name"]]
    assert (made.roles, made.state, made.language) == (("partner_editor",), "invited", "zh")
    assert "Example Newcomer" in signatory.open("/staff").text
    history, _ = stores.administration.history(10)
    assert [(each.kind, each.by) for each in history] == [("person_invited", "north-signatory")]


def test_a_signatory_disables_an_editor_at_once(signatory: Browser, stores: Stores) -> None:
    editor = enter(stores, "north-editor", "partner_editor")
    target = "/staff/north-editor/state"

    no_reason = signatory.send(target, signatory.open(target))
    gone = signatory.send(target, signatory.open(target), reason="Left us")

    assert (no_reason.status, gone.location) == (422, "/staff?done=person_disabled")
    assert editor.client.get("/applications").location.startswith("/people/sign-in")
    assert "north-editor/state" not in signatory.open("/staff").links


@pytest.mark.parametrize(
    ("person", "roles", "organisation", "status"),
    [
        ("other", ("partner_editor",), "south", 404),
        ("second", ("partner_signatory",), "north", 403),
        ("both", ("partner_editor", "partner_signatory"), "north", 403),
        ("officer", ("programme_officer",), None, 404),
    ],
)
def test_nobody_else_is_theirs_to_disable(
    signatory: Browser,
    stores: Stores,
    person: str,
    roles: tuple[Role, ...],
    organisation: str | None,
    status: int,
) -> None:
    stores.people.save(a_person(person, *roles, organisation_id=organisation))

    signatory.open(f"/staff/{person}/state", status=status)
    sent = signatory.client.post(f"/staff/{person}/state", {"reason": "No", "seen": "1"})

    assert sent.status == status
    assert stores.people.get([person])[person].active


def test_an_editor_reads_and_changes_nothing(signatory: Browser, stores: Stores) -> None:
    editor = enter(stores, "north-editor", "partner_editor")

    page = editor.open("/staff")

    assert "Your signatory invites" in page.text
    assert "Careful with them" not in page.text
    assert (page.buttons, editor.client.get("/staff/new").status) == (0, 403)


def test_invitations_of_an_organisation_are_bounded_by_the_day(signatory: Browser, stores: Stores) -> None:
    used_up(stores, INVITATIONS, "north", datetime.now(UTC))

    refused = signatory.send("/staff/new", signatory.open("/staff/new"), **NEW)

    assert refused.status == 429
    assert refused.headers["retry-after"]
    assert [each.name for each in stores.people.staff("north")] == ["Example north-signatory"]
