"""What publisher and notifier do with the events of a case, good and bad, by every way of mail; and signing in."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.clock.app import handler as clock
from functions.notifier.app import handler as notifier
from functions.publisher.app import handler as publisher
from functions.scanner.app import handler as scanner
from shared.domain.events import Event
from shared.wiring import wiring
from tests.builders import an_agreement
from tests.client import Client, answering
from tests.documents import announced, arrival, verdict
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


def scan(deployment: Deployment, stage: Stage) -> None:
    """A file that passes, with its version and without, one that comes to nobody, words of another scanner, and one that nobody knows."""
    case = stage.draft()
    for version in ("", "v1"):
        case, document = announced(stage, "north-editor", case, name="Letter.pdf")
        with answering(deployment.stack.physical_name("ScannerFunction")):
            for _ in range(2):
                scanner({"Records": [arrival(document, version)]}, None)
    case, document = announced(stage, "north-editor", case)
    with answering(deployment.stack.physical_name("ScannerFunction")):
        scanner({"Records": [verdict(document, "FAILED"), verdict(document, "THREATS_FOUND")]}, None)
        scanner({"Records": [arrival(replace(document, id="a" * 26))]}, None)


def remind(deployment: Deployment, stage: Stage, days: int) -> None:
    """A mandate and an agreement that end in so many days, with what keeps a letter from leaving, and a refusal that is final."""
    Stage(stage.stores, at=stage.at - timedelta(days=60)).case("rejected", title_zh=f"示例{days}")
    until = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
    signatory = replace(stage.people[PATHS["submitted"][0][1]], mandate_until=until)
    stage.stores.people.save(signatory, stage.stores.people.get([signatory.id])[signatory.id])
    stage.stores.table.commit(
        stage.stores.agreements.add(an_agreement(f"ending-{days}", reference=f"EX-{days}", valid_until=until))
    )
    with answering(deployment.stack.physical_name("ClockFunction")), suppress(RuntimeError):
        clock({}, None)


def consume(deployment: Deployment, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that happened on every path, published and told by every transport."""
    scan(deployment, stage)
    for days, transport in enumerate(("none", "ses", "smtp", "sns"), 10):
        monkeypatch.setenv("MAIL_TRANSPORT", transport)
        _forget_mail()
        remind(deployment, stage, days)
        _forget_mail()
        for state in PATHS if transport == "none" else ("submitted",):
            events = stage.case(state).events
            notify(deployment, events)
            publish(deployment, events)


def _forget_mail() -> None:
    """As in another process: it reads for itself how letters leave."""
    for kept in ("mail", "smtp_secret"):
        vars(wiring()).pop(kept, None)


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
