"""Who administers, and how every administrative change is written: with its event, or not at all."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.actions.policy import POLICY
from shared.domain import forms
from shared.domain.administration import AdminEvent, Subject
from shared.domain.calendar import day_in_beijing
from shared.domain.json_value import JsonValue, Values
from shared.domain.people import Person
from shared.domain.questions import Form
from shared.domain.refusals import Conflict, FieldError, Forbidden, InvalidFields, Refusal, Stale
from shared.domain.words import Words
from shared.store.limits import Limit, too_many
from shared.store.stores import Stores
from shared.store.table import Taken, Write

NO_REASON = Words("Say why, in at most 500 characters.", "请说明原因，最多500个字符。")
PERSONAL = 3
"""The class of answers that are about a person (domain, 10.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Somebody who administers, with what, and when; `posts`: letters leave here that reach one address alone."""

    stores: Stores
    person: Person
    at: datetime
    posts: bool = False

    def check(self, policy: str) -> None:
        """Raises Forbidden when this is not theirs to do."""
        if not POLICY[policy].admits(self.person):
            raise Forbidden

    def event(
        self, kind: str, subject: Subject, subject_id: str, name: str | Words, data: Values | None = None
    ) -> Write:
        """The write that notes what was done; people have one `name` for both languages."""
        called = name if isinstance(name, Words) else Words(name, "")
        return self.stores.administration.note(
            AdminEvent(
                id=new_id(),
                at=self.at,
                by=self.person.id,
                by_name=self.person.name,
                kind=kind,
                subject=subject,
                subject_id=subject_id,
                subject_name=called.en,
                subject_name_zh=called.zh,
                data=data or {},
            )
        )

    def commit(
        self,
        event: Write,
        writes: Sequence[Write],
        *,
        last: Refusal | None = None,
        limit: Limit | None = None,
        scope: str = "",
    ) -> None:
        """Write all with the event, or nothing; `last` says why when the condition of the last write fails.

        Counted with it is one of the `limit` of whom `scope` stands for. Raises TooMany when there were enough, Conflict
        for any other condition.
        """
        counted = [self.stores.limits.one_more(limit, scope, self.at)] if limit else []
        try:
            self.stores.table.commit([*counted, event, *writes])
        except Taken as taken:
            if limit and taken.index == 0:
                raise too_many(limit, self.at) from taken
            final = len(counted) + len(writes)
            raise (last if last and taken.index == final else Conflict()) from taken


def checked(form: Form, values: Values, at: datetime) -> dict[str, JsonValue]:
    """The answers of a form, cleaned and complete; raises InvalidFields."""
    errors = forms.check_complete(form, values, today=day_in_beijing(at))
    if errors:
        raise InvalidFields(errors)
    kept, _ = forms.check_values(form, values)
    return {
        name: value
        for name, value in kept.items()
        if value is not None and forms.visible(form.field(name), kept, day_in_beijing(at))
    }


def merged(form: Form, before: Values, changes: Values) -> dict[str, JsonValue]:
    """The answers with these changes; None clears one. Raises InvalidFields for what the form does not ask."""
    strange = {name: "" for name in changes if name not in form.index}
    if strange:
        raise InvalidFields(forms.check_values(form, strange)[1])
    return {name: value for name, value in {**before, **changes}.items() if value is not None}


def differences(form: Form, before: Values, after: Values) -> dict[str, JsonValue]:
    """What changed, by field: what stood there and what stands there now; None where there is nothing.

    Of what is personal, roles apart, the history says only that it changed: nobody could ever take it out again.
    """
    found: dict[str, JsonValue] = {}
    for field in form.fields:
        if before.get(field.id) != after.get(field.id):
            plain = field.sensitivity < PERSONAL or field.id == "roles"
            pair: JsonValue = {"before": before.get(field.id), "after": after.get(field.id)}
            found[field.id] = pair if plain else "changed"
    return found


def check_seen(seen: frozenset[int] | None, state: str, version: int) -> None:
    """Raises Stale unless the version that was looked at is the one there is."""
    if seen is not None and version not in seen:
        raise Stale(state, version)


def refused(field: str, code: str, message: Words) -> InvalidFields:
    return InvalidFields((FieldError(field=field, code=code, message=message),))


def new_id() -> str:
    """26 characters that nobody guesses, fit for a path."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
