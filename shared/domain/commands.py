"""What an action brings along: one frozen command for each kind, which its guards read by attribute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.domain.case import Item
from shared.domain.checklists import Found
from shared.domain.json_value import Values
from shared.domain.words import Words

Condition = Values
"""`text` in both languages, `due` (ISO date) if there is a day for it, and `owner` if not the partner answers for it."""
UNSAID = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Nothing but what is stated with the action, by the name of the guard that wants it."""

    attest: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCommand(Command):
    """Why, in one's own words."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCommand(Command):
    """What the partner is asked, and until which day (ISO date) if another than usual.

    `accepted` are the items of the last request whose answers will do.
    """

    items: Sequence[Item] = ()
    message: str = ""
    due: str | None = None
    accepted: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptCommand(Command):
    """The items of the last request whose answers will do."""

    accepted: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCommand(Command):
    """Notes to the fields that were asked about."""

    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalCommand(Command):
    """A reason from the list, and the words the partner gets."""

    reason_code: str = ""
    reason: Words = UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentCommand(Command):
    """Who reviews, by id, and the day (ISO date) reviews are wanted by if another than usual.

    `ticked` are the points of the completeness checklist that were gone through, by id, each with its note or "".
    """

    reviewers: Sequence[str] = ()
    due: str | None = None
    ticked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplianceCommand(Command):
    """What compliance found now, by the id of the point."""

    points: Mapping[str, Found] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCommand(Command):
    """The content that was read, by its hash; `comment` is for the federation alone."""

    snapshot_hash: str = ""
    conditions: Sequence[Condition] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCommand(Command):
    """Answers by the id of their question, None clears one; `notes` by field go with answers to a request."""

    values: Values
    notes: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachCommand(Command):
    """A file to come: the question that it answers or FEDERATION, its name, bytes and SHA-256 (hex).

    With `plain`, a plain form sends the file: nothing is known of it before it has been read.
    """

    field: str
    name: str = ""
    size: int = 0
    sha256: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCommand(Command):
    """One document, by id."""

    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeCommand(Command):
    """The programme that a draft goes to, by id."""

    programme_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueCommand(Command):
    """Who takes the case over, by id."""

    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskCommand(Command):
    """What the safety officer finds (a name of FINDINGS), and why."""

    finding: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewersCommand(Command):
    """Who joins the reviewers and who leaves them, by id."""

    add: Sequence[str] = ()
    remove: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a reviewer hands in; scores are 1 to 5 by criterion."""

    scores: dict[str, int]
    recommendation: str
    comment: str
    comment_to_partner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCommand(Command):
    """A conflict of interest or none; then an opinion, or that the one handed in still stands, or neither yet."""

    conflict: bool = False
    opinion: Opinion | None = None
    still_stands: bool = False


NOTHING = Command()
