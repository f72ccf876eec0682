"""Lambda entry point: signing in and out, language, inbox, own account and tokens, people to assign."""

from functions.people import account, pages, sign_in
from shared.web.edge import Edge
from shared.web.warm import warm

handler = Edge("people", sign_in.routes, pages.routes, account.routes, api="functions.people.api")
warm("people/inbox.html")
