"""What publisher and notifier do with the events of a case, good and bad, by every way of mail; and signing in."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from functions.notifier.app import handler as notifier
from functions.publisher.app import handler as publisher
from shared.domain.events import Event
from shared.wiring import wiring
from tests.client import Client, answering
from tests.functions.notifier.conftest import message
from tests.functions.people.provider import running
from tests.functions.publisher.test_poison import no_image
from tests.functions.streams import a_record
from tests.iam.deployment import Deployment
from tests.stage import PATHS, Stage


def publish(deployment: Deployment, events: Sequence[Event]) -> None:
    """One batch with a record that has to be parked."""
    records = [a_record(event, place) for place, event in enumerate(events, 1)]
    no_image(records[0])
    with answering(deployment.stack.physical_name("PublisherFunction")):
        publisher({"Records": records}, None)


def notify(deployment: Deployment, events: Sequence[Event]) -> None:
    """Each event twice, as a queue may deliver it."""
    with answering(deployment.stack.physical_name("NotifierFunction")):
        for event in (*events, *events):
            notifier({"Records": [message(event)]}, None)


def consume(deployment: Deployment, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that happened on every path, published and told by every transport."""
    for transport in ("none", "ses", "smtp", "sns"):
        monkeypatch.setenv("MAIL_TRANSPORT", transport)
        vars(wiring()).pop("mail", None)
        for state in PATHS if transport == "none" else ("submitted",):
            events = stage.case(state).events
            notify(deployment, events)
            publish(deployment, events)


def sign_in(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the provider and back, in place of a session that was there."""
    with running() as provider:
        monkeypatch.setenv("OIDC_ISSUER", provider.issuer)
        stage.stores.sessions.know(provider.issuer, "subject-1", "officer")
        ended = Client().sign_in(stage.stores, "officer", datetime.now(UTC) - timedelta(hours=13))
        for client in (Client(), ended):
            away = client.get("/people/sign-in?next=/desk")
            back = client.get(provider.authorize(away.location))
            assert (back.status, back.location) == (303, "/desk")
            client.get("/people/signed-out")
