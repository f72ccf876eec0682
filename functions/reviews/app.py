"""Lambda entry point: the reviewer's queue, conflict declarations, reviews."""

from functions.reviews import pages
from shared.web.edge import Edge
from shared.web.warm import warm

handler = Edge("reviews", pages.routes, api="functions.reviews.api")
warm("reviews/queue.html")
