"""A whole case as somebody works on it: its header, content, reviews, requests and history."""

from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.application import Application
from shared.domain.checklists import Result
from shared.domain.documents import Document
from shared.domain.events import Event
from shared.domain.json_value import JsonValue, Values
from shared.domain.reviews import Review, is_stale
from shared.domain.risk_assessment import RISK


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One field that the federation asks about, and what it wants to know."""

    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One round of asking for information; `answers` are the notes beside the corrected fields."""

    round: int
    items: tuple[Item, ...]
    message: str = ""
    asked_at: datetime
    asked_in: str = ""
    """The state that the case was in; empty for requests of before this was kept."""
    answered_at: datetime | None = None
    cancelled_at: datetime | None = None
    answers: dict[str, str] = field(default_factory=dict)
    changed: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(item.field for item in self.items)


ANSWER = "answer."
"""What the names of accepted answers begin with among the results of a case."""


def answer_point(number: int, path: str) -> str:
    """What the answer to one item of a request is called among the results of a case."""
    return f"{ANSWER}{number}.{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`values` are the answers as this reader may see them; `before` those of the last snapshot.

    `documents` are what was attached, as far as they were read and are for this reader.
    `results` are what was found of the points of checklists.
    `snapshots` are the contents that were submitted, oldest first.
    `snapshot_hashes` are those of the whole contents, for a reader who does not see all of them.
    `changed_in` are the rounds that changed something, where `requests` do not say so to this reader.
    `events` are the latest ones, oldest first; `unreadable` are the kinds of stored parts that could not be read.
    """

    application: Application
    values: Values = field(default_factory=dict)
    before: Values = field(default_factory=dict)
    snapshots: tuple[Values, ...] = ()
    reviews: tuple[Review, ...] = ()
    results: tuple[Result, ...] = ()
    requests: tuple[Request, ...] = ()
    snapshot_hashes: tuple[str, ...] = ()
    changed_in: tuple[int, ...] = ()
    events: tuple[Event, ...] = ()
    unreadable: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()

    @property
    def open_request(self) -> Request | None:
        """The information request the partner has not answered yet."""
        last = self.requests[-1] if self.requests else None
        return last if last and last.answered_at is None and last.cancelled_at is None else None

    @property
    def unsettled(self) -> dict[str, Request]:
        """What was asked about in this state and answered, and nobody has accepted or asked again: by item, its request."""
        found: dict[str, Request] = {}
        for request in self.requests:
            if request.cancelled_at or request.asked_in != self.application.state:
                continue
            for path in request.fields:
                found.pop(path, None)
                if request.answered_at and not self.accepted(request, path):
                    found[path] = request
        asked = self.open_request
        return {} if asked else found

    def accepted(self, request: Request, path: str) -> Result | None:
        """Who accepted the answer to one item of a request."""
        point = answer_point(request.round, path)
        return next((each for each in self.results if each.point == point), None)

    def corrected(self, request: Request) -> tuple[dict[str, JsonValue], dict[str, JsonValue]]:
        """What a round changed: the answers before and after it. Every round that changed something made a snapshot."""
        changing = self.changed_in or tuple(each.round for each in self.requests if each.changed)
        if request.round not in changing or len(self.snapshots) <= len(changing):
            return {}, {}
        place = changing.index(request.round)
        before, after = self.snapshots[place], self.snapshots[place + 1]
        return {name: before.get(name) for name in request.changed}, {
            name: after.get(name) for name in request.changed
        }

    @property
    def risk_signed(self) -> Result | None:
        """What the safety officer signed last, for whichever content."""
        return next((each for each in self.results if each.point == RISK), None)

    @property
    def risk_found(self) -> str:
        """What the safety officer found for the content as it stands; empty until that is signed."""
        signed = self.risk_signed
        return signed.outcome if signed and signed.snapshot_hash == self.application.snapshot_hash else ""

    def is_stale(self, review: Review) -> bool:
        """Whether a review handed in names another content than the present one."""
        return is_stale(review, self.application.snapshot_hash)

    def review_of(self, person_id: str) -> Review | None:
        return next((review for review in self.reviews if review.person_id == person_id), None)
