"""The pages of applications: the partner's way through a case, and the case page that everyone shares."""

from functions.applications.pages import answering, cases, checking, leaving, lists, sections, starting
from shared.web.edge import Routes

routes = Routes(page=True)
routes.all = [
    route
    for module in (lists, starting, cases, sections, checking, answering, leaving)
    for route in module.routes.all
]
