"""Lambda entry point: drafts, forms, submission, answers, withdrawal, and reading cases."""

from functions.applications import api
from shared.domain import forms
from shared.domain.programmes import DIRECTIONS
from shared.web.edge import Edge
from shared.web.warm import warm

handler = Edge("applications", api.routes, pages="functions.applications.pages")
warm()
for direction in DIRECTIONS:
    forms.load(direction)
