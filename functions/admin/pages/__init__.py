"""The administration as pages: what waits, organisations, people, programmes, history."""

from functions.admin.pages import changes, organisations, people, programmes
from shared.web.http.app import Routes

routes = Routes(page=True)
routes.all = [route for each in (changes, organisations, people, programmes) for route in each.routes.all]
