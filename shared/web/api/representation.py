"""The API's answer after a read or a change: the case as the caller may see it, with its ETag."""

from shared.actions.queries.case_view import CaseView
from shared.domain.case import Case
from shared.web.api.presenters import application_view
from shared.web.http.attempt import seen_after
from shared.web.http.call import Call
from shared.web.http.response import Response


def answered(call: Call, case: Case) -> Response:
    """200 with the new representation and its ETag."""
    return shown(seen_after(call, case))


def shown(seen: CaseView, status: int = 200, **headers: str) -> Response:
    version = seen.case.application.version
    return Response.of(application_view(seen), status=status, etag=f'"{version}"', **headers)
