"""A small federation in a table of its own: a partner with drafts to submit, an officer with a full queue."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.bench.requests import BASE_URL
from infra.local.environment import parameters
from infra.local.template import load_template
from shared.actions import drafting
from shared.actions.engine import Attempt
from shared.actions.perform import perform
from shared.domain import forms
from shared.domain.case import Case
from shared.domain.commands import NOTHING
from shared.domain.people import Organisation, Person
from shared.domain.programmes import Programme
from shared.identity import SESSION, issue_token, open_session
from shared.store.stores import Stores
from shared.web.http.cookies import protected
from shared.wiring import wiring
from tests.engine import table_engine

QUEUE = 30
"""Cases that wait at the desk: more than one page of 25."""
BODY = 4096
"""Bytes of a submission, as the references' figures have it."""
SEED = "seed"
SENDER = "sender"


@dataclass(frozen=True, slots=True)
class Federation:
    """What requests need to know."""

    stores: Stores
    environment: Mapping[str, str]
    person: Person
    token: str
    cookie: str

    def body(self, number: int) -> dict[str, Any]:
        return {"direction": "going_out", "programme_id": "out", "fields": answers(number)}

    def draft(self, number: int) -> Case:
        """One that can be submitted."""
        return _draft(self.stores, self.person, number, datetime.now(UTC))


@contextmanager
def federation() -> Iterator[Federation]:
    """A table made from template.yaml on an engine in memory, and everybody in it."""
    with table_engine() as address:
        environment = _environment(address)
        os.environ.update(environment)
        wiring.cache_clear()
        stores = wiring().stores
        client: Any = stores.table.client
        client.create_table(**{**load_template().table, "TableName": stores.table.name})
        yield furnished(stores, environment)


def answers(number: int) -> dict[str, Any]:
    """A complete form of 4 KB."""
    form = forms.load("going_out")
    values: dict[str, Any] = dict(forms.example(form, today=datetime.now(UTC).date()))
    values |= {"title_en": f"Bench exchange {number}", "title_zh": f"基准交流{number}"}
    for name in ("need_statement", "selection_rule", "summary_en"):
        missing = BODY - len(json.dumps(values, ensure_ascii=False).encode())
        room = (form.field(name).maximum or 0) - len(str(values[name]))
        values[name] = str(values[name]) + " more words" * (max(0, min(missing, room)) // 11)
    return values


def _environment(address: str) -> dict[str, str]:
    """The variables of template.yaml, and an engine instead of AWS."""
    template = load_template(parameters=parameters(base_url=BASE_URL))
    own = {name: value for each in template.functions.values() for name, value in each.environment.items()}
    return {
        **own,
        "BASE_URL": BASE_URL,
        "TABLE_NAME": "bench",
        "MAIL_TRANSPORT": "none",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_ENDPOINT_URL": address,
        "AWS_ENDPOINT_URL_DYNAMODB": address,
        "LOG_LEVEL": "INFO",
        "PATH": os.environ.get("PATH", ""),
    }


def furnished(stores: Stores, environment: Mapping[str, str]) -> Federation:
    now = datetime.now(UTC)
    for name in (SEED, SENDER):
        stores.organisations.save(
            Organisation(
                id=name, name_en=f"Bench {name}", name_zh="基准志愿者协会", uscc="511000005000000080"
            )
        )
    today = now.date()
    stores.programmes.save(
        Programme(
            id="out",
            direction="going_out",
            title_en="Community service abroad",
            title_zh="赴境外社区服务",
            opens=(today - timedelta(days=30)).isoformat(),
            closes=(today + timedelta(days=180)).isoformat(),
            quota=10_000,
        )
    )
    seed, sender = _partner(stores, SEED), _partner(stores, SENDER)
    officer = Person(
        id="officer", name="Bench Officer", email="officer@example.org", roles=("programme_officer",)
    )
    stores.people.save(officer)
    for number in range(QUEUE):
        at = now - timedelta(seconds=number)
        case = _draft(stores, seed, number, at)
        perform(
            Attempt(stores=stores, person=seed, application_id=case.application.id, name="submit", at=at),
            NOTHING,
        )
    session = open_session(stores, officer.id, now)
    return Federation(
        stores=stores,
        environment=environment,
        person=sender,
        token=issue_token(stores, sender.id, at=now),
        cookie=f"{protected(BASE_URL, SESSION)}={session}",
    )


def _partner(stores: Stores, organisation_id: str) -> Person:
    person = Person(
        id=f"{organisation_id}-partner",
        name=f"Bench Partner {organisation_id}",
        email=f"{organisation_id}@example.org",
        roles=("partner_editor", "partner_signatory"),
        organisation_id=organisation_id,
        mandate_until="2099-12-31",
    )
    stores.people.save(person)
    return person


def _draft(stores: Stores, person: Person, number: int, at: datetime) -> Case:
    return drafting.create(
        stores, person, direction="going_out", programme_id="out", values=answers(number), at=at
    )
