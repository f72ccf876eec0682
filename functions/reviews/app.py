"""Lambda entry point: the reviewer's queue, conflict declarations, reviews."""

from functions.reviews import api, pages
from shared.web.edge import Edge

handler = Edge("reviews", api.routes, pages.routes)
