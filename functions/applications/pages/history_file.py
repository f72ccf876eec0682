"""The history of a case as a file: what its page says, for auditors and people of the federation."""

import json

from functions.applications.pages.answers_view import form_of
from functions.applications.pages.cases import ONE, see
from functions.applications.pages.history import by_of, notes_of, words_of
from shared.actions.policy import POLICY
from shared.actions.queries.case_view import CaseView
from shared.actions.queries.history import history
from shared.domain.events import Event
from shared.domain.refusals import Forbidden
from shared.domain.words import Language
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.http.spreadsheet import spreadsheet, times
from shared.wiring import wiring

routes = Routes(page=True)
MOST = 5_000
"""Rows of a file."""
TOLD = ("fields", "changed")
"""What the page says of an event by the labels of the questions."""


@routes.get(f"{ONE}/history.csv", policy="export_history")
def file(call: Call, application_id: str) -> Response:
    """What the page of the history says, oldest first."""
    seen = see(call, application_id)
    if not POLICY["export_history"].admits(call.who.person):
        raise Forbidden
    past = history(wiring().stores, call.who.person, application_id, limit=MOST)
    rows = [_row(seen, event, call.language) for event in past.events[:MOST]]
    more = past.next is not None or len(past.events) > MOST
    return spreadsheet(f"{seen.case.application.number}-history.csv", rows, call.language, more=more)


def _row(seen: CaseView, event: Event, language: Language) -> dict[str, str]:
    application = seen.case.application
    changes = {name: event.data[name] for name in TOLD if event.data.get(name)}
    return {
        **times(event.at),
        "kind": event.kind,
        "text": words_of(event, language, seen.view),
        "subject": "application",
        "subject_id": application.id,
        "subject_name": application.number,
        "by": event.by,
        "by_name": by_of(event, language),
        "reason": "\n".join(notes_of(form_of(application), event, language)),
        "changes": json.dumps(changes, ensure_ascii=False, separators=(",", ":")),
    }
