"""Lambda entry point: compliance and decision."""

from functions.approvals import pages
from shared.web.edge import Edge
from shared.web.warm import warm

handler = Edge("approvals", pages.routes, api="functions.approvals.api")
warm("approvals/queue.html")
