"""Lambda entry point: compliance and decision."""

from functions.approvals import api, pages
from shared.web.edge import Edge

handler = Edge("approvals", api.routes, pages.routes)
