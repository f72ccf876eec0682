"""Lambda entry point: signing in and out, language, inbox, own account and tokens, people to assign."""

from functions.people import account, pages, signing
from shared.web.edge import Edge
from shared.web.warm import warm

handler = Edge("people", signing.routes, pages.routes, account.routes, api="functions.people.api")
warm("people/inbox.html")
