"""`make rehearse`: the deployment as it would be, on this computer."""

import tempfile
import time
from pathlib import Path
from typing import Any

import boto3

from infra.local.sign_in import create_sign_in
from infra.rehearsal import stack
from infra.rehearsal.founding import establish, lead_functions_here
from infra.rehearsal.journey import APPROVE, DECIDED, REFUSE, Api, Step, pages, told, walk
from infra.rehearsal.topic import heard, subscribed
from shared.domain.programmes import Direction

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
    print(f"Rehearsed in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
