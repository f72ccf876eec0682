"""Lambda entry point: the programme officer's queue, claims, screening, requests, assignment."""

from functions.desk import api, pages
from shared.web.edge import Edge

handler = Edge("desk", api.routes, pages.routes)
