"""Lambda entry point: signing in and out, language, inbox, own account and tokens, people to assign."""

from functions.people import account, api, pages, signing
from shared.web.edge import Edge

handler = Edge("people", api.routes, signing.routes, pages.routes, account.routes)
