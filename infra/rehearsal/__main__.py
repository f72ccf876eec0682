"""`make rehearse`: the deployment as it would be, on this computer."""

import os
import tempfile
import time
from pathlib import Path

from infra.local.seed import seed
from infra.rehearsal import stack
from infra.rehearsal.journey import Api, pages, walk
from shared.wiring import Wiring


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
            print("the main journey")
            pages(api)
            walk(api)
    print(f"Rehearsed in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
