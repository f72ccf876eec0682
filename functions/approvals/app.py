"""Lambda entry point: compliance and decision."""

from functions.approvals import pages, risks
from shared.web.http.app import App
from shared.web.pages.warm import warm

handler = App("approvals", pages.routes, risks.routes, api="functions.approvals.api")
warm("approvals/queue.html")
