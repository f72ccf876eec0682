"""Lambda entry point: drafts, forms, submission, answers, withdrawal, and reading cases."""

from functions.applications import api
from shared.domain import forms
from shared.domain.programmes import DIRECTIONS
from shared.web.http.app import App
from shared.web.pages.warm import warm

handler = App("applications", api.routes, pages="functions.applications.pages")
for direction in DIRECTIONS:
    forms.load(direction)
warm()
