"""The administration as pages: what waits, organisations, people, programmes, history, a partner's own people."""

from functions.admin.pages import changes, membership, organisations, people, programmes, staff
from shared.web.http.app import Routes

routes = Routes(page=True)
routes.all = [
    route
    for each in (changes, membership, organisations, people, programmes, staff)
    for route in each.routes.all
]
