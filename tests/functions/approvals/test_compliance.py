"""Compliance goes through its items one by one: on its page, over the API, in whose name, and for one content only."""

from typing import Any

import pytest

from shared.actions.compliance import points_by_guard
from shared.actions.perform import perform
from shared.domain import checklists
from shared.domain.case import Case
from shared.domain.checklists import COMPLIANCE, Found
from shared.domain.commands import ComplianceCommand, EditCommand
from shared.domain.programmes import DIRECTIONS, Direction
from shared.domain.questions import CURRENT, load
from shared.identity import issue_token
from shared.store import keys
from shared.store.table import put
from tests.builders import a_person
from tests.client import Client, Reply
from tests.functions.pages import Browser, Page
from tests.recorder import recording
from tests.stage import ATTESTED, CLEARED, Stage

NOTE = "Register and files read."
MONEY = {"money": {"outcome": "clear", "note": NOTE}}
RISK = {"points.travel_risk.source": "Ministry", "points.travel_risk.as_of-year": "2026"}
DAY = {"points.travel_risk.as_of-month": "11", "points.travel_risk.as_of-day": "20"}
ITEMS = ("outbound_route", "travel_risk", "host", "supervisor", "money", "data_protection")
"""The items of an exchange abroad without children."""


def place(case: Case) -> str:
    return f"/approvals/{case.application.id}/clear_compliance"


def send(
    stage: Stage, case: Case, points: Any, who: str = "compliance", action: str = "check_compliance"
) -> Reply:
    client = Client(token=issue_token(stage.stores, who, at=stage.at))
    path = f"/api/v1/approvals/{case.application.id}/{action}"
    return client.call("POST", path, {"points": points}, if_match=f'"{stage.now(case).application.version}"')


def all_clear() -> dict[str, str]:
    """Every input of the page, filled in."""
    typed = {f"points.{name}.outcome": "clear" for name in ITEMS}
    return {**typed, **{f"points.{name}.note": NOTE for name in ITEMS}, **RISK, **DAY}


def outcomes(case: Case) -> dict[str, str]:
    return {each.point: each.outcome for each in case.results if each.point in ITEMS}


def changed(stage: Stage, case: Case) -> Case:
    """The partner is asked, and answers with another content."""
    case = stage.do("request_info", "compliance", case)
    edit = EditCommand(values={"need_statement": "The school asked for this in another letter. " * 3})
    perform(stage.attempt("north-editor", "edit", case), edit)
    return stage.do("resubmit", "north-signatory", case)


def test_items_are_saved_as_far_as_one_has_come_and_the_last_ones_go_with_the_clearance(stage: Stage) -> None:
    case = stage.do("sign_risk", "safety", stage.case("compliance_check"))
    browser, target = Browser(stage.stores, "compliance"), place(case)
    page = browser.open(target)

    part = {"points.money.outcome": "clear", "points.money.note": NOTE, "then": "save"}
    saved, twice = browser.send(target, page, **part), browser.send(target, page, **part)
    after = browser.open(f"{target}?done=check_compliance")
    early = browser.send(target, after, then="clear")
    cleared = browser.send(target, Page(early), then="clear", **all_clear())

    assert "0 of 6 items are checked" in page.text
    assert saved.location == twice.location == f"{target}?done=check_compliance"
    assert "What you found is saved." in after.text
    assert "1 of 6 items are checked" in after.text
    assert "Saved by Example compliance" in after.text
    assert (early.status, "Compliance items still open: Travel documents and route" in early.text) == (
        422,
        True,
    )
    assert cleared.location == f"/applications/{case.application.id}?done=clear_compliance"
    now = stage.now(case)
    assert outcomes(now) == dict.fromkeys(ITEMS, "clear")
    assert [each.kind for each in now.events].count("compliance_checked") == 1
    [travel] = [each for each in now.results if each.point == "travel_risk"]
    assert (travel.source, travel.as_of, travel.by) == ("Ministry", "2026-11-20", "compliance")
    assert "compliance" in now.application.handled_by
    approver = Browser(stage.stores, "approver").open(f"/approvals/{case.application.id}")
    assert (
        "Travel risk colour of every place Clear Register and files read. Ministry read on" in approver.text
    )


def test_what_is_half_said_is_asked_for_by_the_name_of_its_item_and_kept(stage: Stage) -> None:
    case = stage.case("compliance_check")
    browser, target = Browser(stage.stores, "compliance"), place(case)
    page = browser.open(target)

    typed = {"points.host.note": "Half said", "points.money.outcome": "clear", "points.money.note": "no"}
    dated = {"points.travel_risk.outcome": "clear", "points.travel_risk.note": NOTE}
    reply = browser.send(target, page, then="save", **typed, **dated)
    nothing = browser.send(target, page, then="save")

    assert (reply.status, nothing.status) == (422, 422)
    for words in (
        "“Host abroad”: choose what you found.",
        "“Where the money comes from”: say what shows it, or why, in 5 characters or more.",
        "“Travel risk colour of every place”: say where you read it.",
        "“Travel risk colour of every place”: give the day on which you read it, today or earlier.",
    ):
        assert words in Page(reply).text
    assert Page(reply).fields["points.host.note"] == ["Half said"]
    assert "Nothing is new here." in Page(nothing).text
    assert stage.now(case).application.version == case.application.version


def test_what_is_not_clear_refuses_whatever_is_stated_until_it_is(stage: Stage) -> None:
    case = stage.do("sign_risk", "safety", stage.case("compliance_check"))
    unclear = send(stage, case, {"host": {"outcome": "not_clear", "note": "No registration found."}})
    client = Client(token=issue_token(stage.stores, "compliance", at=stage.at))
    stated = {"attest": {name: ATTESTED[name] for name in CLEARED}}
    path = f"/api/v1/approvals/{case.application.id}/clear_compliance"

    refused = client.call("POST", path, stated, if_match=unclear.headers["etag"])
    mended = send(stage, case, {"host": {"outcome": "clear", "note": "The extract has come."}})
    cleared = client.call("POST", path, stated, if_match=mended.headers["etag"])

    [reason] = refused.json["unmet"]
    assert (refused.status, reason["attest"]) == (422, False)
    assert reason["message"]["en"].startswith("Not clear: Host abroad.")
    assert cleared.status == 200
    points = {each["id"]: each for each in cleared.json["checklist"] if each["guard"] in COMPLIANCE}
    assert points["host"]["note"] == "The extract has come."
    assert points["money"]["note"] == ATTESTED["direction_compliance_items_clear"]
    assert points["data_protection"]["note"] == ATTESTED["data_protection_assessment_done"]


def test_what_was_found_is_of_one_content_and_is_not_said_again_by_saving_something_else(
    stage: Stage,
) -> None:
    case = stage.case("compliance_check")
    both = {"money": Found(outcome="clear", note=NOTE), "host": Found(outcome="clear", note=NOTE)}
    perform(stage.attempt("compliance", "check_compliance", case), ComplianceCommand(points=both))
    case = changed(stage, case)
    browser, target = Browser(stage.stores, "compliance"), place(case)

    page = browser.open(target)
    reply = browser.send(target, page, then="save", **{"points.money.outcome": "clear"})
    rewritten = browser.send(target, browser.open(target), then="save", **{"points.host.note": "Other words"})

    assert "0 of 6 items are checked" in page.text
    assert "before the content changed. Save it again if it still holds." in page.text
    assert reply.status == 303
    content = stage.now(case).application.snapshot_hash
    current = checklists.current(stage.now(case).results, content)
    assert set(current) == {"money"}
    assert (rewritten.status, "“Host abroad”: choose what you found." in Page(rewritten).text) == (422, True)


def test_a_text_that_cannot_be_kept_leaves_the_page_as_it_was_typed(stage: Stage) -> None:
    case = stage.case("compliance_check")
    browser, target = Browser(stage.stores, "compliance"), place(case)
    typed = {"points.money.outcome": "clear", "points.money.note": NOTE, "points.travel_risk.as_of-day": "5"}

    half = browser.send(target, browser.open(target), then="save", **typed)
    long = browser.send(target, browser.open(target), then="save", **{"points.travel_risk.source": "x" * 201})

    page = Page(half)
    assert (half.status, page.fields["points.money.note"]) == (422, [NOTE])
    assert page.fields["points.travel_risk.as_of-day"] == ["5"]
    assert (long.status, Page(long).fields["points.travel_risk.source"]) == (422, ["x" * 201])


def test_a_second_save_from_a_page_opened_before_the_first_is_not_taken_for_the_first(stage: Stage) -> None:
    case = stage.case("compliance_check")
    browser, target = Browser(stage.stores, "compliance"), place(case)
    page = browser.open(target)
    first = {"points.money.outcome": "clear", "points.money.note": NOTE}
    second = {"points.host.outcome": "clear", "points.host.note": NOTE}

    saved = browser.send(target, page, then="save", **first)
    other = browser.send(target, page, then="save", **second)
    again = browser.send(target, Page(other), then="save")

    assert saved.status == 303
    assert (other.status, "What happened since you opened this page" in other.text) == (412, True)
    assert Page(other).fields["points.host.note"] == [NOTE]
    assert again.status == 303
    assert set(outcomes(stage.now(case))) == {"money", "host"}


def test_what_somebody_else_found_meanwhile_is_not_taken_back_by_a_page_that_did_not_touch_it(
    stage: Stage,
) -> None:
    stage.know(a_person("compliance-2", "compliance_officer"))
    case = stage.case("compliance_check")
    assert send(stage, case, {"host": {"outcome": "clear", "note": "The first look."}}).status == 200
    browser, target = Browser(stage.stores, "compliance"), place(case)
    page = browser.open(target)
    unclear = {"host": {"outcome": "not_clear", "note": "The register knows no such host."}}
    assert send(stage, case, unclear, "compliance-2").status == 200

    money = {"points.money.outcome": "clear", "points.money.note": NOTE}
    moved = browser.send(target, page, then="save", **money)
    shown = Page(moved)
    saved = browser.send(target, shown, then="save")

    assert (moved.status, shown.fields["points.host.note"]) == (412, ["The register knows no such host."])
    assert saved.status == 303
    assert outcomes(stage.now(case)) == {"host": "not_clear", "money": "clear"}
    [host] = [each for each in stage.now(case).results if each.point == "host"]
    assert host.by == "compliance-2"


def test_what_a_program_recorded_does_not_stand_in_the_way_of_the_page(stage: Stage) -> None:
    case = stage.do("sign_risk", "safety", stage.case("compliance_check"))
    stated = {
        "attest": {"direction_compliance_items_clear": "ok", "data_protection_assessment_done": "x" * 2_000}
    }
    client = Client(token=issue_token(stage.stores, "compliance", at=stage.at))
    path = f"/api/v1/approvals/{case.application.id}/clear_compliance"
    cleared = client.call("POST", path, stated, if_match=f'"{stage.now(case).application.version}"')
    assert cleared.status == 200
    case = stage.do("close_review", "officer", stage.do("reopen_review", "approver", stage.now(case)))
    browser, target = Browser(stage.stores, "compliance"), place(case)

    part = {"points.money.outcome": "clear", "points.money.note": NOTE, "then": "save"}
    saved = browser.send(target, browser.open(target), **part)
    again = browser.send(target, browser.open(target), then="clear")

    assert (saved.status, again.location) == (
        303,
        f"/applications/{case.application.id}?done=clear_compliance",
    )


def test_results_that_cannot_be_read_are_not_written_over(stage: Stage) -> None:
    case = stage.do("sign_risk", "safety", stage.case("compliance_check"))
    key = keys.results(case.application.id)
    stage.stores.table.commit([put({"PK": key.partition, "SK": key.sort, "content": b"broken"})])

    assert send(stage, case, MONEY).status == 409
    assert stage.stores.table.get([key])[key]["content"] == b"broken"
    assert "Your signature is missing" in Browser(stage.stores, "safety").open("/risks").text


def test_saving_one_of_twelve_items_costs_at_most_eight_write_units(stage: Stage) -> None:
    case = stage.case("compliance_check", "inviting_in")
    note = "Looked up in the register and in the file of the partner. 已核对登记信息及材料。"
    names = [each.id for points in points_by_guard(case).values() for each in points]
    every = {name: Found(outcome="clear", note=f"{name}: {note}") for name in names}
    perform(stage.attempt("compliance", "check_compliance", case), ComplianceCommand(points=every))
    one = {names[0]: Found(outcome="not_clear", note=note)}

    with recording(stage.stores.table.client) as cost:
        perform(stage.attempt("compliance", "check_compliance", case), ComplianceCommand(points=one))

    assert cost.written <= 8
    assert cost.operations == ["Query", "TransactWriteItems"]


def test_the_federation_and_auditors_read_what_was_found_and_nobody_else(stage: Stage) -> None:
    case = stage.case("compliance_check")
    secret = {"money": {"outcome": "not_needed", "note": "Known only inside."}}
    assert send(stage, case, secret).status == 200
    path = f"/api/v1/applications/{case.application.id}"

    def read(who: str) -> str:
        client = Client(token=issue_token(stage.stores, who, at=stage.at))
        return client.get(path).text + client.get(f"{path}/history").text

    assert {
        who: "Known only inside." in read(who) for who in ("approver", "safety", "auditor")
    } == dict.fromkeys(("approver", "safety", "auditor"), True)
    for who in ("north-editor", "north-signatory", "reviewer-1", "observer"):
        assert "Known only inside." not in read(who), who
    history = Browser(stage.stores, "auditor").open(f"/applications/{case.application.id}/history").text
    assert "Where the money comes from: Not needed here; Known only inside." in history


@pytest.mark.parametrize(
    ("state", "who", "points", "status"),
    [
        ("compliance_check", "safety", MONEY, 403),
        ("compliance_check", "approver", MONEY, 403),
        ("compliance_check", "north-signatory", MONEY, 403),
        ("info_requested_compliance", "compliance", MONEY, 409),
        ("decision_pending", "compliance", MONEY, 409),
        ("under_review", "compliance", MONEY, 409),
        ("compliance_check", "compliance", {}, 422),
        ("compliance_check", "compliance", {"nonsense": MONEY["money"]}, 422),
        ("compliance_check", "compliance", {"ngo_law": MONEY["money"]}, 422),
        ("compliance_check", "compliance", {"money": {"outcome": "perhaps", "note": NOTE}}, 422),
        ("compliance_check", "compliance", {"money": {"outcome": "clear", "note": "x"}}, 422),
        ("compliance_check", "compliance", {"travel_risk": MONEY["money"]}, 422),
        ("compliance_check", "compliance", {"money": {**MONEY["money"], "source": "Ministry"}}, 422),
        (
            "compliance_check",
            "compliance",
            {"travel_risk": {**MONEY["money"], "source": "Ministry", "as_of": "2099-01-01"}},
            422,
        ),
    ],
)
def test_what_cannot_be_recorded_changes_nothing(
    stage: Stage, state: str, who: str, points: Any, status: int
) -> None:
    case = stage.case(state)

    reply = send(stage, case, points, who)

    assert reply.status == status
    assert (stage.now(case).results, stage.now(case).application.version) == (
        case.results,
        case.application.version,
    )


def test_an_upheld_appeal_leaves_the_signature_of_the_risks_and_no_other_result(stage: Stage) -> None:
    case = stage.case("appeal_pending")
    assert outcomes(case) == dict.fromkeys(ITEMS, "clear")

    upheld = stage.do("uphold", "senior", case)

    assert [each.point for each in stage.now(upheld).results] == ["risk"]
    assert stage.now(upheld).risk_found == "acceptable"


def test_the_checklist_of_the_officer_is_kept_point_by_point(stage: Stage) -> None:
    case = stage.case("screening")
    client = Client(token=issue_token(stage.stores, "officer", at=stage.at))
    path = f"/api/v1/desk/{case.application.id}/accept_for_review"
    body: dict[str, Any] = {"reviewers": ["reviewer-1", "reviewer-2"]}
    points = [each.id for each in checklists.every_point(checklists.COMPLETENESS)]
    version = f'"{case.application.version}"'

    open_ones = client.call("POST", path, {**body, "ticked": {"need": ""}}, if_match=version)
    unknown = client.call(
        "POST", path, {**body, "ticked": dict.fromkeys((*points, "more"), "")}, if_match=version
    )
    done = client.call("POST", path, {**body, "ticked": dict.fromkeys(points, "Seen")}, if_match=version)

    assert (open_ones.status, open_ones.json["unmet"][0]["code"]) == (422, checklists.COMPLETENESS)
    assert [each["field"] for each in unknown.json["errors"]] == ["ticked.more"]
    assert (done.status, [each["note"] for each in done.json["checklist"]]) == (200, ["Seen"] * len(points))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_an_item_is_about_answers_that_the_form_asks(direction: Direction) -> None:
    known = {field.id for each in range(1, CURRENT[direction] + 1) for field in load(direction, each).fields}

    for guard in COMPLIANCE:
        for point in checklists.every_point(guard):
            if point.direction in ("", direction):
                assert set(point.fields) <= known, point.id
            assert point.hint
            assert point.source


def test_children_are_an_item_where_there_are_any() -> None:
    def asked(**values: Any) -> bool:
        return any(each.id == "minors" for each in checklists.points(COMPLIANCE[0], "going_out", values))

    assert [asked(), asked(minors_count=0, work_with_minors=False)] == [False, False]
    assert [asked(minors_count=1), asked(work_with_minors=True)] == [True, True]
