"""Which function takes which action of the workflow."""

from collections.abc import Mapping

DUTY: Mapping[str, str] = {
    "submit": "applications",
    "withdraw": "applications",
    "resubmit": "applications",
    "discard": "applications",
    "ask_to_sign": "applications",
    "claim": "desk",
    "request_info": "desk",
    "amend_request": "desk",
    "cancel_request": "desk",
    "propose_ineligible": "desk",
    "accept_for_review": "desk",
    "close_review": "desk",
}
"""Which function takes an action; all others are the approvals'."""
