"""The pages of applications: the partner's way through a case, and the case page that everyone shares."""

from functions.applications.pages.answering import routes as answering
from functions.applications.pages.cases import routes as cases
from functions.applications.pages.checking import routes as checking
from functions.applications.pages.leaving import routes as leaving
from functions.applications.pages.lists import routes as lists
from functions.applications.pages.sections import routes as sections
from functions.applications.pages.sending import routes as sending
from functions.applications.pages.starting import routes as starting
from shared.web.edge import Routes

routes = Routes(page=True)
routes.all = [
    route
    for each in (lists, starting, cases, sections, checking, answering, sending, leaving)
    for route in each.all
]
