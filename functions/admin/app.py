"""Lambda entry point: the hub's organisations, people and programmes, what waits, and what was done."""

from shared.web.http.app import App
from shared.web.pages.warm import warm

handler = App("admin", api="functions.admin.api", pages="functions.admin.pages")
warm("admin/changes.html")
