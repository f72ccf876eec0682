"""Lambda entry point: everything that is read without signing in."""

from functions.register import pages
from shared.web.edge import Edge
from shared.web.warm import warm

handler = Edge("register", pages.routes, api="functions.register.api")
warm("register/start.html")
