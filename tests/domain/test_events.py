import json

from shared.domain.events import cloud_event
from tests.builders import an_event

EVENT = an_event(
    version=7,
    by_name="Canary Person",
    regions=("KE",),
    data={"reason": {"en": "canary reason", "zh": "金丝雀"}, "fields": ["leader_name"]},
)


def test_an_event_is_published_as_a_cloud_event() -> None:
    assert cloud_event(EVENT) == {
        "specversion": "1.0",
        "id": "case:7",
        "source": "/exchange-registry",
        "type": "exchange.application.submitted",
        "subject": "case",
        "time": "2026-11-23T12:00:00Z",
        "datacontenttype": "application/json",
        "data": {
            "direction": "going_out",
            "state": "submitted",
            "previous_state": "draft",
            "version": 7,
            "organisation_id": "north",
            "programme_id": "going-out",
            "country_regions": ["KE"],
        },
    }


def test_nothing_personal_and_no_reason_is_published() -> None:
    published = json.dumps(cloud_event(EVENT), ensure_ascii=False)

    for secret in ("Canary", "canary", "金丝雀", "north-signatory", "leader_name", EVENT.number):
        assert secret not in published
