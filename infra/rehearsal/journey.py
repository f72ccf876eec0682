"""The main journey over HTTP against a deployed stack: a partner applies, staff decide, everyone is told."""

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.domain import forms

TOLD_WITHIN = 60.0
SCORES = {"need": 5, "feasibility": 4, "safety": 4, "partnership": 4, "impact": 3}


@dataclass(frozen=True, slots=True)
class Api:
    """The deployed API, as partner systems use it."""

    endpoint_url: str
    host: str
    tokens: dict[str, str]

    def call(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and JSON; a page's text where the answer is none."""
        sent = {"Host": self.host, "Content-Type": "application/json", "Accept": "application/json"} | headers
        if who:
            sent["Authorization"] = f"Bearer {self.tokens[who]}"
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(self.endpoint_url + path, content, sent, method=method)  # noqa: S310 -- loopback
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 -- as above
                return answer.status, parsed(answer.read())
        except urllib.error.HTTPError as refusal:
            return refusal.code, parsed(refusal.read())


def parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content.decode("utf-8", "replace")


def expect(what: str, found: object, wanted: object, said: object = "") -> None:
    """One line per step; the first that is not as it should be ends the rehearsal."""
    if found != wanted:
        raise SystemExit(f"  no   {what}: {found!r}, not {wanted!r} {str(said)[:800]}")
    print(f"  yes  {what}")


def pages(api: Api) -> None:
    for path, status in [("/", 200), ("/help", 200), ("/no-such-page", 404), ("/applications", 303)]:
        found, _ = api.call("", "GET", path, Accept="text/html")
        expect(f"GET {path} answers {status}", found, status)


def walk(api: Api) -> None:
    """From a draft to the decision, each step by whoever's turn it is."""
    values = forms.example(forms.load("going_out"), today=datetime.now(UTC).date())
    body = {"direction": "going_out", "programme_id": "demo-going-out", "fields": values}
    key = {"Idempotency-Key": "rehearsal-1"}
    status, case = api.call("north-editor", "POST", "/api/v1/applications", body, **key)
    expect("an editor begins a draft", status, 201, case)
    _, again = api.call("north-editor", "POST", "/api/v1/applications", body, **key)
    expect("the same request again is the same draft", again["id"], case["id"])
    path = f"/api/v1/applications/{case['id']}"
    for who, action, details in steps():
        act(api, path, who, action, details)
    _, case = api.call("north-editor", "GET", path)
    expect("the case is approved", case["state"], "approved", case)
    _, history = api.call("north-editor", "GET", f"{path}/history")
    expect("every step is in the history", len(history["items"]) >= len(steps()), True, history)
    told(api, "north-editor", case["id"])


def steps() -> list[tuple[str, str, dict[str, Any]]]:
    """Who does what, with which body; the snapshot's hash is added where it is asked for."""
    review = {
        "conflict": False,
        "scores": SCORES,
        "recommendation": "approve",
        "comment": "Rehearsal 演练",
        "comment_to_partner": "Rehearsal 演练",
    }
    attested = (
        "direction_compliance_items_clear",
        "safety_officer_risk_assessment_signed",
        "data_protection_assessment_done",
    )
    return [
        ("north-signatory", "submit", {}),
        ("officer-1", "claim", {}),
        (
            "officer-1",
            "accept_for_review",
            {"reviewers": ["reviewer-1", "reviewer-2"], "attest": {"checklist_complete": "Rehearsal 演练"}},
        ),
        ("reviewer-1", "review", review),
        ("reviewer-2", "review", review),
        ("officer-1", "close_review", {}),
        ("compliance", "clear_compliance", {"attest": dict.fromkeys(attested, "Rehearsal 演练")}),
        ("approver-1", "approve", {"comment": "Rehearsal 演练"}),
    ]


def act(api: Api, path: str, who: str, action: str, body: dict[str, Any]) -> None:
    """Do what the case offers this person, at the address and version it names."""
    _, case = api.call(who, "GET", path)
    version = {"If-Match": f'"{case["version"]}"'}
    if action == "review":
        status, said = api.call(who, "PUT", f"{path}/reviews/me", body, **version)
    else:
        offered = {each["name"]: each for each in case["actions"]}
        if action not in offered:
            raise SystemExit(f"  no   {who}: {action} is not offered, only {', '.join(offered)}")
        if action == "approve":
            body = {**body, "snapshot_hash": case["snapshot_hash"]}
        status, said = api.call(who, offered[action]["method"], offered[action]["href"], body, **version)
    expect(f"{who}: {action}", status, 200, said)


def told(api: Api, who: str, application_id: str) -> None:
    """The last event reached this person's inbox: stream, publisher, topic, queue and notifier all worked."""
    deadline = time.monotonic() + TOLD_WITHIN
    text = ""
    while time.monotonic() < deadline:
        _, inbox = api.call(who, "GET", "/api/v1/notifications")
        text = json.dumps(inbox, ensure_ascii=False)
        if application_id in text and "approved" in text:
            break
        time.sleep(0.5)
    expect(f"{who} is told of the decision", application_id in text and "approved" in text, True, text)
