"""The parts of a case as items of the table: what each is written as, and a case put together from what was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from shared.domain.application import Application, CaseSummary
from shared.domain.case import Case, Request
from shared.domain.change import Change
from shared.domain.checklists import Checklists, Result
from shared.domain.documents import Document
from shared.domain.events import Event
from shared.domain.json_value import JsonValue, Values
from shared.domain.refusals import NotFound
from shared.domain.reviews import Review
from shared.store import keys
from shared.store.codec import Codec, Plain, Row, dense, pack, unpack
from shared.store.table import Write, put

COLUMNS = (
    "number",
    "title_en",
    "title_zh",
    "start_date",
    "due",
    "officer",
    "partner_en",
    "partner_zh",
    "place",
    "programme_id",
    "state",
    "changed_at",
    "partner_changed_at",
    "urgent",
)
"""What lists show of a case: attributes of its header, read as a CaseSummary. Both indexes project what their readers may know (template.yaml)."""
HEADER = Codec(Application, ("version", *COLUMNS))
LISTED = Codec(CaseSummary, COLUMNS)
REVIEW = Codec(Review, ("number", "title_en", "title_zh", "partner_en", "partner_zh", "status", "due"))
REQUEST = Codec(Request)
RESULTS = Codec(Checklists, packed=True)
EVENT = Codec(Event)
DOCUMENT = Codec(Document, ("version",))
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Writes:
    """What else an action writes with its change; each is written whole, `results` all together."""

    reviews: Sequence[Review] = ()
    results: tuple[Result, ...] | None = None
    request: Request | None = None
    snapshot: Values | None = None
    draft: Values | None = None
    sections: Mapping[str, Values] | None = None
    documents: Sequence[Document] = ()
    also: Sequence[Write] = ()


def listed(row: Row) -> CaseSummary:
    """A row of index `by-party` or `by-state`; direction, and for the latter state and time, are in its keys."""
    known: dict[str, Plain] = {"id": keys.last_part(str(row["PK"])), "shown_as": row.get("status", ""), **row}
    if "STATE_PK" in row:
        direction, state = keys.state_of(str(row["STATE_PK"]))
        known |= {"direction": direction, "state": state, "changed_at": row["STATE_SK"]}
    else:
        known["direction"] = "going_out" if str(row["number"]).startswith("GO") else "inviting_in"
    body = {name: known[name] for name in ("id", "direction", "shown_as")}
    return LISTED.value({**known, "body": dense(body)})


def assignment(row: Row) -> Review:
    """A row of a reviewer's queue: what is assigned, not what was written."""
    body = {
        "application_id": keys.last_part(str(row["PK"])),
        "person_id": keys.last_part(str(row["SK"])),
        "person_name": "",
        "direction": "going_out" if str(row["number"]).startswith("GO") else "inviting_in",
        "assigned_at": "1970-01-01T00:00:00Z",
    }
    return REVIEW.value({**row, "body": dense(body)})


def case_of(rows: Sequence[Row]) -> Case:
    """A case from its parts, newest first as they were read; raises NotFound without a header."""
    found: dict[str, list[Row]] = {}
    for row in reversed(rows):
        found.setdefault(keys.kind(str(row["SK"])), []).append(row)
    if "HEADER" not in found:
        raise NotFound
    snapshots = found.get("SNAPSHOT", [])
    contents = tuple(unpack(row["content"]) for row in snapshots)
    values = contents[-1] if contents else {}
    unreadable: list[str] = []
    return Case(
        application=HEADER.value(found["HEADER"][0]),
        values=values,
        before=values,
        snapshots=contents,
        reviews=tuple(readable(REVIEW, found.get("REVIEW", []), unreadable)),
        results=results_of(found.get("RESULTS", []), unreadable),
        requests=tuple(readable(REQUEST, found.get("REQUEST", []), unreadable)),
        events=tuple(readable(EVENT, found.get("EVENT", []), unreadable)),
        unreadable=tuple(unreadable),
    )


def results_of(rows: Sequence[Row], unreadable: list[str]) -> tuple[Result, ...]:
    return tuple(each for row in readable(RESULTS, rows, unreadable) for each in row.results)


def readable(codec: Codec[T], rows: Sequence[Row], unreadable: list[str]) -> Iterator[T]:
    """One stored part that cannot be read must not take the case with it."""
    for row in rows:
        try:
            yield codec.value(row)
        except ValueError:
            unreadable.append(keys.kind(str(row["SK"])).lower())


def merged(base: Values, rows: Sequence[Row]) -> dict[str, JsonValue]:
    """`FIELDS` sorts before every `SECTION#...`, and a section saved later replaces its fields."""
    values = dict(base)
    for row in rows:
        for name in str(row.get("names", "")).split():
            values.pop(name, None)
        values.update(unpack(row["content"]))
    return values


def state_writes(change: Change) -> list[Write]:
    before, event = change.before, change.event
    header = header_write(change.after, seen=before.version if before else None)
    return [header, put(EVENT.row(keys.event(event.application_id, event.version), event), new=True)]


def header_write(after: Application, *, seen: int | None) -> Write:
    party = keys.by_organisation(after.organisation_id, after.created_at)
    index: dict[str, Plain] = {"PARTY_PK": party.partition, "PARTY_SK": party.sort, "status": after.shown_as}
    if after.snapshot_version:
        place = keys.by_state(after.direction, after.state, after.changed_at)
        index |= {"STATE_PK": place.partition, "STATE_SK": place.sort}
    row = HEADER.row(keys.application(after.id), after, **index)
    return put(row, new=True) if seen is None else put(row, version=seen)


def content_writes(after: Application, saved: Writes) -> list[Write]:
    writes = [review_write(review) for review in saved.reviews]
    writes += [document_write(document) for document in saved.documents]
    if saved.request:
        writes.append(put(REQUEST.row(keys.request(after.id, saved.request.round), saved.request)))
    if saved.results is not None:
        writes.append(put(RESULTS.row(keys.results(after.id), Checklists(results=saved.results))))
    if saved.snapshot is not None:
        writes.append(_packed(keys.snapshot(after.id, after.snapshot_version), saved.snapshot))
    if saved.draft is not None:
        writes.append(_packed(keys.draft(after.id, 0), saved.draft))
    for name, values in (saved.sections or {}).items():
        writes.append(_packed(keys.section(after.id, after.round, name), values))
    return writes


def _packed(key: keys.Key, values: Values) -> Write:
    """`None` in a section clears a field; the names of all its fields say what the section replaces."""
    kept = {name: value for name, value in values.items() if value is not None}
    cleared = " ".join(name for name, value in values.items() if value is None)
    return put({"PK": key.partition, "SK": key.sort, "content": pack(kept), "names": cleared})


def document_write(document: Document) -> Write:
    """Refused when the document is not as it was read any more."""
    row = DOCUMENT.row(keys.document(document.application_id, document.id), document)
    return put(row, new=True) if document.version == 1 else put(row, version=document.version - 1)


def review_write(review: Review) -> Write:
    index: dict[str, Plain] = {}
    if not review.over:
        place = keys.by_reviewer(review.person_id, review.due)
        index = {"PARTY_PK": place.partition, "PARTY_SK": place.sort}
    return put(REVIEW.row(keys.review(review.application_id, review.person_id), review, **index))
