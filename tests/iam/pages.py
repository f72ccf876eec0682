"""What people do on pages: every kind of form, lists by every filter, and what belongs to their account."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.web.http.csrf import FIELDS
from tests.builders import a_programme
from tests.client import BASE_URL, Reply
from tests.documents import PDF, a_document, said_of
from tests.functions.pages import Page
from tests.iam.clients import PARTNER, both, browser_of
from tests.stage import WHO, Stage
from tests.store.test_messages import a_message

SCORES = {f"scores__{name}": "4" for name in ("need", "feasibility", "safety", "partnership", "impact")}


def fill_in_pages(stage: Stage) -> None:
    """One form of every function as a page, with what was typed before the session ended, kept awake."""
    stage.stores.programmes.save(a_programme(id="now", opens="2020-01-01", closes="2090-12-31"))
    _sent(stage, PARTNER, "/applications/new", programme_id="now")
    draft, waiting = stage.draft(), stage.case("submitted")
    _sent(stage, PARTNER, f"/applications/{draft.application.id}/sections/programme", title_en="Another")
    _sent(stage, "officer", f"/desk/{waiting.application.id}/claim")
    decidable = stage.case("decision_pending")
    approver, decision = browser_of(stage, "approver"), f"/approvals/{decidable.application.id}/approve"
    assert approver.send(decision, approver.open(decision)).status == 200
    _sent(stage, "approver", f"/approvals/{decidable.application.id}/approve", then="decide")
    reviewed = f"/reviews/{stage.case('under_review').application.id}"
    declared = _sent(stage, "reviewer-1", f"{reviewed}/declaration", form=reviewed, conflict="no")
    assert declared.status == 303
    _sent(stage, "reviewer-1", reviewed, recommendation="approve", comment="Well planned", **SCORES)
    _sent(stage, "officer", f"/desk/{waiting.application.id}/conflict")
    _read_lists(stage, waiting.application.number)


def use_account(stage: Stage, who: str = "officer-2") -> None:
    """Inbox, language, tokens, and the end of the session."""
    case = stage.case("under_review")
    for each in (who, "reviewer-1", PARTNER):
        message = replace(a_message(1), person_id=each, application_id=case.application.id)
        stage.stores.messages.add(message)
        both(stage, each)[False].get("/api/v1/notifications")
    browser = browser_of(stage, who)
    client = browser.client
    client.get("/people/inbox")
    client.post("/people/inbox", {"all": "1"})
    client.post("/people/profile/language", {"language": "zh"})
    asked = {"label": "test", "scopes": "write", "lasting": "30"}
    assert client.post("/people/profile/tokens?typed=1", asked).status == 200
    client.post("/people/profile/tokens/revoke", {"token": stage.stores.tokens.of(who)[0].digest})
    assert client.post("/people/sign-out").location == "/people/signed-out"
    program = both(stage, who)[False]
    program.call("POST", "/api/v1/notifications/read", {"all": True})
    program.get("/api/v1/people?role=reviewer")
    for page in ("/", "/status", "/help", "/nothing-here"):
        browser_of(stage, PARTNER).client.get(page)


def attach_documents(stage: Stage) -> None:
    """A document by page and by program, one taken out again, and one of the federation."""
    case, _ = a_document(stage, PARTNER, stage.draft())
    place = f"/applications/{case.application.id}/documents"
    announced = _sent(stage, PARTNER, place, form=f"{place}/new", field="files")
    assert browser_of(stage, PARTNER).client.get(announced.location).status == 200
    program = both(stage, PARTNER)[False]
    made = program.call("POST", f"/api/v1{place}", said_of(PDF, "files", "Plan.pdf"))
    assert made.status == 201, made.text
    assert program.call("DELETE", f"/api/v1{place}/{made.json['id']}", None).status == 204
    sent = stage.case("submitted").application.id
    own = both(stage, "officer")[False].call(
        "POST", f"/api/v1/applications/{sent}/documents", said_of(PDF, "federation", "Note.pdf")
    )
    assert own.status == 201, own.text


def _sent(stage: Stage, who: str, target: str, *, form: str = "", **typed: Any) -> Reply:
    """Fill in a form whose session ends before it is sent; sign in again, find it as it was, and send it."""
    fields = browser_of(stage, who).open(form or target).fields
    del fields[FIELDS[0]]
    changed = {name.replace("__", "."): value for name, value in typed.items()}
    late = browser_of(stage, who, idle=timedelta(hours=1)).client.post(target, {**fields, **changed})
    assert "ended=kept" in late.location, late.location
    browser = browser_of(stage, who)
    page: Page = browser.open(f"{form or target}?typed=1")
    reply = browser.send(f"{target}?typed=1", page, **typed)
    assert reply.status == 303, reply.text[-2_000:]
    assert BASE_URL not in reply.location
    return reply


def _read_lists(stage: Stage, number: str) -> None:
    """Lists by every filter that leads to other keys."""
    for who in WHO.values():
        page, program = both(stage, who)[True], both(stage, who)[False]
        page.get(f"/desk?number={number}")
        program.get("/api/v1/changes?since=2020-01-01T00:00:00Z")
        program.get("/api/v1/applications?direction=inviting_in&state=submitted&limit=1")
