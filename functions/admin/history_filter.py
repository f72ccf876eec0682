"""What of the history somebody asks for, from the address of a page, a file or an API request."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from shared.actions.admin.history import Asked
from shared.actions.bounds import is_id
from shared.domain.administration import SUBJECTS, Subject
from shared.domain.calendar import EARLIEST, LATEST, day_of
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words
from shared.web.http.call import Call

T = TypeVar("T")
ORDERS = {"newest": True, "oldest": False}
QUERY = {
    "subject": "string",
    "subject_id": "string",
    "by": "string",
    "from": "string",
    "to": "string",
    "order": "string",
    "cursor": "string",
    "limit": "integer",
}
"""What the API takes in the address."""
NO_VALUE = Words("There is no such value.", "没有这个值。")
NO_ID = Words("This cannot be an id.", "标识的格式不正确。")
NO_DAY = Words("Give a day, for example 2026-11-30.", "请填写日期，例如2026-11-30。")
WRONG = {
    **dict.fromkeys(("subject", "order"), NO_VALUE),
    **dict.fromkeys(("subject_id", "by"), NO_ID),
    **dict.fromkeys(("from", "to"), NO_DAY),
}
"""What is said of each that cannot be read."""
TOO_EARLY = Words("The last day is before the first one.", "截止日期早于起始日期。")


def asked_of(call: Call, order: str) -> Asked:
    """The filter, `order` being usual; raises InvalidFields with everything that is wrong."""
    errors: list[FieldError] = []
    subjects: dict[str, Subject] = {each: each for each in SUBJECTS}
    asked = Asked(
        subject=_read(errors, "subject", call.query.get("subject"), subjects.get),
        subject_id=_read(errors, "subject_id", call.query.get("subject_id"), _id) or "",
        by=_read(errors, "by", call.query.get("by"), _id) or "",
        first_day=_read(errors, "from", call.query.get("from"), _day),
        last_day=_read(errors, "to", call.query.get("to"), _day),
        newest_first=bool(_read(errors, "order", call.query.get("order") or order, ORDERS.get)),
    )
    if asked.first_day and asked.last_day and asked.last_day < asked.first_day:
        errors.append(FieldError(field="to", code="before", message=TOO_EARLY))
    if errors:
        raise InvalidFields(tuple(errors))
    return asked


def address(place: str, asked: Asked, **changes: str | None) -> str:
    """The address of this filter, with some of it changed; what is empty is left out."""
    said = {
        "subject": asked.subject,
        "subject_id": asked.subject_id,
        "by": asked.by,
        "from": asked.first_day and asked.first_day.isoformat(),
        "to": asked.last_day and asked.last_day.isoformat(),
        "order": None if asked.newest_first else "oldest",
        **changes,
    }
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{place}?{query}" if query else place


def _read(errors: list[FieldError], name: str, text: str | None, of: Callable[[str], T | None]) -> T | None:
    value = of(text) if text else None
    if text and value is None:
        errors.append(FieldError(field=name, code="invalid", message=WRONG[name]))
    return value


def _id(text: str) -> str | None:
    return text if is_id(text) else None


def _day(text: str) -> date | None:
    day = day_of(text)
    return day if day and EARLIEST <= day <= LATEST else None
