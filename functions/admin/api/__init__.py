"""The administration as JSON: organisations, people, programmes, agreements, what waits, and what was done."""

from functions.admin.api import agreements, changes, organisations, people, programmes
from shared.web.http.app import Routes

routes = Routes(page=False)
routes.all = [
    route for each in (organisations, people, programmes, agreements, changes) for route in each.routes.all
]
