"""A federation with a case of every kind, credentials of every quality, and the requests of every route."""

import base64
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from infra.local.template import load_template
from shared.domain.administration import Proposal
from shared.domain.commands import NOTHING, ReviewCommand, ReviewersCommand
from shared.domain.people import Person
from shared.identity import issue_token
from shared.store.stores import Stores
from shared.web.http.app import App, Route
from shared.web.pages.assets import address
from tests.access.table import PRINCIPALS, STATES, Principal
from tests.builders import a_person, an_agreement, an_organisation
from tests.client import COOKIE, Client, Reply
from tests.documents import a_document
from tests.stage import PATHS, Stage

GARBAGE = "nobody." + "x" * 43
MISSING = base64.b32encode(b"\0" * 16).decode().rstrip("=").lower()
MALFORMED = "not-an-id"
STALE = 999_999
PROPOSAL = Proposal(
    id="a-change",
    at=datetime(2026, 11, 1, tzinfo=UTC),
    by="somebody",
    by_name="Somebody",
    kind="roles",
    subject_id="officer",
    subject_name="Officer",
    data={"roles": ["approver"]},
)
"""What waits for a second administrator, about somebody who knows nothing of it."""
NAMES: Mapping[str, Any] = {
    "contact_name": "Canary-contact",
    "signatory_name": "Canary-signatory",
    "leader_name": "Canary-leader",
    "contact_email": "canary-contact@example.org",
}
"""Personal answers (class 3) that nobody else has."""
REFUSED = {"reason_code": "not_eligible", "reason": {"en": "Not eligible", "zh": "不符合条件"}}
BODIES: Mapping[str, object] = {
    "PATCH": {"fields": {}},
    "reviews/me": {"conflict": False},
    "request_info": {"items": [{"field": "need_statement", "message": "Why?"}]},
    "amend_request": {"items": [{"field": "need_statement", "message": "Why?"}]},
    "propose_ineligible": REFUSED,
    "reject": REFUSED,
    "appeal": {"reason": "Overlooked."},
    "cancel": {"reason": "Given up."},
    "uphold": {"reason": REFUSED["reason"]},
    "dismiss": {"reason": REFUSED["reason"]},
    "dismiss_appeal": REFUSED,
    "accept_for_review": {"reviewers": ["reviewer-1", "reviewer-2"]},
    "reviewers": {"add": ["reviewer-4"]},
    "approve": {"snapshot_hash": "0"},
    "approve_final": {"snapshot_hash": "0"},
    "officer": {"officer": "officer-2"},
    "accept_answers": {"accepted": ["need_statement"]},
    "check_compliance": {"points": {"money": {"outcome": "clear", "note": "Accounts read."}}},
    "sign_risk": {"finding": "acceptable", "note": "Checked with care."},
    "programme": {"programme_id": "none"},
    "applications": {"direction": "going_out", "programme_id": "none"},
    "documents": {"field": "none", "name": "a.pdf", "size": 1, "sha256": "0" * 64},
}
"""Bodies in order, for actions that want more than an empty one."""


def apps() -> dict[str, App]:
    """The functions behind the HTTP API, as the template names them."""
    template = load_template()
    modules = {template.functions[route.function].handler.rpartition(".")[0] for route in template.routes}
    return {module.split(".")[1]: import_module(module).handler for module in sorted(modules)}


def routes() -> dict[str, Route]:
    """Every route by its method and path."""
    return {f"{route.method} {route.path}": route for app in apps().values() for route in app.routes}


def sample(path: str, application_id: str = MISSING, document_id: str = MISSING) -> str:
    """An address of a route."""
    values = {"application_id": application_id, "direction": "going_out", "section_id": "organisation"}
    values |= {"person_id": "officer", "organisation_id": "north", "programme_id": "going-out"}
    values |= {"agreement_id": "memorandum", "table_id": "places", "row": "1"}
    values |= {"document_id": document_id}
    values |= {"change_id": PROPOSAL.id, "secret": "x" * 43}
    version, _, name = address("site.css").removeprefix("/static/").partition("/")
    values |= {"version": version, "name": name}
    if path.startswith("/vetting/"):
        values["organisation_id"] = "asks"
    if path.startswith("/staff/"):
        values["person_id"] = "north-editor"
    return re.sub(r"<(\w+)>", lambda match: values[match[1]], path)


@dataclass
class World:
    """The stage with its cases by kind, and a client of every principal for pages and for the API."""

    stage: Stage
    ids: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    """The one document of each case."""
    _clients: dict[tuple[str, str, bool], Client] = field(default_factory=dict)

    def client(self, principal: Principal, language: str, *, page: bool) -> Client:
        return self._clients[principal.name, language, page]

    def ask(self, principal: Principal, route: Route, kind: str, language: str) -> Reply:
        """The ordinary request of a route, based on a version that never was."""
        target = sample(route.path, self.ids.get(kind, MALFORMED), self.documents.get(kind, MISSING))
        client = self.client(principal, language, page=route.page)
        if route.method == "GET":
            return client.get(target)
        if route.page:
            return client.post(target, {"seen": str(STALE)})
        name = route.path.partition("<application_id>/")[2] or route.path.rpartition("/")[2]
        body = BODIES.get(route.method, BODIES.get(name, {}))
        return client.call(route.method, target, body, if_match=f'"{STALE}"')

    def dump(self, *partitions: str) -> list[dict[str, Any]]:
        """Everything in the table, or in partitions beginning like this."""
        table = self.stage.stores.table
        client: Any = table.client
        pages = client.get_paginator("scan").paginate(TableName=table.name)
        rows = [row for page in pages for row in page["Items"]]
        kept = [row for row in rows if not partitions or row["PK"]["S"].startswith(partitions)]
        return sorted(kept, key=lambda row: (row["PK"]["S"], row["SK"]["S"]))


@contextmanager
def world(stores: Stores) -> Iterator[World]:
    """The whole scene, made by the actions that people use."""
    stage = Stage(stores, at=datetime.now(UTC).replace(microsecond=0)).furnish()
    for person in _more_people():
        stage.know(person)
    stores.table.commit(stores.administration.propose(PROPOSAL))
    stores.organisations.save(an_organisation("asks", standing="proposed", since=PROPOSAL.at))
    stores.table.commit(stores.agreements.add(an_agreement()))
    made = World(stage)
    for kind, state in STATES.items():
        made.ids[kind], made.documents[kind] = _case(stage, kind, state)
    made.ids["missing"] = MISSING
    for principal in PRINCIPALS:
        for page in (False, True):
            client = _client(stores, principal.name, page=page)
            for language in ("en", "zh"):
                own = Client(token=client.token, language=language)
                own.cookies = {**client.cookies, "language": language} if page else {}
                made._clients[principal.name, language, page] = own
    yield made


def _more_people() -> list[Person]:
    return [
        a_person("reviewer-4", "reviewer"),
        a_person("signer", "invitation_signatory"),
        a_person("north-both", "partner_editor", "partner_signatory", organisation_id="north"),
        a_person("reviewer-approver", "reviewer", "approver"),
        a_person("officer-reviewer", "programme_officer", "reviewer"),
        a_person("expired", "programme_officer"),
        a_person("disabled", "programme_officer", active=False),
    ]


def _case(stage: Stage, kind: str, state: str) -> tuple[str, str]:
    """The ids of a case and of its document."""
    south = kind.startswith("south")
    who = "south-editor" if south else "north-editor"
    case = stage.draft(who=who, title_en=f"Example {kind}", title_zh=f"示例交流：{kind}", **NAMES)
    case, document = a_document(stage, who, case)
    for name, taker in PATHS[state]:
        case = stage.do(name, "south-signatory" if south else taker, case)
    if kind == "north_review":
        _declare(stage, case.application.id)
    return case.application.id, document.id


def _declare(stage: Stage, application_id: str) -> None:
    from shared.actions.perform import perform  # noqa: PLC0415

    joined = ReviewersCommand(add=["reviewer-3"])
    perform(stage.attempt("officer", "change_reviewers", application_id), joined)
    perform(stage.attempt("reviewer-1", "review", application_id), ReviewCommand())
    perform(stage.attempt("reviewer-3", "review", application_id), ReviewCommand(conflict=True))
    perform(stage.attempt("officer-2", "declare_conflict", application_id), NOTHING)


def _client(stores: Stores, name: str, *, page: bool) -> Client:
    now = datetime.now(UTC)
    if name == "anonymous":
        return Client()
    if name == "garbage":
        client = Client(token="" if page else f"ert_{GARBAGE}")
        client.cookies = {COOKIE: GARBAGE} if page else {}
        return client
    then = now - timedelta(hours=13) if name == "expired" else now
    if page:
        return Client().sign_in(stores, name, then)
    lasting = timedelta(hours=1) if name == "expired" else timedelta(days=1)
    return Client(token=issue_token(stores, name, at=then, lasting=lasting))
