"""`make rehearse`: the deployment as it would be, on this computer."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import boto3

from infra.local.sign_in import create_sign_in
from infra.rehearsal import stack
from infra.rehearsal.founding import WINDOWS, establish, lead_functions_here
from infra.rehearsal.journey import APPROVE, DECIDED, REFUSE, Api, Step, expect, pages, told, walk
from infra.rehearsal.topic import heard, subscribed
from shared.domain.programmes import Direction

CASE = "/applications/{id}"
PLACES: Mapping[str, Sequence[str]] = {
    "north-editor": (
        "/applications",
        "/applications/new",
        CASE,
        f"{CASE}?tab=answers",
        f"{CASE}/history",
        "/people/inbox",
    ),
    "officer-1": ("/desk", CASE, f"{CASE}?tab=reviews", f"{CASE}/documents", f"{CASE}/history"),
    "reviewer-1": ("/reviews", "/reviews/{id}", "/people/inbox"),
    "compliance": ("/approvals", "/overview", "/organisations", "/agreements"),
    "safety": ("/risks", "/people/profile"),
    "approver-1": ("/approvals", CASE),
    "admin": (
        "/admin/organisations",
        "/admin/people",
        "/admin/programmes",
        "/admin/history",
        "/admin/changes",
    ),
}
JOURNEYS: tuple[tuple[Direction, Step], ...] = (("going_out", APPROVE), ("inviting_in", REFUSE))


def main() -> None:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        print("sam build")
        stack.build()
        stack.prove_complete()
        with stack.emulator(state) as endpoint_url:
            stack.lead_to(endpoint_url)
            print("sam deploy")
            cognito: Any = boto3.client("cognito-idp")
            sign_in = create_sign_in(cognito, endpoint_url=endpoint_url, base_url=endpoint_url)
            outputs = stack.deploy(endpoint_url, issuer=sign_in.issuer, client_id=sign_in.client_id)
            print("from nothing: administrators, organisation, people, programmes")
            lead_functions_here(outputs, endpoint_url)
            api = Api(endpoint_url, f"{outputs['ApiId']}.execute-api.localhost")
            api.ids.update(establish(api, sign_in))
            listener = subscribed(outputs["TopicArn"])
            pages(api)
            for direction, last in JOURNEYS:
                print(f"the main journey, {direction}")
                application_id = walk(api, direction, last)
                heard(listener, application_id, DECIDED[last[1]])
                told(api, "officer-2", application_id, "submitted")
                told(api, "reviewer-1", application_id, "accepted_for_review")
                told(api, "north-editor", application_id, DECIDED[last[1]])
                look(application_id)
    print(f"Rehearsed in {time.monotonic() - started:.0f} s.")


def look(application_id: str) -> None:
    """Everybody opens the pages that they work on, as the artefact renders them."""
    for who, places in PLACES.items():
        for place in places:
            path = place.format(id=application_id)
            status, _, page = WINDOWS[who].here(path)
            expect(f"{who} opens {place}", status, 200, page)


if __name__ == "__main__":
    main()
