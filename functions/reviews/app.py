"""Lambda entry point: the reviewer's queue, conflict declarations, reviews."""

from functions.reviews import pages
from shared.web.http.app import App
from shared.web.pages.warm import warm

handler = App("reviews", pages.routes, api="functions.reviews.api")
warm("reviews/queue.html")
