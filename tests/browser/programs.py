"""Cases that a program brings to where a person finds them."""

import itertools
from datetime import UTC, datetime
from typing import Any

from infra.rehearsal.journey import STEPS
from shared.domain import forms
from tests.browser.conftest import Registry

NUMBERS = itertools.count(1)
"""Cases that are alike could not be submitted."""


def draft(registry: Registry, title: str, **changes: object) -> str:
    """A complete draft of the northern partner, made by a program; returns its id."""
    values: dict[str, Any] = dict(forms.example(forms.load("going_out"), today=datetime.now(UTC).date()))
    fields = {**values, "title_en": title, "title_zh": f"示例交流项目：{title}", **changes}
    body = {"direction": "going_out", "programme_id": "demo-going-out", "fields": fields}
    answer = registry.call("north-editor", "POST", "/api/v1/applications", body)
    return str(answer["id"])


def submitted(registry: Registry, title: str) -> str:
    """A case that waits at the desk; returns its id."""
    application_id = draft(registry, title)
    registry.act("north-signatory", application_id, "submit", {})
    return application_id


def to_decide(registry: Registry, title: str) -> str:
    """A case that waits for the decision; returns its id."""
    application_id = draft(registry, title)
    for who, action, body in STEPS:
        registry.act(who, application_id, action, body)
    return application_id


def correct(registry: Registry, application_id: str, **fields: str) -> None:
    """The partner's program changes answers that were asked about."""
    path = f"/api/v1/applications/{application_id}"
    version = registry.call("north-editor", "GET", path)["version"]
    registry.call("north-editor", "PATCH", path, {"fields": fields}, **{"If-Match": f'"{version}"'})


def stale(registry: Registry) -> str:
    """A case whose answers changed after the first review of it; returns its id."""
    application_id = draft(registry, f"Changed after the review, number {next(NUMBERS)}")
    for who, action, body in STEPS[: _place("review") + 1]:
        registry.act(who, application_id, action, body)
    items = [{"field": "need_statement", "message": "Who asked?"}]
    registry.act("officer-1", application_id, "request_info", {"items": items})
    correct(
        registry,
        application_id,
        need_statement="The head of the school asked for it in writing in March 2026, twice.",
    )
    answers = [{"field": "need_statement", "message": "The letters are kept."}]
    registry.act("north-signatory", application_id, "resubmit", {"answers": answers})
    return application_id


def _place(action: str) -> int:
    return next(place for place, step in enumerate(STEPS) if step[1] == action)
