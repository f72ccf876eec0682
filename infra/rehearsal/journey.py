"""The main journey over HTTP against a deployed stack: a partner applies, staff decide, everyone is told."""

import hashlib
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from urllib3.filepost import encode_multipart_formdata

from infra.local.demo_letter import demo_letter
from shared.domain import forms
from shared.domain.programmes import Direction

TOLD_WITHIN = 60.0
SECONDS = 60
Step = tuple[str, str, dict[str, Any]]
"""Who does what, with which body; the snapshot's hash is added where it is asked for."""
SAID = "Rehearsal 演练"
PDF = demo_letter()
REVIEW = {
    "conflict": False,
    "scores": {"need": 5, "feasibility": 4, "safety": 4, "partnership": 4, "impact": 3},
    "recommendation": "approve",
    "comment": {"federation": SAID, "partner": SAID},
}
ATTESTED = (
    "direction_compliance_items_clear",
    "data_protection_assessment_done",
)
STEPS: tuple[Step, ...] = (
    ("north-signatory", "submit", {}),
    ("officer-1", "claim", {}),
    (
        "officer-1",
        "accept_for_review",
        {"reviewers": ["reviewer-1", "reviewer-2"], "attest": {"checklist_complete": SAID}},
    ),
    ("reviewer-1", "review", REVIEW),
    ("reviewer-2", "review", REVIEW),
    ("officer-1", "close_review", {}),
    ("safety", "sign_risk", {"finding": "acceptable", "note": SAID}),
    ("compliance", "clear_compliance", {"attest": dict.fromkeys(ATTESTED, SAID)}),
)
BESIDE = ("review", "sign_risk")
"""Steps that leave the state as it is, and the partner none the wiser."""
APPROVE: Step = ("approver-1", "approve", {"comment": SAID})
REFUSE: Step = (
    "approver-1",
    "reject",
    {"reason_code": "need_not_shown", "reason": {"en": "Rehearsal", "zh": "演练"}},
)
DECIDED = {"approve": "approved", "reject": "rejected"}


class Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_: Any) -> None:
        return None


OPENER = urllib.request.build_opener(Stay)


@dataclass(frozen=True, slots=True)
class Api:
    """The deployed API, as partner systems use it."""

    endpoint_url: str
    host: str
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    """People by the names they have here, and programmes by their direction."""

    def call(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and JSON; a page's text where the answer is none."""
        sent = {"Host": self.host, "Content-Type": "application/json", "Accept": "application/json"} | headers
        if who:
            sent["Authorization"] = f"Bearer {self.tokens[who]}"
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(self.endpoint_url + path, content, sent, method=method)  # noqa: S310 -- loopback
        try:
            with OPENER.open(request, timeout=SECONDS) as answer:
                return answer.status, parsed(answer.read())
        except urllib.error.HTTPError as refusal:
            return refusal.code, parsed(refusal.read())

    def download(self, who: str, path: str) -> bytes:
        """What stands at the link that the registry answers with."""
        sent = {"Host": self.host, "Authorization": f"Bearer {self.tokens[who]}"}
        request = urllib.request.Request(self.endpoint_url + path, headers=sent)  # noqa: S310 -- loopback
        try:
            with OPENER.open(request, timeout=SECONDS) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as redirect:
            expect(f"{who} gets a link", redirect.code, 303, redirect.read())
            with OPENER.open(redirect.headers["Location"], timeout=SECONDS) as file:
                return bytes(file.read())


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


def walk(api: Api, direction: Direction, last: Step) -> str:
    """From a draft to the decision, each step by whoever's turn it is; the id of the case."""
    values = forms.example(forms.load(direction), today=datetime.now(UTC).date())
    values |= {"title_en": f"Rehearsal {direction}", "title_zh": f"演练 {direction}"}
    body = {"direction": direction, "programme_id": api.ids[direction], "fields": values}
    key = {"Idempotency-Key": f"rehearsal-{direction}"}
    status, case = api.call("north-editor", "POST", "/api/v1/applications", body, **key)
    expect("an editor begins a draft", status, 201, case)
    _, again = api.call("north-editor", "POST", "/api/v1/applications", body, **key)
    expect("the same request again is the same draft", again["id"], case["id"])
    path = f"/api/v1/applications/{case['id']}"
    document = attach(api, path)
    for step in (*STEPS, last):
        act(api, path, step)
    opened(api, f"{path}/documents/{document}")
    _, case = api.call("north-editor", "GET", path)
    expect("the partner reads the decision", case["state"], DECIDED[last[1]], case)
    _, history = api.call("north-editor", "GET", f"{path}/history")
    told = sum(name not in BESIDE for _, name, _ in STEPS)
    expect("every step is in the partner's history", len(history["items"]) >= told, True, history)
    return str(case["id"])


def attach(api: Api, path: str) -> str:
    """A file straight to the bucket, which the scanner looks at before anybody can open it; the document's id."""
    name = "Rehearsal 演练.pdf"
    said = {
        "field": "files",
        "name": name,
        "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
    }
    status, announced = api.call("north-editor", "POST", f"{path}/documents", said)
    expect("a document is announced", status, 201, announced)
    upload = announced["upload"]
    body, kind = encode_multipart_formdata({**upload["fields"], "file": (name, PDF)})
    request = urllib.request.Request(upload["url"], body, {"Content-Type": kind})  # noqa: S310 -- loopback
    try:
        with OPENER.open(request, timeout=SECONDS) as answer:
            expect("the bucket takes the file", answer.status in {200, 201, 204}, True)
    except urllib.error.HTTPError as refusal:
        expect("the bucket takes the file", refusal.code, 204, refusal.read())
    deadline, state = time.monotonic() + TOLD_WITHIN, "scanning"
    while time.monotonic() < deadline and state in {"scanning", "held"}:
        time.sleep(0.5)
        _, found = api.call("north-editor", "GET", f"{path}/documents")
        [state] = [each["state"] for each in found["items"]]
    expect("the scanner has passed it", state, "clean", found)
    return str(announced["id"])


def opened(api: Api, path: str) -> None:
    """The officer gets the file as it was sent, by a link that the registry gives."""
    expect("the officer opens the document", api.download("officer-1", path), PDF)


def act(api: Api, path: str, step: Step) -> None:
    """Do what the case offers this person, at the address and version it names."""
    who, action, body = step
    if "reviewers" in body:
        body = {**body, "reviewers": [api.ids[each] for each in body["reviewers"]]}
    _, case = api.call(who, "GET", path)
    version = {"If-Match": f'"{case["version"]}"'}
    if action == "review":
        status, said = api.call(who, "PUT", f"{path}/reviews/me", body, **version)
    elif action == "sign_risk":
        route = path.replace("applications", "approvals") + "/sign_risk"
        status, said = api.call(who, "POST", route, body, **version)
    else:
        offered = {each["name"]: each for each in case["actions"]}
        if action not in offered:
            raise SystemExit(f"  no   {who}: {action} is not offered, only {', '.join(offered)}")
        if action == "approve":
            body = {**body, "snapshot_hash": case["snapshot_hash"]}
        status, said = api.call(who, offered[action]["method"], offered[action]["href"], body, **version)
    expect(f"{who}: {action}", status, 200, said)


def told(api: Api, who: str, application_id: str, subject: str) -> None:
    """An event reached this person's inbox: stream, publisher, topic, queue and notifier all worked."""
    deadline = time.monotonic() + TOLD_WITHIN
    found: set[tuple[str, str]] = set()
    while time.monotonic() < deadline and (application_id, subject) not in found:
        time.sleep(0.5)
        _, inbox = api.call(who, "GET", "/api/v1/notifications")
        found = {(each["application_id"], each["subject"]) for each in inbox["items"]}
    expect(f"{who} is told: {subject}", (application_id, subject) in found, True, found)
