"""Organisations that are in the registry twice: two administrators merge them, and no case is lost on the way."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from shared.actions import drafting
from shared.actions.admin import merger_moves, mergers, people, releases, staff
from shared.actions.admin.clerk import Clerk
from shared.actions.queries.lists import ListQuery, cases
from shared.domain.application import content_hash
from shared.domain.case import Case
from shared.domain.people import Person
from shared.domain.refusals import Conflict, Forbidden, NotFound, Refusal, Unmet
from shared.identity import issue_token
from tests.builders import a_person, an_agreement, an_organisation
from tests.client import Client
from tests.crashes.faults import WRITE, Killed, behind
from tests.crashes.faults import Client as Failing
from tests.functions.admin.conftest import codes_of, settle, waiting
from tests.functions.pages import Browser
from tests.races.turns import own
from tests.stage import Stage

PATH = "/api/v1/admin/organisations/north/merge"
ASKED = {"into": "stays", "reason": "The same people, entered twice"}


@pytest.fixture
def hub(stage: Stage) -> Stage:
    """North, with people, a draft, cases and an agreement; and the organisation that stays."""
    stage.know(a_person("admin-2", "config_admin"))
    stage.know(a_person("stays-editor", "partner_editor", organisation_id="stays"))
    stage.know(a_person("stays-signatory", "partner_signatory", organisation_id="stays"))
    stores = stage.stores
    stores.organisations.save(an_organisation("stays", uscc="53440000500000001Q"))
    stores.organisations.save(an_organisation("harbour", country="KE", uscc=""))
    stores.table.commit(stores.agreements.add(an_agreement()))
    return stage


def api(hub: Stage, who: str = "admin") -> Client:
    return Client(token=issue_token(hub.stores, who, at=hub.at))


def clerk(hub: Stage, who: str = "admin") -> Clerk:
    return Clerk(stores=hub.stores, person=hub.people[who], at=hub.at)


def person(hub: Stage, person_id: str) -> Person:
    return hub.stores.people.get([person_id])[person_id]


def reads(hub: Stage, person_id: str, case: Case) -> bool:
    try:
        drafting.load_for_editing(hub.stores, person(hub, person_id), case.application.id)
    except NotFound:
        return False
    return case.application.id in {
        each.id for each in cases(hub.stores, person(hub, person_id), ListQuery()).items
    }


def test_north_is_merged_by_two_administrators(hub: Stage) -> None:
    draft, sent = hub.case("draft"), hub.case("under_review")
    admin, second = api(hub), api(hub, "admin-2")

    proposed = admin.call("POST", PATH, ASKED)
    own = settle(admin, waiting(admin)[0])
    done = settle(second, waiting(second)[0])

    assert (proposed.status, own.status, done.status) == (200, 403, 200), done.text
    assert proposed.json["left"] == {"people": 2, "drafts": 1, "cases": 1, "agreements": 1}
    after = admin.get("/api/v1/admin/organisations/north").json
    assert (after["standing"], after["merged_into"], "uscc" in after) == ("merged", "stays", False)
    assert merger_moves.left(clerk(hub), "north").total == 0
    for who in ("north-editor", "stays-editor"):
        assert [reads(hub, who, each) for each in (draft, sent)] == [True, True]
    assert [reads(hub, "south-editor", each) for each in (draft, sent)] == [False, False]
    header = hub.now(sent).application
    assert (header.organisation_id, header.partner_en) == ("stays", "Example stays")
    assert hub.now(sent).events[-1].kind == "organisation_merged"
    told = sorted(each.kind for each in hub.stores.administration.history(50)[0])
    moved = ["agreement_changed", "person_changed", "person_changed"]
    assert told == sorted(["merge_proposed", "merge_released", *moved])


def test_agreements_go_over(hub: Stage) -> None:
    hub.stores.organisations.save(an_organisation("abroad", country="KE", uscc=""))
    (before,) = hub.stores.agreements.of(an_agreement().organisation_id)
    merged(hub)

    (after,) = hub.stores.agreements.of("stays")
    assert (after.id, after.partner_id) == (before.id, before.partner_id)
    assert hub.stores.agreements.of("north") == []


def merged(hub: Stage) -> None:
    releases.release(clerk(hub, "admin-2"), proposed(hub))


def proposed(hub: Stage) -> str:
    return mergers.merge(clerk(hub), "north", ASKED["into"], ASKED["reason"]).waiting


def begun(hub: Stage, proposal: str) -> None:
    """Release it in a process that is gone right after that, before anything went over."""
    for strikes in range(40):
        failing = Failing(hub.stores.table.client, "killed after", strikes)
        with suppress(Killed):
            releases.release(replace(clerk(hub, "admin-2"), stores=behind(hub.stores, failing)), proposal)
        if hub.stores.organisations.get(["north"], consistent=True)["north"].merged_into:
            return


def test_a_content_that_was_submitted_keeps_its_hash_and_a_draft_is_signed_for_its_new_organisation(
    hub: Stage,
) -> None:
    sent, draft = hub.case("screening"), hub.case("draft")
    merged(hub)
    asked = hub.do("request_info", "officer", hub.now(sent))
    hub.people["north-signatory"] = person(hub, "north-signatory")
    hub.do("resubmit", "north-signatory", asked)
    hub.do("submit", "north-signatory", hub.now(draft))

    for each in (sent, draft):
        now = hub.now(each)
        assert content_hash(now.application, now.values) == now.application.snapshot_hash
    assert [hub.now(each).application.signed_for for each in (sent, draft)] == ["north", ""]


def test_the_same_application_is_not_sent_again_by_the_organisation_that_stays(hub: Stage) -> None:
    hub.case("submitted", title_zh="示例交流甲")
    merged(hub)
    again = hub.draft(who="stays-editor", title_zh="示例交流甲")

    with pytest.raises(Unmet) as refused:
        hub.do("submit", "stays-signatory", again)

    assert [each.code for each in refused.value.unmet] == ["no_open_duplicate"]


@pytest.mark.parametrize("organisation", ["north", "stays"])
def test_whoever_belongs_to_either_organisation_has_an_interest(hub: Stage, organisation: str) -> None:
    sent = hub.case("screening")
    merged(hub)
    officer = a_person("odd", "programme_officer", organisation_id=organisation)

    assert officer.belongs_to(hub.now(sent).application.parties)
    assert not hub.people["officer"].belongs_to(hub.now(sent).application.parties)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"into": "north"}, {"into": "same"}),
        ({"into": "harbour"}, {"into": "country"}),
        ({"into": "gone"}, {"into": "not_fit"}),
        ({"into": "Example nobody"}, {"into": "unknown"}),
        ({"into": ""}, {"into": "required"}),
        ({"reason": ""}, {"reason": "required"}),
    ],
)
def test_what_cannot_be_merged_is_said_by_field(
    hub: Stage, sent: dict[str, Any], wrong: dict[str, str]
) -> None:
    hub.stores.organisations.save(an_organisation("gone", standing="left", uscc=""))

    assert codes_of(api(hub).call("POST", PATH, {**ASKED, **sent})) == wrong
    assert hub.stores.administration.waiting(10) == ([], None)


def test_a_proposal_is_refused_withdrawn_or_overtaken_without_effect(hub: Stage) -> None:
    admin, second = api(hub), api(hub, "admin-2")
    path = "/api/v1/admin/organisations/north"
    admin.call("POST", PATH, ASKED)
    twice = admin.call("POST", PATH, ASKED)
    refused = settle(second, waiting(admin)[0], "refuse", reason="Two branches")
    admin.call("POST", PATH, ASKED)
    withdrawn = settle(admin, waiting(admin)[0], "withdraw")
    admin.call("POST", PATH, ASKED)
    overtaken = waiting(admin)[0]
    admin.call("PATCH", path, {"name_en": "Example Renamed", "kind": "member"}, if_match="*")

    assert codes_of(twice) == {"into": "waiting"}
    assert (refused.json["state"], withdrawn.json["state"]) == ("refused", "withdrawn")
    assert waiting(admin) == []
    assert settle(second, overtaken).status == 409
    after = admin.get(path).json
    assert (after["standing"], "waiting" in after) == ("active", False)
    assert person(hub, "north-editor").organisation_id == "north"


def test_of_two_merges_into_each_other_one_is_released(hub: Stage) -> None:
    north = proposed(hub)
    with pytest.raises(Refusal):
        mergers.merge(clerk(hub), "stays", "north", "The same")
    releases.release(clerk(hub, "admin-2"), north)

    back = api(hub).call("POST", "/api/v1/admin/organisations/stays/merge", {"into": "north", "reason": "No"})

    assert codes_of(back) == {"into": "same"}


def test_a_merged_organisation_is_changed_no_more_and_its_name_means_the_other(hub: Stage) -> None:
    merged(hub)
    admin = api(hub)
    path = "/api/v1/admin/organisations/north"

    assert admin.call("PATCH", path, {"city": "Example City"}, if_match="*").status == 409
    stood = admin.call("PATCH", path, {"standing": "active", "reason": "Back"}, if_match="*")
    assert codes_of(stood) == {"standing": "not_from_here"}
    given = {"name": "Example New", "email": "n@example.org", "language": "en", "roles": ["partner_editor"]}
    invited = people.invite(clerk(hub), {**given, "organisation_id": "north"})
    assert invited.person.organisation_id == "stays"
    assert hub.stores.organisations.named("Example north") == []


def test_links_of_the_merged_organisation_go_on_answering(hub: Stage) -> None:
    merged(hub)
    reader = api(hub, "observer")

    listed = [each["id"] for each in reader.get("/api/v1/organisations").json["items"]]
    entry = reader.get("/api/v1/organisations/north").json

    assert ("north" in listed, "stays" in listed) == (False, True)
    assert (entry["standing"], entry["merged_into"]) == ("merged", "stays")


def test_a_merge_that_stopped_anywhere_leaves_everybody_their_cases_and_is_carried_on(hub: Stage) -> None:
    mine = [hub.case("draft"), hub.case("under_review"), hub.case("submitted")]
    theirs = hub.draft(who="south-editor")
    proposal = proposed(hub)
    stopped = 0

    for strikes in range(200):
        failing = Failing(hub.stores.table.client, "killed after", strikes)
        second = replace(clerk(hub, "admin-2"), stores=behind(hub.stores, failing))
        try:
            releases.release(second, proposal)
        except Killed:
            stopped += 1
        for who in ("north-editor", "north-signatory"):
            assert [reads(hub, who, each) for each in mine] == [True] * len(mine), (strikes, who)
        assert not reads(hub, "north-editor", theirs)
        assert not reads(hub, "south-editor", mine[0])
        if merger_moves.left(clerk(hub), "north").total == 0:
            break

    assert stopped > len(mine)
    assert [reads(hub, "stays-editor", each) for each in mine] == [True] * len(mine)
    assert {hub.now(each).application.organisation_id for each in mine} == {"stays"}


def test_no_more_moves_than_a_request_can_make_and_the_next_goes_on(hub: Stage) -> None:
    hub.case("draft")
    hub.case("submitted")
    begun(hub, proposed(hub))
    seen = [merger_moves.left(clerk(hub), "north").total]
    while seen[-1]:
        merger_moves.carry_on(clerk(hub), "north", at_once=2)
        seen.append(merger_moves.left(clerk(hub), "north").total)

    assert seen == [5, 3, 1, 0]


def test_the_same_request_carries_on_what_was_begun(hub: Stage) -> None:
    hub.case("draft")
    begun(hub, proposed(hub))
    other = api(hub).call("POST", PATH, {"into": "south"})
    done = api(hub).call("POST", PATH, ASKED)

    assert (other.status, done.status) == (409, 200)
    assert done.json["left"] == dict.fromkeys(("people", "drafts", "cases", "agreements"), 0)


def test_nothing_goes_over_before_everybody_who_reads_it(hub: Stage) -> None:
    sent = hub.case("submitted")
    begun(hub, proposed(hub))
    busy = person(hub, "north-editor")

    def around(name: str, call: Callable[[], Any]) -> Any:
        """The editor is changed whenever somebody is about to move."""
        if name == WRITE:
            now = person(hub, busy.id)
            hub.stores.people.save(replace(now, version=now.version + 1))
        return call()

    merger_moves.carry_on(replace(clerk(hub), stores=own(hub.stores, around)), "north")
    assert person(hub, busy.id).organisation_id == "north"
    assert [reads(hub, who, sent) for who in (busy.id, "north-signatory")] == [True, True]

    merger_moves.carry_on(clerk(hub), "north")
    assert [reads(hub, who, sent) for who in (busy.id, "north-signatory")] == [True, True]


def test_a_merged_organisation_invites_nobody(hub: Stage) -> None:
    begun(hub, proposed(hub))

    with pytest.raises(Conflict):
        staff.invite(
            clerk(hub, "north-signatory"), {"name": "Example", "email": "n@example.org", "language": "en"}
        )


def test_others_merge_nothing(hub: Stage) -> None:
    for who in ("officer", "north-signatory", "auditor"):
        assert api(hub, who).call("POST", PATH, ASKED).status == 403
    with pytest.raises(Forbidden):
        mergers.left(clerk(hub, "officer"), "north")


def test_a_merge_on_pages_says_how_much_and_goes_on_where_it_stopped(hub: Stage) -> None:
    hub.case("draft")
    hub.stores.organisations.save(an_organisation("twin", name_en="Example north", uscc=""))
    admin, second = Browser(hub.stores, "admin"), Browser(hub.stores, "admin-2")
    place = "/admin/organisations/north"
    one = admin.open(place)
    asked = admin.open(f"{place}/merge")
    wrong = admin.send(f"{place}/merge", asked, into="", other="Example nobody", reason="Twice")
    sent = admin.send(f"{place}/merge", asked, into="twin", reason="Twice")
    change = f"/admin/changes/{waiting(api(hub))[0]['id']}"
    listed = second.open("/admin/changes")
    shown = second.open(change)
    begun(hub, change.rpartition("/")[2])
    under_way = admin.open(f"{place}/merge")
    admin.send(f"{place}/merge", under_way)

    assert f"{place}/merge" in one.links
    assert "People: 2 Open drafts: 1" in asked.text
    assert (wrong.status, "Example nobody" in wrong.text) == (422, True)
    assert sent.location == f"{place}?done=merge_proposed"
    assert "Merge of Example north" in listed.text
    assert "People: 2 Open drafts: 1" in shown.text
    assert "People: 2 Open drafts: 1" in under_way.text
    assert "Everything has gone over." in admin.open(f"{place}/merge").text
    assert Browser(hub.stores, "officer").client.get("/organisations/north").location == "/organisations/twin"
