"""The administration as pages: a registry founded form by form, and everything typed kept when it is refused."""

import re
from typing import Any

import pytest

from shared.store.stores import Stores
from shared.wiring import wiring
from tests.builders import a_person, a_programme, an_organisation
from tests.client import Reply
from tests.functions.admin.conftest import ORGANISATION, PROGRAMME, joined
from tests.functions.pages import Browser, Page

DATES = {"opens-year": "2026", "opens-month": "1", "opens-day": "1"} | {
    "closes-year": "2030",
    "closes-month": "12",
    "closes-day": "31",
}
TERMS = {name: str(value) for name, value in PROGRAMME.items() if name not in ("opens", "closes")}


@pytest.fixture
def admin(stores: Stores) -> Browser:
    stores.people.save(a_person("admin", "config_admin"))
    return Browser(stores, "admin")


@pytest.fixture
def other(stores: Stores) -> Browser:
    stores.people.save(a_person("admin-2", "config_admin"))
    return Browser(stores, "admin-2", "zh")


def filled(browser: Browser, target: str, **typed: Any) -> Reply:
    """The form of a page with this typed into it."""
    return browser.send(target, browser.open(target), **typed)


def test_an_administrator_begins_where_it_says_how(admin: Browser) -> None:
    home = admin.client.get("/admin").location
    page = admin.open(home)

    assert "How to begin" in page.text
    assert {"/admin/organisations/new", "/admin/people/new", "/admin/programmes/new"} <= set(page.links)


def test_an_organisation_is_entered_changed_and_suspended(admin: Browser) -> None:
    made = filled(admin, "/admin/organisations/new", **ORGANISATION)
    place = made.location.partition("?")[0]
    page = admin.open(made.location)
    changed = filled(admin, f"{place}/change", city="Example City")
    gone = filled(admin, f"{place}/standing", standing="suspended", reason="Papers expired")

    assert "has been entered" in page.text
    assert "Example City" in admin.open(changed.location).text
    after = admin.open(gone.location).text
    assert ("Suspended Papers expired" in after, "Example Association" in after) == (True, True)
    listed = admin.open("/admin/organisations?q=example")
    assert place in listed.links
    assert "No organisation has a name" in admin.open("/admin/organisations?q=nobody").text


def test_what_is_wrong_is_said_at_its_question_and_what_was_typed_stays(
    admin: Browser, stores: Stores
) -> None:
    wrong = filled(admin, "/admin/organisations/new", **{**ORGANISATION, "uscc": "1", "web": "nowhere"})
    nothing = filled(admin, "/admin/organisations/new")

    assert (wrong.status, nothing.status) == (422, 422)
    assert 'value="Example Association"' in wrong.text
    assert 'href="#uscc"' in wrong.text
    assert 'href="#web"' in wrong.text
    assert 'href="#name_en"' in nothing.text
    assert stores.organisations.page(10) == ([], None)


def test_a_partner_is_invited_from_the_page_of_the_organisation(admin: Browser, stores: Stores) -> None:
    stores.organisations.save(an_organisation("north"))
    target = "/admin/people/new?organisation=north"

    form = admin.open(target)
    sent = filled(admin, target, name="Example Editor", email="e@example.org", roles=["partner_editor"])

    assert ("Programme officer" in form.text, "Partner editor" in form.text) == (False, True)
    assert "Hand over this link yourself" in sent.text
    assert re.search(r"/people/invitation/[\w-]{43}", sent.text)
    page = admin.open("/admin/organisations/north")
    assert "Example Editor" in page.text
    (person,) = stores.people.staff("north")
    assert "Hand over" not in admin.open(f"/admin/people/{person.id}").text


def test_a_colleague_waits_for_a_second_administrator_who_reads_what_it_is(
    admin: Browser, other: Browser, stores: Stores
) -> None:
    sent = filled(
        admin, "/admin/people/new", name="Example Officer", email="o@example.org", roles=["programme_officer"]
    )
    waiting = [link for link in admin.open("/admin/changes").links if link.startswith("/admin/changes/")]
    mine, theirs = admin.open(waiting[0]), other.open(waiting[0])
    own = admin.client.post(f"{waiting[0]}/release")
    no_reason = other.send(f"{waiting[0]}/refuse", theirs)
    too_early = other.client.post(f"{waiting[0]}/release")
    joined(stores, stores.people.page(10, begins="Example Officer")[0][0].id)
    released = other.client.post(f"{waiting[0]}/release")

    assert (too_early.status, "核实身份" in too_early.text) == (422, True)
    assert sent.status == 200
    assert "You proposed this yourself" in mine.text
    assert "项目专员" in theirs.text
    assert (own.status, no_reason.status, released.location) == (403, 422, "/admin/changes?done=released")
    assert [each.name for each in stores.people.page(10, begins="Example Officer")[0] if each.roles] == [
        "Example Officer"
    ]
    assert other.client.post(f"{waiting[0]}/refuse", {"reason": "late"}).status == 409


def test_a_person_is_changed_disabled_and_let_in_again(admin: Browser, stores: Stores) -> None:
    stores.people.save(a_person("officer", "programme_officer", "reviewer"))
    place = "/admin/people/officer"

    changed = filled(admin, f"{place}/change", roles=["programme_officer"])
    no_reason = filled(admin, f"{place}/state")
    gone = filled(admin, f"{place}/state", reason="Left")
    back = filled(admin, f"{place}/state", reason="Came back")

    assert "Reviewer" not in admin.open(changed.location).text
    assert (no_reason.status, gone.location) == (422, f"{place}?done=person_disabled")
    assert back.location == f"{place}?done=person_enabled"
    assert "disable" not in admin.open("/admin/people/admin").text.lower()


def test_two_forms_of_one_version_overwrite_nothing_that_was_not_seen(admin: Browser, stores: Stores) -> None:
    stores.people.save(a_person("officer", "programme_officer"))
    target = "/admin/people/officer/change"
    first, second = admin.open(target), admin.open(target)

    done = admin.send(target, first, name="Example First")
    late = admin.send(target, second, name="Example Second")
    again = admin.send(target, Page(late))

    assert (done.status, late.status, again.status) == (303, 412, 303)
    assert "As it stands now:" in late.text
    assert 'value="Example Second"' in late.text
    assert stores.people.get(["officer"])["officer"].name == "Example Second"


def test_a_programme_is_proposed_released_changed_copied_and_closed(
    admin: Browser, other: Browser, stores: Stores
) -> None:
    made = filled(admin, "/admin/programmes/new", **TERMS, **DATES)
    place = made.location.partition("?")[0]
    other.client.post(f"{_waiting(other)}/release")
    filled(admin, f"{place}/change", quota="40")
    change = other.open(_waiting(other))
    other.client.post(f"{_waiting(other)}/release")
    like = next(link for link in admin.open(place).links if "?like=" in link)
    before = len(stores.programmes.all(fresh=True))
    copy = admin.open(like)
    filled(admin, like, title_en="Another programme")
    closed = filled(admin, f"{place}/close", reason="Full")

    assert ("20" in change.text, "40" in change.text) == (True, True)
    assert (before, copy.fields["quota"]) == (1, ["40"])
    assert "Closed" in admin.open(closed.location).text
    states = sorted(each.state for each in stores.programmes.all(fresh=True))
    assert states == ["closed", "proposed"]


def _waiting(browser: Browser) -> str:
    return next(link for link in browser.open("/admin/changes").links if link.startswith("/admin/changes/"))


def test_a_programme_that_is_proposed_is_nowhere_in_public(admin: Browser, stores: Stores) -> None:
    stores.programmes.save(a_programme(state="proposed", title_en="Not yet", closes="2090-12-31"))
    stores.programmes.save(a_programme("inviting_in", title_en="Open now", closes="2090-12-31"))

    page = admin.open("/")

    assert ("Not yet" in page.text, "Open now" in page.text) == (False, True)


def test_the_history_is_read_by_auditors_in_their_language(admin: Browser, stores: Stores) -> None:
    stores.people.save(a_person("auditor", "auditor"))
    filled(admin, "/admin/organisations/new", **ORGANISATION)

    page = Browser(stores, "auditor", "zh").open("/admin/history")

    assert "新增单位" in page.text
    assert "Example Association" in page.text


@pytest.mark.parametrize("path", ["organisations", "people", "changes", "history"])
def test_a_cursor_that_is_none_leads_back_to_the_beginning(admin: Browser, path: str) -> None:
    assert admin.client.get(f"/admin/{path}?cursor=nonsense").location == f"/admin/{path}"


def test_a_programme_that_waits_or_was_closed_early_is_not_announced(admin: Browser, stores: Stores) -> None:
    stores.organisations.save(an_organisation("north"))
    stores.people.save(a_person("editor", "partner_editor", organisation_id="north"))
    for name, state in (("Waits", "proposed"), ("Shut", "closed"), ("Ahead", "released")):
        programme = a_programme(
            id=name.lower(), title_en=name, state=state, opens="2089-01-01", closes="2090-12-31"
        )
        stores.programmes.save(programme)

    page = Browser(stores, "editor").open("/applications/new").text

    assert [name in page for name in ("Waits", "Shut", "Ahead")] == [False, True, True]


def test_an_address_that_names_no_organisation_is_none(admin: Browser) -> None:
    for wanted in ("none", "x" * 3_000, "%23"):
        assert admin.client.get(f"/admin/people/new?organisation={wanted}").status == 404


def test_a_letter_that_cannot_be_sent_shows_no_link(
    admin: Browser, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_TRANSPORT", "smtp")
    monkeypatch.setenv("SMTP_SECRET_ARN", "")
    vars(wiring()).pop("mail", None)
    monkeypatch.setitem(vars(wiring()), "smtp_secret", '{"host": "127.0.0.1", "port": 9}')

    sent = filled(
        admin, "/admin/people/new", name="Example Officer", email="o@example.org", roles=["reviewer"]
    )

    assert "could not be sent" in sent.text
    assert "/people/invitation/" not in sent.text
    (person,) = stores.people.page(10, begins="Example Officer")[0]
    assert (person.state, person.by_hand) == ("invited", False)


def test_what_most_programmes_leave_as_usual_is_folded_away_until_something_stands_in_it(
    admin: Browser,
) -> None:
    place = "/admin/programmes/new"
    empty = admin.client.get(place).text
    typed = admin.send(place, admin.open(place), reviews_needed="9").text

    assert (empty.count('<details class="govuk-details">'), empty.count("<details")) == (2, 2)
    assert (typed.count('<details class="govuk-details" open>'), typed.count("<details")) == (1, 2)
