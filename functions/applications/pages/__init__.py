"""The pages of applications: the partner's way through a case, and the case page that everyone shares."""

from functions.applications.pages.answer_request import routes as answering
from functions.applications.pages.cases import routes as cases
from functions.applications.pages.check_answers import routes as checking
from functions.applications.pages.check_corrections import routes as sending
from functions.applications.pages.draft_programme import routes as moving
from functions.applications.pages.history_file import routes as files
from functions.applications.pages.lists import routes as lists
from functions.applications.pages.new_application import routes as starting
from functions.applications.pages.partner_actions import routes as leaving
from functions.applications.pages.section import routes as sections
from functions.applications.pages.table_paste import routes as pastes
from functions.applications.pages.table_rows import routes as rows
from shared.web.http.app import Routes

routes = Routes(page=True)
routes.all = [
    route
    for each in (
        lists,
        starting,
        cases,
        files,
        sections,
        rows,
        pastes,
        checking,
        answering,
        sending,
        leaving,
        moving,
    )
    for route in each.all
]
