"""One value of its own for every place where something personal is written, and what is looked through for them."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from shared.identity import issue_token
from tests.client import Client, Reply
from tests.fuzz.story import answers, chinese
from tests.stage import CLEARED, SCORES, Stage

CANARY = re.compile(r"EK\d{7}")
"""Shaped like the number of a passport; each stands for one place."""


@dataclass
class Aviary:
    """Hands out canaries, and remembers who sits where."""

    places: dict[str, str] = field(default_factory=dict)

    def fill(self, place: str, least: int, _most: int) -> str:
        """A text for a place: its canary, as often as the place wants characters."""
        canary = self.places.setdefault(place, f"EK{len(self.places):07}")
        return " ".join([canary] * (least // len(canary) + 1))

    def found(self, text: str) -> list[str]:
        """The places whose canary sits in this text."""
        names = {canary: place for place, canary in self.places.items()}
        return sorted({names[canary] for canary in CANARY.findall(text) if canary in names})


@dataclass
class Listening:
    """API clients whose answers are kept."""

    clients: dict[str, Client]
    replies: list[tuple[str, Reply]] = field(default_factory=list)

    def call(self, who: str, method: str, target: str, body: object = None, **headers: str) -> Reply:
        reply = self.clients[who].call(method, target, body, **headers)
        self.replies.append((f"{who} {method} {target}", reply))
        return reply

    def act(self, who: str, case_id: str, name: str, body: object = None) -> Any:
        """Take an action that the case offers this person; answers the case as it is then."""
        seen = self.call(who, "GET", f"/api/v1/applications/{case_id}")
        [href] = [each["href"] for each in seen.json["actions"] if each["name"] == name]
        return self.send(who, seen, href, body or {})

    def beside(self, who: str, case_id: str, name: str, body: object) -> Any:
        """What approvals do beside the steps of the workflow."""
        seen = self.call(who, "GET", f"/api/v1/applications/{case_id}")
        return self.send(who, seen, f"/api/v1/approvals/{case_id}/{name}", body)

    def send(self, who: str, seen: Reply, href: str, body: object) -> Any:
        reply = self.call(who, "POST", href, body, if_match=seen.headers["etag"])
        assert reply.status == 200, reply.text
        return reply.json


class Outside:
    """Stands for SNS and SQS: keeps what is sent."""

    def __init__(self) -> None:
        self.published: list[str] = []
        self.parked: list[str] = []

    def publish_batch(self, **arguments: Any) -> dict[str, Any]:
        entries = arguments["PublishBatchRequestEntries"]
        self.published.append(json.dumps(entries))
        return {"Successful": [{"Id": entry["Id"]} for entry in entries]}

    def send_message(self, **arguments: Any) -> None:
        self.parked.append(arguments["MessageBody"])


def headers_of(reply: Reply) -> str:
    return json.dumps([reply.headers, reply.cookies])


def token_of(stage: Stage, person_id: str) -> Client:
    return Client(token=issue_token(stage.stores, person_id, at=stage.at))


def journey(heard: Listening, stage: Stage, aviary: Aviary) -> Any:
    """From draft to approval, with a canary in every text."""
    fields = answers("going_out", aviary.fill, stage.at.date())
    new = {"direction": "going_out", "programme_id": "going-out", "fields": fields}
    key = heard.call("north-editor", "POST", "/api/v1/applications", new, idempotency_key="one").json["id"]
    heard.act("north-signatory", key, "submit")
    heard.act("officer", key, "claim")
    items = [{"field": "need_statement", "message": aviary.fill("question", 1, 500)}]
    heard.act("officer", key, "request_info", {"items": items, "message": aviary.fill("request", 1, 500)})
    note = {"field": "need_statement", "message": aviary.fill("answer", 1, 500)}
    heard.act("north-signatory", key, "resubmit", {"answers": [note]})
    stated = {name: aviary.fill(f"statement {name}", 1, 500) for name in CLEARED}
    checked = {"checklist_complete": aviary.fill("statement checklist_complete", 1, 500)}
    heard.act(
        "officer", key, "accept_for_review", {"reviewers": ["reviewer-1", "reviewer-2"], "attest": checked}
    )
    for who in ("reviewer-1", "reviewer-2"):
        comment = {each: aviary.fill(f"{each} of {who}", 1, 500) for each in ("federation", "partner")}
        review = {"conflict": False, "scores": SCORES, "recommendation": "approve", "comment": comment}
        heard.call(who, "PUT", f"/api/v1/applications/{key}/reviews/me", review)
    heard.act("officer", key, "close_review")
    risk = {"finding": "with_measures", "note": aviary.fill("note on the risks", 10, 500)}
    heard.beside("safety", key, "sign_risk", risk)
    found = {"money": {"outcome": "clear", "note": aviary.fill("note on the money", 5, 500)}}
    heard.beside("compliance", key, "check_compliance", {"points": found})
    cleared = heard.act("compliance", key, "clear_compliance", {"attest": stated})
    heard.act("approver", key, "escalate", {"reason": aviary.fill("reason of escalate", 1, 500)})
    condition = {
        "text": {
            "en": aviary.fill("condition en", 5, 500),
            "zh": chinese(aviary.fill)("condition zh", 4, 500),
        }
    }
    body = {"snapshot_hash": cleared["snapshot_hash"], "conditions": [condition]}
    return heard.act("senior", key, "approve_final", {**body, "comment": aviary.fill("comment", 1, 500)})


def trespass(heard: Listening, key: str, aviary: Aviary) -> None:
    """Everybody tries everything again, with a text in a place that takes none."""
    text = aviary.fill("out of place", 1, 60)
    for who in heard.clients:
        target = f"/api/v1/applications/{key}"
        heard.call(
            who, "PATCH", target, {"fields": {"contact_email": text, "start_date": text}}, if_match='"9"'
        )
        heard.call(who, "POST", f"{target}/withdraw", {"reason": text}, if_match='"1"')
        heard.call(who, "POST", f"{target}/submit", {"attest": {"four_eyes": text}}, if_match='"1"')
        heard.call(who, "POST", f"/api/v1/approvals/{key}/reject", {"reason_code": text, "reason": text})
        heard.call(who, "GET", f"/api/v1/applications?cursor={text}&limit={text}")
