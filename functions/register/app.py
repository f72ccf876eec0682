"""Lambda entry point: everything that is read without signing in."""

from functions.register import api, pages, programmes
from shared.web.http.app import App
from shared.web.pages.warm import warm

handler = App("register", api.routes, pages.routes, programmes.routes)
warm("register/start.html")
