"""Every guard before the decision on its own: met by a case in good order, not met when its one thing is wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.case import Item
from shared.domain.commands import (
    NOTHING,
    AnswerCommand,
    ApprovalCommand,
    Command,
    ReasonCommand,
    RefusalCommand,
    RequestCommand,
)
from shared.domain.guards import CHECKS, TRIGGERS, Facts, form_errors, obstacles, unmet
from shared.domain.json_value import JsonValue
from shared.domain.words import Words
from shared.domain.workflow import Transition, definitions
from tests.builders import NOON, a_person, a_programme, a_result, a_review, an_application, an_organisation
from tests.forms_data import complete

TODAY = NOON.date()
VALUES = complete("going_out", today=TODAY)
CASE = an_application(
    start_date=str(VALUES["start_date"]), title_zh=str(VALUES["title_zh"]), recommended_by="approver"
)
REASON = Words("Because", "因为")
STATED = [name for name, guard in definitions().guards.items() if guard.kind in ("attested", "recorded")]
"""What can be stated with the action itself."""
GOOD = Facts(
    case=CASE,
    actor=a_person("bert", mandate_until=TODAY.isoformat()),
    today=TODAY,
    values=VALUES,
    before={**VALUES, "need_statement": "as it was"},
    organisation=an_organisation(),
    programme=a_programme(),
    reviews=(
        a_review("r1", status="submitted", snapshot_hash="hash"),
        a_review("r2", status="submitted", snapshot_hash="hash"),
        a_review("r3", status="reading"),
    ),
    reviewers=(a_person("r1", "reviewer"), a_person("r2", "reviewer")),
    results=(a_result("risk", "with_measures"),),
    reminders=frozenset({1, 3, 7, 14}),
    command=Command(attest=dict.fromkeys(STATED, "stated")),
)
BRINGS: Mapping[str, Command] = {
    "items_listed_by_field": RequestCommand(items=[Item(field="need_statement", message="Why?")]),
    "all_items_answered": AnswerCommand(answers={"need_statement": "As asked."}),
    "diff_recorded": AnswerCommand(answers={"need_statement": "As asked."}),
    "reason_code_and_bilingual_text": RefusalCommand(reason_code="quality", reason=REASON),
    "bilingual_text": RefusalCommand(reason=REASON),
    "reason_text": ReasonCommand(reason="Because"),
    "escalation_trigger_or_choice": ReasonCommand(reason="Because"),
    "snapshot_hash_matches": ApprovalCommand(snapshot_hash="hash"),
}
"""What a guard looks for in the command."""
OWN = a_person("bert", organisation_id="north")
UNCHANGED: dict[str, Any] = {"before": VALUES, "command": AnswerCommand()}
WRONG: tuple[tuple[str, dict[str, Any]], ...] = (
    ("form_valid", {"values": {**VALUES, "headcount": None}}),
    ("form_valid", {"values": {}}),
    ("programme_open", {"programme": a_programme(closes="2026-11-22")}),
    ("programme_open", {"programme": a_programme(opens="2026-11-24")}),
    ("programme_open", {"programme": None}),
    ("partner_org_active", {"organisation": an_organisation(standing="suspended")}),
    ("partner_org_active", {"organisation": None}),
    ("signatory_mandate_valid", {"actor": a_person(mandate_until="2026-11-22")}),
    ("signatory_mandate_valid", {"actor": a_person(mandate_until=None)}),
    ("lead_time_or_urgent_reason", {"values": VALUES | {"start_date": "2026-12-22"}}),
    ("declarations_complete", {"values": VALUES | {"declarations": ["truthful"]}}),
    ("no_open_duplicate", {"twin": "GO-26-23456F"}),
    ("reminders_sent_14d_3d", {"reminders": frozenset({14})}),
    ("reminders_sent_7d_3d_1d", {"reminders": frozenset({14, 3, 1})}),
    ("actor_no_coi", {"case": replace(CASE, conflicted=("bert",))}),
    ("actor_no_coi", {"actor": OWN}),
    ("actor_no_coi", {"actor": None}),
    ("items_listed_by_field", {"command": RequestCommand()}),
    ("items_listed_by_field", {"command": RequestCommand(items=[Item(field="need_statement", message=" ")])}),
    ("round_le_3", {"case": replace(CASE, round=3)}),
    ("all_items_answered", {"requested": ("need_statement", "headcount")}),
    ("all_items_answered", {"requested": ("need_statement", "host_registration.country")}),
    ("diff_recorded", UNCHANGED),
    ("reason_code_and_bilingual_text", {"command": RefusalCommand(reason=REASON, reason_code="mood")}),
    (
        "reason_code_and_bilingual_text",
        {"command": RefusalCommand(reason=Words("Because", " "), reason_code="quality")},
    ),
    (
        "reason_code_and_bilingual_text",
        {"command": RefusalCommand(reason=Words("", "因为"), reason_code="quality")},
    ),
    ("reason_text", {"command": ReasonCommand(reason=" ")}),
    ("four_eyes", {"case": replace(CASE, handled_by=("ann", "bert"))}),
    ("four_eyes", {"case": replace(CASE, recommended_by="bert")}),
    ("four_eyes", {"actor": OWN}),
    ("four_eyes", {"actor": None}),
    ("reviewers_ge_2", {"reviewers": (a_person("r1", "reviewer"), a_person("r1", "reviewer"))}),
    ("reviewers_no_coi", {"case": replace(CASE, conflicted=("r2",))}),
    ("reviewers_no_coi", {"reviewers": (a_person("r1", "reviewer", organisation_id="north"),)}),
    (
        "review_quorum_met",
        {"reviews": (a_review(status="submitted", snapshot_hash="hash"), a_review("r2", status="reading"))},
    ),
    ("review_quorum_met", {"case": replace(CASE, snapshot_hash="another")}),
    ("coi_declared_by_all", {"reviews": (*GOOD.reviews, a_review("r4"))}),
    ("safety_officer_risk_assessment_signed", {"results": ()}),
    ("safety_officer_risk_assessment_signed", {"results": (a_result("risk", "not_acceptable"),)}),
    ("safety_officer_risk_assessment_signed", {"results": (a_result("risk", "acceptable", "another"),)}),
    ("snapshot_hash_matches", {"command": ApprovalCommand(snapshot_hash="another")}),
    ("snapshot_hash_matches", {"case": replace(CASE, snapshot_hash=""), "command": ApprovalCommand()}),
    ("no_escalation_trigger", {"values": VALUES | {"risk_level": "orange"}}),
    ("no_open_items", {"requested": ("headcount",)}),
    ("escalation_trigger_or_choice", {"command": ReasonCommand()}),
    *(
        (guard, {"command": NOTHING})
        for guard in ("items_listed_by_field", "reason_text", "snapshot_hash_matches")
    ),
    ("approver_recommendation_recorded", {"case": replace(CASE, recommended_by="")}),
    ("first_appeal", {"case": replace(CASE, appealed_on="2026-11-01")}),
    (
        "within_20_working_days",
        {"case": replace(CASE, state="rejected", changed_at=CASE.changed_at - timedelta(days=60))},
    ),
    ("not_original_decider", {"case": replace(CASE, decided_by="bert")}),
    ("not_original_decider", {"case": replace(CASE, handled_by=("bert",))}),
    ("not_original_decider", {"case": replace(CASE, recommended_by="bert")}),
    ("not_original_decider", {"case": replace(CASE, took_part=("bert",))}),
    ("another_decider", {"case": replace(CASE, handled_by=("bert",), appeal_version=9)}),
    ("another_decider", {"case": replace(CASE, appeal_version=9), "actor": None}),
    ("not_original_decider", {"case": replace(CASE, reviewed_before=("bert",))}),
    ("not_original_decider", {"actor": OWN}),
    ("not_original_decider", {"actor": None}),
    ("new_reviewers", {"case": replace(CASE, reviewed_before=("r2",))}),
    ("bilingual_text", {"command": RefusalCommand(reason=Words("Because", " "))}),
    ("bilingual_text", {"command": NOTHING}),
)


def step(*guards: str) -> Transition:
    return Transition("here", "act", "there", "programme_officer", guards)


def facts(guard: str, **wrong: Any) -> Facts:
    """A case in good order with a command in good order, but for what is wrong."""
    return replace(GOOD, **{"command": BRINGS.get(guard, GOOD.command), **wrong})


def test_a_case_in_good_order_meets_every_guard() -> None:
    assert [guard for guard in CHECKS if unmet(step(guard), facts(guard))] == []


@pytest.mark.parametrize(("guard", "wrong"), WRONG)
def test_a_guard_refuses_for_its_one_reason_and_says_why(guard: str, wrong: dict[str, Any]) -> None:
    [reason] = unmet(step(guard), facts(guard, **wrong))

    assert reason.code == guard
    assert reason.message.en.strip()
    assert reason.message.zh.strip()
    assert not set("{}") & set(reason.message.en + reason.message.zh)


def test_every_guard_that_decides_is_tried_here() -> None:
    assert {guard for guard, _ in WRONG} == set(CHECKS)


@pytest.mark.parametrize("guard", STATED)
@pytest.mark.parametrize("said", ["", "  "])
def test_what_is_to_be_stated_is_refused_until_it_is(guard: str, said: str) -> None:
    [reason] = unmet(step(guard), replace(GOOD, command=Command(attest={guard: said})))

    assert (reason.code, reason.attest) == (guard, True)
    assert unmet(step(guard), GOOD) == ()


@pytest.mark.parametrize(
    "guard", [name for name, each in definitions().guards.items() if each.kind == "later"]
)
def test_what_belongs_to_later_is_never_met(guard: str) -> None:
    generous = replace(GOOD, command=Command(attest={guard: "stated"}))

    assert [reason.code for reason in unmet(step(guard), generous)] == [guard]


def test_before_anything_is_typed_only_what_the_person_cannot_change_stands_in_the_way() -> None:
    untyped = replace(GOOD, command=NOTHING, case=replace(CASE, handled_by=("bert",)))

    found = obstacles(step("four_eyes", "reason_text", "checklist_complete"), untyped)

    assert [(reason.code, reason.attest) for reason in found] == [
        ("four_eyes", False),
        ("checklist_complete", True),
    ]


def test_the_words_count_what_is_missing() -> None:
    short = replace(GOOD, values={**VALUES, "headcount": None, "need_statement": None})

    [reason] = unmet(step("form_valid"), short)

    assert len(form_errors(short)) == 2
    assert reason.message == Words(
        "Answers missing or wrong: 2. Open the sections marked and correct them.",
        "有2项内容缺失或有误，请打开标出的部分更正。",
    )


@pytest.mark.parametrize(
    ("direction", "values", "trigger"),
    [
        ("going_out", {"risk_level": "orange"}, "risk_orange"),
        ("going_out", {"risk_level": "red"}, "risk_red"),
        ("going_out", {"minors_count": 1}, "minors"),
        ("inviting_in", {"minors_count": 1}, "minors"),
        ("inviting_in", {"sensitive_activity": ["research_on_people"]}, "sensitive_activity"),
        ("inviting_in", {"remuneration": {"kind": "stipend"}}, "stipend"),
    ],
)
def test_what_calls_for_the_senior_approver_is_named(
    direction: Any, values: dict[str, JsonValue], trigger: str
) -> None:
    facts = replace(GOOD, case=an_application(direction), values=complete(direction, today=TODAY) | values)

    [reason] = unmet(step("no_escalation_trigger"), facts)

    assert TRIGGERS[trigger].en in reason.message.en
    assert TRIGGERS[trigger].zh in reason.message.zh


@pytest.mark.parametrize(
    ("direction", "values"),
    [
        ("going_out", {"sensitive_activity": ["research_on_people"], "remuneration": {"kind": "stipend"}}),
        (
            "inviting_in",
            {"risk_level": "orange", "sensitive_activity": ["none"], "remuneration": {"kind": "none"}},
        ),
    ],
)
def test_what_is_of_the_other_direction_does_not(direction: Any, values: dict[str, JsonValue]) -> None:
    facts = replace(GOOD, case=an_application(direction), values=complete(direction, today=TODAY) | values)

    assert unmet(step("no_escalation_trigger"), facts) == ()
