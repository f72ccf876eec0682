"""What bounds the sizes of what people send, where each part is in bounds and only the sum is not."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.domain.calendar import day_in_beijing, day_of
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.words import Words

ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
"""Ids and names in our paths; a longer key would be refused by the table itself (2,048 bytes)."""
LONGEST_TERM = 60
"""Days from today that an officer may give for an answer or a review."""
BAD_DUE = Words("Choose a day after today, at most 60 days away.", "请选择今天之后60天以内的日期。")
TOTAL = 30_000
"""Characters of all texts of a round of information together: twice that, in Chinese, is half an item of 400 KB."""
TOO_MUCH = Words(
    "Write at most {most:,} characters in all texts together; there are {count:,}.",
    "全部文字合计不得超过{most}个字符，现有{count}个。",
)


def is_id(text: str) -> bool:
    """Whether this can be the id of anything here."""
    return ID.fullmatch(text) is not None


def check_total(texts: Iterable[str], field: str) -> None:
    """Raises InvalidFields when these texts are too much for one item of the table."""
    count = sum(map(len, texts))
    if count > TOTAL:
        words = Words(*(each.format(most=TOTAL, count=count) for each in TOO_MUCH))
        raise InvalidFields((FieldError(field=field, code="too_long", message=words),))


def due_day(due: str | None, at: datetime) -> str | None:
    """A day that somebody is given (ISO date); raises InvalidFields for one that is not ahead, or too far."""
    if due is None:
        return None
    today = day_in_beijing(at)
    day = day_of(due) or today
    if not today < day <= today + timedelta(days=LONGEST_TERM):
        raise InvalidFields((FieldError(field="due", code="date", message=BAD_DUE),))
    return day.isoformat()
