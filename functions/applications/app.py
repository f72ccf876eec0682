"""Lambda entry point: drafts, forms, submission, answers, withdrawal, and reading cases."""

from functions.applications import api, pages
from shared.web.edge import Edge

handler = Edge("applications", api.routes, pages.routes)
