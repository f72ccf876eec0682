"""Compliance and decision as JSON."""

from functions.approvals.schemas import Approval
from shared.web.action_routes import add_routes
from shared.web.bodies import Reasoned, Refused
from shared.web.edge import Routes

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
