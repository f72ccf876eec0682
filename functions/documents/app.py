"""Lambda entry point: documents of cases, attached, listed, opened and removed."""

from functions.documents import pages
from shared.web.http.app import App
from shared.web.pages.warm import warm

handler = App("documents", pages.routes, api="functions.documents.api")
warm("documents/list.html")
