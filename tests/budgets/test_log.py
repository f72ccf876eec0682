"""What a request leaves in the log: one lean line (B1), whatever it was and however it ended."""

import json

import pytest

from shared.log import logger
from tests.client import Client
from tests.stage import Stage


@pytest.mark.parametrize(
    "path", ["/desk", "/desk?whose=all", "/help", "/applications/unknown", "/api/v1/applications"]
)
def test_a_request_is_one_line_of_at_most_450_bytes(
    stage: Stage, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Client().sign_in(stage.stores, "officer")
    caplog.clear()

    status = browser.get(path).status

    [line] = [logger.registered_handler.format(record) for record in caplog.records]
    assert json.loads(line)["status"] == status
    assert len(line.encode()) + 1 <= 450
