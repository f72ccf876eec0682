"""Lambda entry point: the programme officer's queue, claims, screening, requests, assignment."""

from functions.desk import answers, handover, pages
from shared.web.http.app import App
from shared.web.pages.warm import warm

handler = App("desk", answers.routes, handover.routes, pages.routes, api="functions.desk.api")
warm("desk/queue.html")
