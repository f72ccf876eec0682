"""Lambda entry point: the programme officer's queue, claims, screening, requests, assignment."""

from functions.desk import pages
from shared.web.edge import Edge
from shared.web.warm import warm

handler = Edge("desk", pages.routes, api="functions.desk.api")
warm("desk/queue.html")
