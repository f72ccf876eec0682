"""The checks of `python -m infra.workflow`: what each finds, and that no mistake gets past both of them."""

from dataclasses import replace

import pytest

from infra.workflow import steps, structure
from infra.workflow.__main__ import check
from shared.domain.workflow import Transition, Workflow, published, workflow

FLOW = workflow("going_out", 1)


def without(source: str, action: str) -> Workflow:
    kept = [each for each in FLOW.transitions if (each.source, each.action) != (source, action)]
    return replace(FLOW, transitions=tuple(kept))


def changed(source: str, action: str, **more: object) -> Workflow:
    """The workflow with every such step in another way."""
    return replace(
        FLOW,
        transitions=tuple(
            replace(each, **more) if (each.source, each.action) == (source, action) else each  # type: ignore[arg-type]  # fields by name
            for each in FLOW.transitions
        ),
    )


def with_one_more(source: str, action: str, target: str, role: str) -> Workflow:
    return replace(FLOW, transitions=(*FLOW.transitions, Transition(source, action, target, role, ())))


def state(name: str, **more: object) -> Workflow:
    return replace(FLOW, states={**FLOW.states, name: replace(FLOW.states[name], **more)})  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("flow", published().values(), ids=lambda flow: f"{flow.direction}-{flow.version}")
def test_every_published_workflow_is_sound_and_no_mistake_in_it_would_go_unnoticed(
    flow: Workflow, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(flow) == []
    assert "a guard lost" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("flow", "said"),
    [
        (without("draft", "submit"), "submitted cannot be reached"),
        (without("escalated", "withdraw"), "withdrawal differs in ['escalated']"),
        (changed("report_review", "accept_report", target="report_review"), "closed cannot be reached"),
        (with_one_more("closed", "appeal", "appeal_pending", "partner_signatory"), "closed has ended"),
        (
            with_one_more("draft", "submit", "screening", "partner_signatory"),
            "draft submit of partner_signatory has two",
        ),
        (with_one_more("decision_pending", "approve", "approved", "reviewer"), "deciding are"),
        (
            changed("decision_pending", "approve", guards=("snapshot_hash_matches",)),
            "decides without four eyes",
        ),
        (changed("decision_pending", "approve", guards=("four_eyes",)), "approves what may not be"),
        (
            with_one_more("approved", "confirm_departure", "deployed", "partner_editor"),
            "without pre_departure",
        ),
        (with_one_more("approved", "timer_report_30d", "expired", "system"), "a clock alone moves the case"),
        (with_one_more("draft", "fly", "submitted", "pilot"), "fly, pilot is not defined"),
        (state("screening", owner=None), "screening belongs to nobody"),
        (state("screening", sla_days=None), "screening has no term"),
        (state("screening", partner_may_edit=True), "screening: the partner may edit"),
    ],
)
def test_structure_says_what_is_wrong(flow: Workflow, said: str) -> None:
    assert any(said in each for each in structure.faults(flow))


def test_the_second_list_says_what_differs() -> None:
    lost = changed("decision_pending", "approve", guards=("four_eyes", "reason_text"))

    assert steps.faults(without("submitted", "claim")) == [
        "submitted claim -> screening by programme_officer: is missing"
    ]
    assert steps.faults(with_one_more("draft", "claim", "screening", "approver")) == [
        "draft claim -> screening by approver: is not in the second list"
    ]
    assert "lacks no_escalation_trigger" in steps.faults(lost)[0]
    assert "has reason_text more" in steps.faults(lost)[0]
