"""The administration as pages: what waits, organisations, people, programmes, agreements, history, a partner's own people."""

from functions.admin.pages import (
    agreements,
    changes,
    history,
    membership,
    mergers,
    organisations,
    people,
    programmes,
    staff,
)
from shared.web.http.app import Routes

routes = Routes(page=True)
routes.all = [
    route
    for each in (changes, history, agreements, membership, organisations, mergers, people, programmes, staff)
    for route in each.routes.all
]
