"""Every way the registry says no: one tree, each with a stable public code."""

from dataclasses import dataclass
from typing import ClassVar

from shared.domain.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """What is wrong with one field of a form or body; `field` is its id, dotted for a part of it."""

    field: str
    code: str
    message: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a guard is not met; `code` is the guard's name in actions.json."""

    code: str
    message: Words
    attest: bool = False


class Refusal(Exception):
    """An expected no: it changes nothing and is answered with its code and words in both languages."""

    code: ClassVar[str] = "refused"


class Malformed(Refusal):
    """The request cannot be read: not JSON, not UTF-8, nested too deeply, or of the wrong shape."""

    code = "malformed"


class TooLarge(Refusal):
    """The body is over the limit, stated in bytes."""

    code = "too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class Unauthenticated(Refusal):
    """Nobody is signed in, or the session or token has ended; `kept`: what was typed is there after signing in."""

    code = "unauthenticated"

    def __init__(self, *, kept: bool = False) -> None:
        super().__init__()
        self.kept = kept


class ProofNeeded(Refusal):
    """This step wants a recent sign-in with a second factor; `kept`: what was typed is there after it."""

    code = "proof_needed"

    def __init__(self, *, kept: bool) -> None:
        super().__init__()
        self.kept = kept


class Forbidden(Refusal):
    """The caller may read this, but not do that."""

    code = "forbidden"


class OwnProposal(Forbidden):
    """Somebody else than its proposer releases or refuses a proposal."""

    code = "own_proposal"


class DecideInPerson(Forbidden):
    """This deployment takes no decision by API token."""

    code = "decide_in_person"


class AccountTaken(Refusal):
    """The sign-in that followed an invitation is somebody else's here already."""

    code = "account_taken"


class InvitationGone(Refusal):
    """A one-time link that was used, sent anew, revoked, or is too old."""

    code = "invitation_gone"


class CrossSite(Refusal):
    """A form was posted from another site, or without the token of this session."""

    code = "cross_site"


class PastEdge(Refusal):
    """A request that did not come through the edge that stands before this deployment."""

    code = "past_edge"


class NotFound(Refusal):
    """There is no such thing, or not for this caller: outsiders cannot tell which."""

    code = "not_found"


class NotAvailable(Refusal):
    """The action does not exist in the state the case is in now."""

    code = "not_available"

    def __init__(self, state: str, version: int) -> None:
        super().__init__(state, version)
        self.state, self.version = state, version


class Conflict(Refusal):
    """Somebody else changed the same thing first; nothing was written."""

    code = "conflict"


class Stale(Refusal):
    """`If-Match` names a version that is no longer the current one."""

    code = "stale"

    def __init__(self, state: str, version: int) -> None:
        super().__init__(state, version)
        self.state, self.version = state, version


class PreconditionMissing(Refusal):
    """A change was sent without `If-Match`."""

    code = "precondition_missing"


class InvalidFields(Refusal):
    """Some fields are missing or wrong."""

    code = "invalid_fields"

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors


class KeyReused(Refusal):
    """The idempotency key was used before with another body."""

    code = "idempotency_key_reused"


class Unmet(Refusal):
    """One or more guards of the action are not met; `errors` lists the fields behind `form_valid`."""

    code = "unmet"

    def __init__(self, unmet: tuple[Reason, ...], errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(unmet)
        self.unmet, self.errors = unmet, errors


class QuotaFull(Refusal):
    """The programme has no place left."""

    code = "quota_full"


class TooMany(Refusal):
    """Too many requests; try again after so many seconds."""

    code = "too_many_requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
