"""The write paths of the administration: each is one whole request about something that stands there already."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from shared.actions.admin import invitations, mergers, organisations, people, programmes, releases, staff
from shared.actions.admin.clerk import Clerk
from shared.domain.case import Case
from shared.store.codec import Row
from tests.builders import a_person, a_programme, an_organisation
from tests.crashes.accounts import Path
from tests.functions.admin.conftest import PERSON
from tests.stage import Stage

SECOND = a_person("admin-2", "config_admin")


def clerk(stage: Stage, who: str = "admin") -> Clerk:
    person = SECOND if who == SECOND.id else stage.people[who]
    return Clerk(stores=stage.stores, person=person, at=stage.at, posts=True)


def settle(row: Row) -> Row:
    """An event without its own id, which nobody can foresee."""
    if row["PK"] != "ADMINISTRATION":
        return row
    body = json.loads(str(row["body"]))
    body.pop("id")
    return {**row, "SK": str(row["SK"]).partition("#")[0], "body": json.dumps(body, sort_keys=True)}


def _invited(stage: Stage) -> Case:
    """Somebody who was invited; the link and the proposal are found again by their address."""
    people.invite(clerk(stage), PERSON)
    return stage.case("draft")


def _known(stage: Stage) -> Any:
    """Whoever was invited, as they stand now."""
    (person,) = stage.stores.people.page(10, begins=PERSON["name"])[0]
    return person


def _hub(stage: Stage) -> Case:
    stage.stores.organisations.save(an_organisation("hub", uscc="53440000500000001Q"))
    stage.stores.programmes.save(a_programme(id="call", lead_time_days=30))
    return stage.case("draft")


def _path(arrange: Callable[[Stage], Case], act: Callable[[Stage], object]) -> Path:
    return Path(arrange=arrange, act=lambda stage, _: act(stage), settle=settle)


def _release(stage: Stage) -> object:
    waiting, _ = stage.stores.administration.waiting(1)
    return releases.release(clerk(stage, SECOND.id), waiting[0].id) if waiting else None


def _refuse(stage: Stage) -> object:
    waiting, _ = stage.stores.administration.waiting(1)
    return releases.refuse(clerk(stage, SECOND.id), waiting[0].id, "No") if waiting else None


def _twice(stage: Stage) -> Case:
    """The hub twice, with a merge that waits, and a case and people of the one that ends."""
    stage.stores.organisations.save(an_organisation("hub", uscc="53440000500000001Q"))
    stage.case("submitted")
    mergers.merge(clerk(stage), "north", "hub", "Entered twice")
    return stage.case("draft")


def _merge(stage: Stage) -> object:
    """Release it, or release it again when that stopped on the way."""
    (known,) = stage.stores.organisations.get(["north"], consistent=True).values()
    if known.merged_into:
        return mergers.merge(clerk(stage, SECOND.id), "north", "", "")
    return releases.release(clerk(stage, SECOND.id), known.waiting)


def _join(stage: Stage) -> object:
    known = _known(stage)
    return known.active or invitations.accept(
        stage.stores, known.invitation, "https://issuer.example", "subject", stage.at
    )


def _disable(stage: Stage) -> object:
    known = stage.stores.people.get(["officer-2"])["officer-2"]
    return not known.active or people.disable(clerk(stage), known.id, "Left")


def _disable_editor(stage: Stage) -> object:
    known = stage.stores.people.get(["north-editor"])["north-editor"]
    return not known.active or staff.disable(clerk(stage, "north-signatory"), known.id, "Left")


ADMINISTRATION: Mapping[str, Path] = {
    "release roles": _path(_invited, _release),
    "refuse roles": _path(_invited, _refuse),
    "release a merge": _path(_twice, _merge),
    "follow an invitation": _path(_invited, _join),
    "disable a person": _path(_hub, _disable),
    "disable an editor": _path(_hub, _disable_editor),
    "change a person": _path(
        _hub, lambda stage: people.change(clerk(stage), "officer", {"email": "new@example.org"})
    ),
    "change an organisation": _path(
        _hub, lambda stage: organisations.change(clerk(stage), "hub", {"name_en": "Example Other"})
    ),
    "suspend an organisation": _path(
        _hub, lambda stage: organisations.stand(clerk(stage), "hub", "suspended", "Papers expired")
    ),
    "close a programme": _path(_hub, lambda stage: programmes.close(clerk(stage), "call", "Full")),
}
