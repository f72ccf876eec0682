"""How an organisation comes to the hub: it asks, an officer vets it, an administrator lets it in."""

from collections.abc import Mapping
from dataclasses import replace

from shared.actions.admin.clerk import NO_REASON, Clerk, check_seen, checked, new_id, refused
from shared.actions.admin.organisations import CODE_TAKEN, NOT_FROM_HERE, with_answers
from shared.actions.cursors import after_of, cursor_of
from shared.domain.json_value import JsonValue, Values
from shared.domain.people import Organisation, Person
from shared.domain.questions import registry_form
from shared.domain.refusals import FieldError, InvalidFields, NotFound
from shared.domain.words import Words
from shared.store.limits import JOIN_REQUESTS

VETTING: Mapping[str, Words] = {
    "legal": Words(
        "It exists in law: its certificate or the public register was checked",
        "依法登记：已核对登记证书或公开登记信息",
    ),
    "purpose": Words(
        "Its purpose suits volunteer exchange and is not profit", "宗旨适合志愿服务交流且不以营利为目的"
    ),
    "contact": Words(
        "The contact was called back on a number that was found independently",
        "已通过另行查找的号码回拨核实联系人",
    ),
    "protection": Words(
        "It has rules that protect volunteers and the people they serve", "有保护志愿者和服务对象的制度"
    ),
    "record": Words("No open breach or sanction is known", "未发现未了结的违规或处罚记录"),
}
"""What an officer makes sure of, each with the evidence for it."""
NO_EVIDENCE = Words("Say what shows it, in at most 500 characters.", "请填写核查依据，最多500个字符。")
SOMEBODY = Person(id="public", name="public", email="", roles=())
"""Who stands in the history for whoever asks from outside."""


def ask(clerk: Clerk, organisation: Values, contact: Values, address: str) -> Organisation:
    """Keep a request to join; raises InvalidFields, TooMany (five of one address today)."""
    both = _errors_of_both(clerk, organisation, contact)
    if both:
        raise InvalidFields(both)
    kept = checked(registry_form("organisation"), organisation, clerk.at)
    asked = checked(registry_form("join"), contact, clerk.at)
    blank = Organisation(id=new_id(), name_en="", name_zh="", standing="proposed", since=clerk.at)
    made = replace(with_answers(blank, kept), request=asked)
    event = clerk.event("join_requested", "organisation", made.id, made.name)
    taken = refused("uscc", "taken", CODE_TAKEN) if made.uscc else None
    writes = clerk.stores.organisations.add(made)
    clerk.commit(event, writes, last=taken, limit=JOIN_REQUESTS, scope=address)
    return made


def page(clerk: Clerk, *, limit: int, cursor: str | None = None) -> tuple[list[Organisation], str | None]:
    """Requests that nobody has vetted, oldest first; raises Forbidden, InvalidFields (cursor)."""
    clerk.check("vet")
    found, following = clerk.stores.organisations.waiting("proposed", limit, after_of(cursor))
    return found, cursor_of(following)


def read(clerk: Clerk, organisation_id: str) -> tuple[Organisation, list[Organisation]]:
    """A request, and whom it may be already; raises Forbidden, NotFound for what is no request."""
    clerk.check("vet")
    found = clerk.stores.organisations.get([organisation_id], consistent=True).get(organisation_id)
    if found is None or found.since is None:
        raise NotFound
    return found, clerk.stores.organisations.alike(found)


def vet(
    clerk: Clerk, organisation_id: str, evidence: Mapping[str, str], seen: frozenset[int] | None = None
) -> Organisation:
    """Note that all was made sure of; raises Forbidden, NotFound, Stale, InvalidFields (evidence missing)."""
    before = _proposed(clerk, organisation_id, seen)
    missing = tuple(
        FieldError(field=name, code="required", message=NO_EVIDENCE)
        for name in VETTING
        if not evidence.get(name)
    )
    if missing:
        raise InvalidFields(missing)
    found: dict[str, JsonValue] = {name: evidence[name] for name in VETTING}
    after = replace(
        before,
        standing="vetted",
        vetting={**found, "by": clerk.person.name, "at": clerk.at.isoformat()},
        version=before.version + 1,
    )
    event = clerk.event("organisation_vetted", "organisation", after.id, after.name)
    clerk.commit(event, clerk.stores.organisations.change(before, after))
    return after


def decline(
    clerk: Clerk, organisation_id: str, reason: str, seen: frozenset[int] | None = None
) -> Organisation:
    """End a request; raises Forbidden, NotFound, Stale, InvalidFields (no reason)."""
    before = _proposed(clerk, organisation_id, seen)
    if not reason:
        raise refused("reason", "required", NO_REASON)
    after = replace(before, standing="left", reason=reason, version=before.version + 1)
    event = clerk.event("join_declined", "organisation", after.id, after.name, {"reason": reason})
    clerk.commit(event, clerk.stores.organisations.change(before, after))
    return after


def _proposed(clerk: Clerk, organisation_id: str, seen: frozenset[int] | None) -> Organisation:
    found, _ = read(clerk, organisation_id)
    check_seen(seen, found.standing, found.version)
    if found.standing != "proposed":
        raise refused("standing", "not_from_here", NOT_FROM_HERE)
    return found


def _errors_of_both(clerk: Clerk, organisation: Values, contact: Values) -> tuple[FieldError, ...]:
    """What is wrong in either half of the request, said at once."""
    found: list[FieldError] = []
    for name, values in (("organisation", organisation), ("join", contact)):
        try:
            checked(registry_form(name), values, clerk.at)
        except InvalidFields as refusal:
            found.extend(refusal.errors)
    return tuple(found)
