from dataclasses import replace
from typing import get_args

import pytest

from shared.domain.application import Application
from shared.domain.events import Event
from shared.domain.notifications import notices, roles_told
from shared.domain.people import Absence, Role
from shared.domain.workflow import definitions
from tests.concerned import PEOPLE, REVIEWS, a_person, an_application, an_event


def told(event: Event, application: Application | None = None) -> dict[str, str]:
    found = notices(event, application or an_application(), REVIEWS, PEOPLE)
    assert {each.subject for each in found} <= {event.kind}
    return {each.person.id: each.kind for each in found}


MATRIX_ROWS = [
    (
        an_event("submitted", "draft", "submitted", "signatory"),
        {"officer": "task", "deputy": "task", "signatory": "news", "editor": "news"},
    ),
    (
        an_event("submitted", "draft", "submitted", "signatory", urgent=True),
        {
            "officer": "task",
            "deputy": "task",
            "lawyer": "alert",
            "nurse": "alert",
            "signatory": "news",
            "editor": "news",
        },
    ),
    (
        an_event("information_requested", "screening", "info_requested_intake", "officer"),
        {"signatory": "task", "editor": "task"},
    ),
    (
        an_event("request_amended", "info_requested_intake", "info_requested_intake", "officer"),
        {"signatory": "task", "editor": "task"},
    ),
    (
        an_event("request_cancelled", "info_requested_intake", "screening", "officer"),
        {"signatory": "news", "editor": "news"},
    ),
    (an_event("signature_asked", "draft", "draft", "editor"), {"signatory": "task"}),
    (
        an_event("resubmitted", "info_requested_intake", "screening", "signatory"),
        {"officer": "task", "signatory": "news", "editor": "news"},
    ),
    (
        an_event("resubmitted", "info_requested_review", "under_review", "signatory"),
        {"officer": "task", "wu": "task", "li": "task", "signatory": "news", "editor": "news"},
    ),
    (
        an_event("resubmitted", "info_requested_compliance", "compliance_check", "signatory"),
        {
            "officer": "task",
            "lawyer": "task",
            "nurse": "task",
            "li": "task",
            "signatory": "news",
            "editor": "news",
        },
    ),
    (
        an_event("accepted_for_review", "screening", "under_review", "officer", reviewers=["wu", "li"]),
        {"wu": "task", "li": "task", "signatory": "news", "editor": "news"},
    ),
    (
        an_event("reviewers_changed", "under_review", "under_review", "officer", reviewers=["wu"]),
        {"wu": "task"},
    ),
    (
        an_event("review_closed", "under_review", "compliance_check", "officer"),
        {"lawyer": "task", "nurse": "task"},
    ),
    (an_event("risk_signed", "compliance_check", "compliance_check", "nurse"), {"lawyer": "news"}),
    (an_event("compliance_cleared", "compliance_check", "decision_pending", "lawyer"), {"approver": "task"}),
    (an_event("ineligibility_proposed", "screening", "ineligible_proposed", "officer"), {"approver": "task"}),
    (an_event("escalated", "decision_pending", "escalated", "approver"), {"senior": "task"}),
    (an_event("sent_back", "ineligible_proposed", "screening", "approver"), {"officer": "task"}),
    (an_event("sent_back", "escalated", "decision_pending", "senior"), {"approver": "task"}),
    (an_event("conflict_declared", "under_review", "under_review", "reviewer-1"), {"officer": "task"}),
    (an_event("review_declined", "under_review", "under_review", "reviewer-1"), {"officer": "task"}),
    (an_event("handed_over", "under_review", "under_review", "officer-2"), {"officer": "task"}),
    (an_event("review_reopened", "decision_pending", "under_review", "approver"), {"officer": "task"}),
    *(
        (
            an_event(kind, before, after, by),
            {
                "signatory": "news",
                "editor": "news",
                "officer": "news",
                "wu": "news",
                "li": "news",
            },
        )
        for kind, before, after, by in (
            ("approved", "decision_pending", "approved", "approver"),
            ("rejected", "escalated", "rejected", "senior"),
            ("ineligibility_confirmed", "ineligible_proposed", "rejected", "approver"),
        )
    ),
    (
        an_event("appealed", "rejected", "appeal_pending", "signatory"),
        {"senior": "task", "officer": "news", "signatory": "news", "editor": "news"},
    ),
    (
        an_event("appeal_allowed", "appeal_pending", "screening", "senior"),
        {"officer": "task", "signatory": "news", "editor": "news"},
    ),
    (
        an_event("appeal_dismissed", "appeal_pending", "closed_rejected", "senior"),
        {"officer": "news", "signatory": "news", "editor": "news"},
    ),
    (
        an_event("appeal_withdrawn", "appeal_pending", "closed_rejected", "signatory"),
        {"senior": "news", "officer": "news"},
    ),
    (
        an_event("appeal_window_closed", "rejected", "closed_rejected", ""),
        {"signatory": "news", "editor": "news"},
    ),
    (
        an_event("cancelled", "approved", "cancelled", "signatory"),
        {"officer": "news", "nurse": "news"},
    ),
    (
        an_event("withdrawn", "under_review", "withdrawn", "signatory"),
        {"officer": "news", "wu": "news", "li": "news"},
    ),
]


@pytest.mark.parametrize(("event", "expected"), MATRIX_ROWS, ids=lambda each: getattr(each, "kind", ""))
def test_the_matrix(event: Event, expected: dict[str, str]) -> None:
    assert told(event) == expected


def test_a_deputy_hears_of_the_tasks_of_an_officer_who_is_away() -> None:
    away = Absence(first="2026-11-20", last="2026-11-30", deputy="deputy")
    officer = a_person("officer", "programme_officer", absence=away)
    people = {**PEOPLE, "programme_officer": [officer, a_person("deputy", "programme_officer")]}
    back = replace(officer, absence=replace(away, last="2026-11-22"))
    event = an_event("review_reopened", "decision_pending", "under_review", "approver")

    meanwhile = notices(event, an_application(), REVIEWS, people)
    later = notices(
        event,
        an_application(),
        REVIEWS,
        {**people, "programme_officer": [back, people["programme_officer"][1]]},
    )

    assert [each.person.id for each in meanwhile] == ["officer", "deputy"]
    assert [each.person.id for each in later] == ["officer"]


def test_every_row_of_the_matrix_is_tried_above() -> None:
    telling = {name for name, kind in definitions().events.items() if kind.told}
    assert {event.kind for event, _ in MATRIX_ROWS} == telling


@pytest.mark.parametrize(("event", "expected"), MATRIX_ROWS, ids=lambda each: getattr(each, "kind", ""))
def test_whoever_has_a_conflict_of_interest_hears_nothing(event: Event, expected: dict[str, str]) -> None:
    for person_id in expected:
        left = told(event, an_application(conflicted=(person_id,)))

        assert person_id not in left


def test_nobody_is_told_of_drafts() -> None:
    draft = an_application(state="withdrawn", snapshot_version=0)

    assert told(an_event("discarded", "draft", "withdrawn", "signatory"), draft) == {}
    assert told(an_event("withdrawn", "draft", "withdrawn", "signatory"), draft) == {}


def test_nobody_is_told_of_what_they_did_but_the_partner_gets_a_receipt() -> None:
    event = an_event("submitted", "draft", "submitted", "signatory")
    asked = an_event("information_requested", "screening", "info_requested_intake", "editor")

    assert told(event)["signatory"] == "news"
    assert "editor" not in told(asked)


def test_a_case_nobody_claimed_is_every_officers() -> None:
    event = an_event("withdrawn", "submitted", "withdrawn", "signatory")

    assert told(event, an_application(officer="")) == {
        "officer": "news",
        "deputy": "news",
        "wu": "news",
        "li": "news",
    }


def test_somebody_in_two_groups_is_told_once_and_of_the_task() -> None:
    both = a_person("officer", "programme_officer", "compliance_officer")
    people = PEOPLE | {"programme_officer": [both], "compliance_officer": [both]}
    event = an_event("submitted", "draft", "submitted", "signatory", urgent=True)

    kinds = [
        each.kind for each in notices(event, an_application(), REVIEWS, people) if each.person.id == "officer"
    ]

    assert kinds == ["task"]


def test_somebody_who_left_is_not_told() -> None:
    gone = a_person("lawyer", "compliance_officer", active=False)
    event = an_event("review_closed", "under_review", "compliance_check", "officer")

    assert notices(event, an_application(), (), {"compliance_officer": [gone]}) == []


def test_only_the_roles_concerned_are_looked_up() -> None:
    assert roles_told(an_event("escalated", "decision_pending", "escalated", "approver")) == {
        "senior_approver"
    }
    assert roles_told(an_event("created", "", "draft", "signatory")) == frozenset()
    assert {role for rows in MATRIX_ROWS for role in roles_told(rows[0])} <= set(get_args(Role))
