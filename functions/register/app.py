"""Lambda entry point: everything that is read without signing in."""

from functions.register import api, pages
from shared.web.edge import Edge

handler = Edge("register", api.routes, pages.routes)
