"""What ends by itself: who hears of it, when, and how often."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.clock.remind import Reminded, remind
from shared.mail.letter import Unsent
from shared.store.stores import Stores
from tests.builders import a_person, an_agreement, an_organisation
from tests.functions.notifier.conftest import Postbox
from tests.functions.pages import Browser

NOW = datetime(2026, 11, 29, 1, tzinfo=UTC)


def day(days: int) -> str:
    return (NOW + timedelta(days=days)).date().isoformat()


def signing(stores: Stores, days: int, name: str = "signatory", **more: object) -> None:
    person = a_person(name, "partner_signatory", organisation_id="north", mandate_until=day(days), **more)
    stores.people.save(person)


def told(stores: Stores, at: datetime = NOW, box: Postbox | None = None) -> list[str]:
    """To whom letters go at a time, by the first part of the address."""
    box = box or Postbox()
    remind(stores, box, "https://registry.example", at)
    return [letter.to.partition("@")[0] for letter in box.letters]


@pytest.fixture(autouse=True)
def hub(stores: Stores) -> None:
    for organisation in ("north", "abroad"):
        stores.organisations.save(an_organisation(organisation))
    stores.people.save(a_person("admin", "config_admin"))
    stores.people.save(a_person("editor", "partner_editor", organisation_id="north"))


@pytest.mark.parametrize(
    ("days", "hear"),
    [
        (31, []),
        (30, ["signatory", "admin"]),
        (7, ["signatory", "admin"]),
        (0, ["signatory", "admin"]),
        (-1, []),
    ],
)
def test_a_mandate_that_ends_is_said_to_whom_it_is_and_who_renews_it(
    stores: Stores, days: int, hear: list[str]
) -> None:
    signing(stores, days)

    assert told(stores) == hear


def test_it_is_said_once_and_again_a_week_before(stores: Stores) -> None:
    signing(stores, 30)

    heard = [len(told(stores, NOW + timedelta(days=each))) for each in range(31)]

    assert {each: count for each, count in enumerate(heard) if count} == {0: 2, 23: 2}


def test_a_renewed_mandate_is_said_again_and_one_that_is_no_more_is_not(stores: Stores) -> None:
    signing(stores, 20)
    assert len(told(stores)) == 2
    before = stores.people.get(["signatory"])["signatory"]
    stores.table.commit(stores.people.change(before, replace(before, mandate_until=day(25))))
    assert len(told(stores)) == 2
    before = stores.people.get(["signatory"])["signatory"]
    stores.table.commit(stores.people.change(before, replace(before, active=False, mandate_until=day(28))))
    assert told(stores) == []


@pytest.mark.parametrize(
    ("days", "changes", "hear"),
    [
        (91, {}, 0),
        (90, {}, 2),
        (365, {"remind_days": 365}, 2),
        (20, {"remind_days": 0}, 0),
        (20, {"ended": "Both agreed"}, 0),
    ],
)
def test_an_agreement_that_ends_is_said_to_both_parties_signatories_and_administrators(
    stores: Stores, days: int, changes: dict[str, Any], hear: int
) -> None:
    signing(stores, 400)
    signing(stores, 400, "other", language="zh")
    stores.table.commit(stores.agreements.add(an_agreement(valid_until=day(days), **changes)))
    box = Postbox()

    assert len(told(stores, box=box)) == (hear + 1 if hear else 0)
    if hear:
        texts = {letter.to.partition("@")[0]: letter.subject + letter.text for letter in box.letters}
        assert "https://registry.example/agreements/memorandum" in texts["admin"]
        assert "合作协议将于" in texts["other"]
        assert "Example memorandum" not in "".join(texts.values())


def test_a_letter_that_certainly_did_not_leave_is_tried_again_and_one_that_may_have_left_is_not(
    stores: Stores,
) -> None:
    signing(stores, 20)
    box = Postbox(Unsent(), TimeoutError())

    first = remind(stores, box, "", NOW)
    second = remind(stores, box, "", NOW)

    assert (first, second) == (Reminded(0, 1), Reminded(1, 0))
    assert [letter.to for letter in box.letters] == ["signatory@example.org"]


def test_who_signs_and_who_renews_see_it_on_their_pages(stores: Stores) -> None:
    today = datetime.now(UTC).date()
    stores.people.save(
        a_person(
            "signatory",
            "partner_signatory",
            organisation_id="north",
            mandate_until=(today + timedelta(days=20)).isoformat(),
        )
    )
    late = (today - timedelta(days=3)).isoformat()
    stores.people.save(a_person("late", "partner_signatory", organisation_id="north", mandate_until=late))
    until = (today + timedelta(days=60)).isoformat()
    stores.table.commit(stores.agreements.add(an_agreement(valid_until=until)))

    waiting = Browser(stores, "admin").open("/admin/changes")

    assert "/admin/people/signatory" in waiting.links
    assert "/agreements/memorandum" in waiting.links
    assert "/admin/people/late" not in waiting.links
    assert "Your mandate to sign ends on" in Browser(stores, "signatory").open("/applications").text
    assert "您的签字授权已于" in Browser(stores, "late", "zh").open("/applications").text
    assert "mandate" not in Browser(stores, "editor").open("/applications").text
