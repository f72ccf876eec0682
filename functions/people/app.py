"""Lambda entry point: signing in and out, language, inbox, own account and tokens, people to assign."""

from functions.people import absence, account, agreements, organisations, pages, sign_in
from shared.web.http.app import App
from shared.web.pages.warm import warm

handler = App(
    "people",
    sign_in.routes,
    pages.routes,
    account.routes,
    absence.routes,
    organisations.routes,
    agreements.routes,
    api="functions.people.api",
)
warm("people/inbox.html")
