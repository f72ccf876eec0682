"""Where what keeps somebody from a step can be mended, by the guard that says so."""

from collections.abc import Mapping

from shared.domain.application import Application

CASE, DESK, APPROVALS = "/applications/{id}", "/desk/{id}", "/approvals/{id}"
PLACES: Mapping[str, str] = {
    "programme_open": f"{CASE}/programme",
    "all_items_answered": f"{CASE}/answer",
    "review_quorum_met": f"{CASE}?tab=reviews",
    "coi_declared_by_all": f"{DESK}/reviewers",
    "no_open_items": f"{CASE}?tab=requests",
    "direction_compliance_items_clear": f"{APPROVALS}/clear_compliance",
    "data_protection_assessment_done": f"{APPROVALS}/clear_compliance",
    "no_escalation_trigger": f"{APPROVALS}/escalate",
}
"""Guards that are met by doing something elsewhere; the others say in words who has to do what."""


def remedy(code: str, application: Application) -> str:
    """The address of the page; empty where there is none."""
    if code == "form_valid":
        return f"/applications/{application.id}/{'check' if application.state == 'draft' else 'answer'}"
    return PLACES.get(code, "").format(id=application.id)
