"""Lambda entry point: everything that is read without signing in."""

from functions.register import api, pages
from shared.web.edge import Edge
from shared.web.warm import warm

handler = Edge("register", api.routes, pages.routes)
warm("register/start.html")
