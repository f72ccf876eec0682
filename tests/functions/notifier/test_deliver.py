import copy
import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.notifier.app import handler
from functions.notifier.deliver import tell
from shared.domain.events import Event
from shared.domain.refusals import NotFound
from shared.log import logger
from shared.mail.letter import Refused, Unsent
from shared.store import keys
from shared.store.state_counts import counts_of
from shared.store.stores import Stores
from tests.concerned import PEOPLE, a_person, an_application, an_event
from tests.functions.notifier.conftest import Happen, Postbox, message
from tests.functions.publisher.test_poison import mutated
from tests.functions.streams import Counting, Dying, Killed

NOW = datetime(2026, 11, 23, 13, tzinfo=UTC)
SUBMITTED = an_event("submitted", "draft", "submitted", "signatory")
CLEARED = an_event("compliance_cleared", "compliance_check", "decision_pending", "lawyer")
EVERYBODY = sorted({each.id for group in PEOPLE.values() for each in group})


def inboxes(stores: Stores) -> dict[str, list[str]]:
    """What everybody was told, by person."""
    pages = {person: stores.messages.page(person, 50).messages for person in EVERYBODY}
    return {
        person: [f"{each.kind} {each.subject} {each.state}" for each in page]
        for person, page in pages.items()
        if page
    }


def told_of(stores: Stores, event: Event, box: Postbox | None = None) -> int:
    return tell(stores, box, "https://registry.example", event.application_id, event.version, NOW).unsent


def mail_of(stores: Stores, person_id: str) -> str:
    [only] = stores.messages.page(person_id, 10).messages
    return only.mail


def test_everybody_concerned_finds_it_in_the_inbox(stores: Stores, happen: Happen) -> None:
    answer = handler({"Records": [happen(SUBMITTED)]}, None)

    assert answer == {"batchItemFailures": []}
    assert inboxes(stores) == {
        "deputy": ["task submitted submitted"],
        "editor": ["news submitted submitted"],
        "officer": ["task submitted submitted"],
        "signatory": ["news submitted submitted"],
    }
    assert counts_of(stores.table.get([keys.tally()]).get(keys.tally(), {})) == {
        ("going_out", "submitted"): 1
    }


def test_an_event_delivered_often_is_told_and_counted_once(stores: Stores, happen: Happen) -> None:
    record = happen(SUBMITTED)

    for _ in range(3):
        assert handler({"Records": [record, record]}, None) == {"batchItemFailures": []}

    assert {person: len(found) for person, found in inboxes(stores).items()} == dict.fromkeys(
        ["deputy", "editor", "officer", "signatory"], 1
    )
    assert counts_of(stores.table.get([keys.tally()]).get(keys.tally(), {})) == {
        ("going_out", "submitted"): 1
    }


def test_whoever_has_a_conflict_of_interest_hears_nothing(stores: Stores, happen: Happen) -> None:
    application = an_application(state="decision_pending", conflicted=("approver",))

    handler({"Records": [happen(CLEARED, application)]}, None)

    assert inboxes(stores) == {}


def test_one_message_that_fails_does_not_cost_the_others(stores: Stores, happen: Happen) -> None:
    good = happen(SUBMITTED)
    missing = message(Event(**{**_fields(SUBMITTED), "application_id": "nowhere"}), "m2")
    broken = {"messageId": "m3", "body": "{"}

    answer = handler({"Records": [missing, broken, good]}, None)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m2"}, {"itemIdentifier": "m3"}]}
    assert "officer" in inboxes(stores)


def test_an_event_the_table_does_not_know_is_not_told(stores: Stores, happen: Happen) -> None:
    happen(SUBMITTED)

    with pytest.raises(NotFound):
        tell(stores, None, "", "a1", 99, NOW)

    assert inboxes(stores) == {}


def test_letters_are_in_the_language_of_whom_they_are_for(stores: Stores, happen: Happen) -> None:
    happen(CLEARED, an_application(state="decision_pending"))
    stores.people.save(a_person("approver", "approver", language="zh"))
    box = Postbox()

    assert told_of(stores, CLEARED, box) == 0

    [letter] = box.letters
    assert letter.to == "approver@example.org"
    assert letter.subject == "待办：申请GO-26-222222"
    assert "状态：评审中 / Under review" in letter.text
    assert "https://registry.example/applications/a1" in letter.text
    assert mail_of(stores, "approver") == "sent"


def test_a_letter_holds_no_title_name_or_reason(stores: Stores, happen: Happen) -> None:
    canary = "王秀英"
    secret = Event(**{**_fields(SUBMITTED), "by_name": canary, "data": {"reason": canary}})
    happen(secret, an_application(title_zh=canary, title_en=canary, partner_en=canary))
    box = Postbox()

    told_of(stores, secret, box)

    assert len(box.letters) == 4
    assert canary not in " ".join(letter.subject + letter.text for letter in box.letters)


def test_a_second_delivery_sends_no_second_letter(stores: Stores, happen: Happen) -> None:
    happen(SUBMITTED)
    box = Postbox()

    for _ in range(3):
        told_of(stores, SUBMITTED, box)

    assert sorted(letter.to for letter in box.letters) == sorted(
        f"{person}@example.org" for person in ("deputy", "editor", "officer", "signatory")
    )


@pytest.mark.parametrize("trouble", [Killed(), TimeoutError()])
def test_a_letter_that_may_have_left_is_never_sent_again(
    stores: Stores, happen: Happen, trouble: BaseException
) -> None:
    happen(CLEARED)
    box = Postbox(trouble)

    with pytest.raises(type(trouble)):
        told_of(stores, CLEARED, box)
    assert mail_of(stores, "approver") == "sending"
    assert told_of(stores, CLEARED, box) == 0

    assert mail_of(stores, "approver") == "uncertain"
    assert box.letters == []
    assert told_of(stores, CLEARED, box) == 0
    assert box.letters == []


def test_a_letter_that_certainly_did_not_leave_is_tried_again(stores: Stores, happen: Happen) -> None:
    happen(CLEARED)
    box = Postbox(Unsent())

    assert told_of(stores, CLEARED, box) == 1
    assert mail_of(stores, "approver") == "pending"
    assert told_of(stores, CLEARED, box) == 0

    assert mail_of(stores, "approver") == "sent"
    assert len(box.letters) == 1


def test_a_refused_letter_leaves_the_inbox_as_it_is(stores: Stores, happen: Happen) -> None:
    happen(CLEARED)

    assert told_of(stores, CLEARED, Postbox(Refused())) == 0

    assert mail_of(stores, "approver") == "refused"


def test_an_address_that_would_break_a_header_gets_no_letter(stores: Stores, happen: Happen) -> None:
    happen(CLEARED)
    stores.people.save(a_person("approver", "approver", email="a@example.org\r\nBcc: b@example.org"))
    box = Postbox()

    assert told_of(stores, CLEARED, box) == 0

    assert box.letters == []
    assert mail_of(stores, "approver") == "refused"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", range(1, 12))
def test_a_death_at_any_call_loses_and_doubles_nothing(
    stores: Stores, happen: Happen, call: int, *, after: bool
) -> None:
    happen(SUBMITTED)
    box = Postbox()
    table: Any = stores.table
    real = table.client
    table.client = Dying(real, call, after=after)
    try:
        told_of(stores, SUBMITTED, box)
    except Killed:
        pass
    finally:
        table.client = real

    told_of(stores, SUBMITTED, box)

    assert {person: len(found) for person, found in inboxes(stores).items()} == dict.fromkeys(
        ["deputy", "editor", "officer", "signatory"], 1
    )
    assert counts_of(stores.table.get([keys.tally()]).get(keys.tally(), {})) == {
        ("going_out", "submitted"): 1
    }
    addresses = [letter.to for letter in box.letters]
    assert len(addresses) == len(set(addresses))
    uncertain = sum(
        mail_of(stores, person) == "uncertain" for person in ("deputy", "editor", "officer", "signatory")
    )
    assert len(addresses) + uncertain >= 4


def test_a_recipient_costs_one_transaction(stores: Stores, happen: Happen) -> None:
    """Performance P2: one for each inbox, one for the count."""
    happen(SUBMITTED)
    table: Any = stores.table
    calls: list[str] = []
    table.client = Counting(table.client, calls)

    told_of(stores, SUBMITTED)

    assert calls.count("transact_write_items") == 4 + 1
    assert len(calls) <= 5 + 5  # the case, two groups of people by directory and profile


def test_logs_hold_ids_alone(stores: Stores, happen: Happen, caplog: pytest.LogCaptureFixture) -> None:
    canary = "王秀英"
    record = happen(SUBMITTED, an_application(title_en=canary))
    broken = {"messageId": "m3", "body": json.dumps({"subject": "a1", "data": {"version": canary}})}

    handler({"Records": [record, broken]}, None)

    lines = [logger.registered_handler.format(record) for record in caplog.records]
    assert [json.loads(line)["message"] for line in lines] == ["told", "failed"]
    assert canary not in "".join(lines)
    assert max(map(len, lines)) <= 250


def test_mutated_messages_are_told_failed_or_ignored(stores: Stores, happen: Happen) -> None:
    """Battery T17b: a message that makes no sense fails alone and ends in the dead-letter queue."""
    good = happen(SUBMITTED)
    chance = random.Random(17)
    body = json.loads(good["body"])
    for _ in range(150):
        bad = copy.deepcopy(good)
        if chance.random() < 0.5:
            bad["body"] = json.dumps(mutated(body, chance))
        answer = handler({"Records": [mutated(bad, chance)]}, None)

        assert set(answer) == {"batchItemFailures"}
        assert len(answer["batchItemFailures"]) <= 1
    nothing: list[dict[str, Any]] = [{}, {"Records": None}]
    for event in nothing:
        assert handler(event, None) == {"batchItemFailures": []}
    assert set(inboxes(stores)) <= {"deputy", "editor", "officer", "signatory"}


def _fields(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__slots__}
