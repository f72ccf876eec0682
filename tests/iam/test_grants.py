"""Emulators enforce no IAM: every AWS call of every function is held to the role that template.yaml gives it."""

import re
from collections.abc import Mapping

import pytest

from shared.domain.programmes import DIRECTIONS
from shared.store.stores import Stores
from tests.access.world import world
from tests.iam.administration import administer
from tests.iam.consumers import consume, sign_in
from tests.iam.deployment import Deployment, Grant
from tests.iam.listener import hearing
from tests.iam.pages import attach_documents, fill_in_pages, use_account
from tests.iam.replay import replay
from tests.iam.steps import take_every_step
from tests.iam.traffic import ask_everything, look_at_every_state

TOLD = (
    "TOPIC_ARN",
    "PARKED_QUEUE_URL",
    "SMTP_SECRET_ARN",
    "OIDC_CLIENT_SECRET_ARN",
    "MAIL_TOPIC_ARN",
    "MAIL_FROM",
    "BUCKET_NAME",
)
"""What the functions know of the deployment; their table is the test's own."""
BY_OTHERS: Mapping[str, str] = {
    r"\w+Function logs:(CreateLogStream|PutLogEvents) \S+Log": "Lambda writes the log in the function's name",
    r"\w+Function kms:\w+ \S+Key": "table, topics and queues use the key in the caller's name",
    r"PublisherFunction dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams) \S+/stream/\w+": (
        "Lambda reads the stream"
    ),
    r"ScannerFunction sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes|ChangeMessageVisibility) \S+-ScanQueue": (
        "Lambda reads the queue"
    ),
    r"ScannerFunction s3:ListBucket(Versions)? \S+": "S3 tells those alone that an object is missing, not forbidden",
    r"PublisherFunction sqs:SendMessage \S+StreamFailureQueue": "Lambda says what it gave up on",
    r"NotifierFunction sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes|ChangeMessageVisibility) \S+-Queue": (
        "Lambda reads the queue"
    ),
    r"(Applications|Documents|Desk|Reviews|Approvals|Admin|People|Register)Function secretsmanager:GetSecretValue \S+:edge": (
        "each process reads it once, and here all functions are one: tests/infra/test_edge.py looks at each"
    ),
}
"""Grants that AWS uses for a function, and why; no call of ours shows them."""


def by_others(grant: Grant) -> bool:
    said = f"{grant.function.rpartition('-')[2]} {grant.action} {grant.resource}"
    return any(re.fullmatch(pattern, said) for pattern in BY_OTHERS)


def test_every_call_is_granted_and_every_grant_is_used(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment = Deployment()
    for name in TOLD:
        monkeypatch.setenv(name, deployment.environment[name])

    with world(stores) as scene, hearing(deployment) as needs:
        consume(deployment, scene.stage, monkeypatch)
        ask_everything(scene)
        look_at_every_state(scene.stage)
        for direction in DIRECTIONS:
            take_every_step(scene.stage, direction)
        fill_in_pages(scene.stage)
        attach_documents(scene.stage)
        use_account(scene.stage)
        sign_in(scene.stage, monkeypatch)
        administer(scene.stage, monkeypatch)

    denied, unused = replay(deployment, needs)
    wrong = {f"denied: {need}" for need in denied}
    wrong |= {f"unneeded: {grant}" for grant in unused if not by_others(grant)}
    assert not wrong, "\n".join(sorted(wrong))
