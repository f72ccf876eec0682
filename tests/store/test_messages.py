from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.messages import Message
from shared.store import keys
from shared.store.stores import Stores

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_message(number: int = 1, person_id: str = "ann") -> Message:
    return Message(
        id=f"case:{number}",
        person_id=person_id,
        at=NOON + timedelta(minutes=number),
        kind="news",
        subject="submitted",
        application_id="case",
        number="GO-26-222222",
        direction="going_out",
        state="submitted",
        mail="pending",
    )


def unread(stores: Stores, person_id: str = "ann") -> int:
    return stores.people.look_up(person_id, keys.token(person_id, "none"))[2].unread


def test_a_message_is_added_once_however_often_its_event_is_delivered(stores: Stores) -> None:
    assert [stores.messages.add(a_message()) for _ in range(3)] == [True, False, False]
    assert stores.messages.page("ann", 10).messages == [a_message()]
    assert unread(stores) == 1


def test_a_page_is_newest_first_and_goes_on_where_it_ended(stores: Stores) -> None:
    for number in range(1, 4):
        stores.messages.add(a_message(number))

    first = stores.messages.page("ann", 2)
    second = stores.messages.page("ann", 2, first.after)

    assert [message.id for message in first.messages] == ["case:3", "case:2"]
    assert [message.id for message in second.messages] == ["case:1"]


def test_a_message_marked_read_twice_counts_once(stores: Stores) -> None:
    both = [a_message(1), a_message(2)]
    for message in both:
        stores.messages.add(message)

    done = [stores.messages.mark_read(both[:1], NOON), stores.messages.mark_read(both, NOON)]

    assert done == [1, 1]
    assert unread(stores) == 0
    assert stores.messages.get("ann", both[0].at, both[0].id) == replace(both[0], read_at=NOON)


@pytest.mark.parametrize("count", [49, 50, 51])
def test_many_messages_are_marked_in_several_transactions(stores: Stores, count: int) -> None:
    every = [a_message(number) for number in range(count)]
    for message in every:
        stores.messages.add(message)

    assert stores.messages.mark_read([*every, a_message(999)], NOON) == count
    assert unread(stores) == 0


def test_the_mail_of_a_message_is_sent_by_one_sender_only(stores: Stores) -> None:
    stores.messages.add(a_message())

    assert stores.messages.mark_mail(a_message(), "pending", "sending")
    assert not stores.messages.mark_mail(a_message(), "pending", "sending")
