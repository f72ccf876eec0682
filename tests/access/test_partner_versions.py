"""The partner counts only what it may know of: work within the federation changes no number that it sees."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.case import Case
from tests.programs import Program
from tests.stage import Path, Stage

INTERNAL: Path = (
    ("review", "reviewer-1"),
    ("review", "reviewer-2"),
    ("close_review", "officer"),
    ("sign_risk", "safety"),
    ("check_compliance", "compliance"),
    ("clear_compliance", "compliance"),
    ("escalate", "approver"),
    ("send_back", "senior"),
)


def work(stage: Stage, case: Case, steps: Path) -> Case:
    for name, who in steps:
        case = stage.do(name, who, case)
    return case


def test_work_within_the_federation_leaves_version_and_etag(stage: Stage) -> None:
    case = stage.case("under_review")
    partner = Program(stage.stores, "north-editor")
    before, past = partner.read(case.application.id), partner.history(case.application.id)

    for name, who in INTERNAL:
        stage.at += timedelta(hours=1)
        case = stage.do(name, who, case)
        after = partner.read(case.application.id)

        assert after.headers["etag"] == before.headers["etag"], name
        assert known(after.json) == known(before.json), name
    assert partner.history(case.application.id) == past


def test_work_within_the_federation_leaves_the_partners_list_and_its_feed(stage: Stage) -> None:
    case = stage.case("under_review")
    client = Program(stage.stores, "north-editor").client
    since = (stage.at + timedelta(seconds=1)).isoformat().replace("+00:00", "Z")
    before = client.get("/api/v1/applications").json["items"]

    for name, who in INTERNAL:
        stage.at += timedelta(hours=1)
        case = stage.do(name, who, case)

        assert list(map(known, client.get("/api/v1/applications").json["items"])) == list(
            map(known, before)
        ), name
        assert client.get(f"/api/v1/changes?since={since}").json["items"] == [], name


def known(representation: dict[str, Any]) -> dict[str, Any]:
    """All but the state, which has a name for each step of the federation: its public label is what a partner reads."""
    return {name: value for name, value in representation.items() if name not in ("state", "due")}


@pytest.mark.parametrize("state", ["escalated", "approved", "rejected", "info_requested_compliance"])
def test_the_events_of_the_partner_are_numbered_without_gaps(stage: Stage, state: str) -> None:
    case = stage.case(state)
    partner = Program(stage.stores, "north-editor")

    numbers = [each["version"] for each in partner.history(case.application.id)["items"]]

    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers[-1] == partner.read(case.application.id).json["version"]
    assert numbers[-1] < case.application.version


def test_an_amended_request_is_news_to_the_partner(stage: Stage) -> None:
    case = stage.case("info_requested_review")
    partner = Program(stage.stores, "north-editor")
    before = partner.read(case.application.id)

    stage.do("amend_request", "officer", case)

    stale = partner.client.call(
        "PATCH",
        f"/api/v1/applications/{case.application.id}",
        {"fields": {"headcount": 9}},
        if_match=before.headers["etag"],
    )
    assert stale.status == 412
    last = partner.history(case.application.id)["items"][-1]
    assert (last["action"], last["version"]) == ("amend_request", before.json["version"] + 1)
    assert (last["data"]["fields"], last.get("by")) == (["need_statement", "headcount"], None)


def test_what_the_partner_read_before_is_still_good_to_act_on(stage: Stage) -> None:
    case = stage.case("under_review")
    partner = Program(stage.stores, "north-signatory")
    etag = partner.read(case.application.id).headers["etag"]
    work(stage, case, INTERNAL)

    withdrawn = partner.take(case.application.id, "withdraw", {"reason": "No longer planned"}, etag=etag)

    assert (withdrawn.status, withdrawn.json["state"]) == (200, "withdrawn"), withdrawn.text


def listed(partner: Program, name: str, value: str) -> list[tuple[str, str]]:
    """Id and state of the cases in a list, or in what changed since a time."""
    path = "changes" if name == "since" else "applications"
    items = partner.client.get(f"/api/v1/{path}?{name}={value}").json["items"]
    return [(each["id"], each["state"]) for each in items]


@pytest.mark.parametrize(
    ("state", "who", "label"),
    [("screening", "officer", "Being checked"), ("compliance_check", "compliance", "Under review")],
)
def test_a_proposal_to_refuse_is_no_news_until_it_is_confirmed(
    stage: Stage, state: str, who: str, label: str
) -> None:
    case = stage.case(state)
    partner = Program(stage.stores, "north-editor")
    before, past = partner.read(case.application.id), partner.history(case.application.id)

    stage.do("propose_ineligible", who, case)

    proposed = partner.read(case.application.id)
    assert proposed.json["state"] == before.json["state"] == state
    assert proposed.json["state_label"]["en"] == before.json["state_label"]["en"] == label
    assert listed(partner, "state", "ineligible_proposed") == []
    assert listed(partner, "state", state) == [(case.application.id, state)]
    assert (case.application.id, state) in listed(partner, "since", "2026-01-01T00:00:00Z")
    too_late = Program(stage.stores, "north-signatory").take(case.application.id, "submit")
    assert (too_late.status, too_late.json["state"]) == (409, state)
    assert proposed.headers["etag"] == before.headers["etag"]
    assert partner.history(case.application.id) == past
    assert proposed.json.get("decision") is None

    stage.do("confirm_ineligible", "approver", case)

    confirmed = partner.read(case.application.id)
    assert confirmed.json["state_label"]["en"] == "Not approved"
    assert confirmed.json["version"] == before.json["version"] + 1
    assert partner.history(case.application.id)["items"][-1]["action"] == "confirm_ineligible"


def test_a_proposal_sent_back_is_told_by_the_label_that_it_changed(stage: Stage) -> None:
    case = stage.case("compliance_check")
    partner = Program(stage.stores, "north-editor")
    before = partner.read(case.application.id)
    proposed = stage.do("propose_ineligible", "compliance", case)

    stage.do("send_back", "approver", proposed)

    after = partner.read(case.application.id)
    last = partner.history(case.application.id)["items"][-1]
    assert (before.json["state_label"]["en"], after.json["state_label"]["en"]) == (
        "Under review",
        "Being checked",
    )
    assert after.json["version"] == last["version"] == before.json["version"] + 1
    assert (last["action"], last["previous_state"], last["state"]) == (
        "send_back",
        "under_review",
        "screening",
    )
