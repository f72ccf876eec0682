"""Who calls: an opaque session cookie for pages, a scoped bearer token for the API; both revocable at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.people import Person

if TYPE_CHECKING:
    from shared.web.call import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A signed-in person; `csrf` is the form token of their session and empty for API tokens."""

    person: Person
    unread: int = 0
    csrf: str = ""
    digest: str = ""
    conflicts: frozenset[str] = frozenset()


def caller_of(call: "Call", *, page: bool) -> Caller | None:
    raise NotImplementedError


def keep_typed(call: "Call") -> None:
    raise NotImplementedError
