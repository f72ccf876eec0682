"""Compliance and decision as JSON."""

from functions.approvals.schemas import Approval
from shared.web.api.action_routes import add_routes
from shared.web.api.bodies import Reasoned, Refused
from shared.web.http.app import Routes

routes = Routes(page=False)
add_routes(
    routes,
    "approvals",
    {
        "approve": Approval,
        "approve_final": Approval,
        "reject": Refused,
        "escalate": Reasoned,
        "send_back": Reasoned,
        "reopen_review": Reasoned,
    },
)
