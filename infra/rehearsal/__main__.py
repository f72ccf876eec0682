"""`make rehearse`: the deployment as it would be, on this computer."""

import os
import tempfile
import time
from pathlib import Path

from infra.local.seed import seed
from infra.rehearsal import stack
from infra.rehearsal.journey import APPROVE, DECIDED, REFUSE, Api, Step, pages, told, walk
from infra.rehearsal.topic import heard, subscribed
from shared.domain.programmes import Direction
from shared.wiring import Wiring

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
            outputs = stack.deploy(endpoint_url)
            print("the demo federation")
            os.environ.update(TABLE_NAME=outputs["TableName"], OIDC_ISSUER="", OIDC_CLIENT_ID="")
            people = seed(Wiring(), endpoint_url, state / "people.json")
            tokens = {person["id"]: person["token"] for person in people}
            api = Api(endpoint_url, f"{outputs['ApiId']}.execute-api.localhost", tokens)
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
