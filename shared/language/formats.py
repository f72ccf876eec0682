"""Dates, times and numbers as people write them in each language."""

from datetime import date, datetime
from decimal import Decimal

from shared.domain.calendar import BEIJING, day_of
from shared.domain.words import Language
from shared.language.catalogue import translations

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def day(value: date | datetime | str, language: Language) -> str:
    """23 November 2026 or 2026年11月23日; a time is shown as its day in Beijing, what is no day as it stands."""
    at = _date(value)
    if at is None:
        return str(value)
    if language == "zh":
        return f"{at.year}年{at.month}月{at.day}日"
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def short_day(value: date | datetime | str, language: Language) -> str:
    """23 Nov or 11月23日, for rows whose year is plain from what stands around them."""
    at = _date(value)
    if at is None:
        return str(value)
    return f"{at.month}月{at.day}日" if language == "zh" else f"{at.day} {_MONTHS[at.month - 1][:3]}"


def moment(value: datetime | str, language: Language) -> str:
    """23 November 2026, 14:05 Beijing time or 北京时间2026年11月23日 14:05."""
    at = (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(BEIJING)
    if language == "zh":
        return f"北京时间{day(at, language)} {at:%H:%M}"
    return f"{day(at, language)}, {at:%H:%M} Beijing time"


def away(value: date | datetime | str, language: Language, *, today: date) -> str:
    """In 4 days, today, 4 days ago; nothing for what is no day."""
    ngettext, gettext = translations(language).ngettext, translations(language).gettext
    at = _date(value)
    if at is None:
        return ""
    days = (at - today).days
    if days == 0:
        return gettext("today")
    if days > 0:
        return ngettext("in %(num)d day", "in %(num)d days", days) % {"num": days}
    return ngettext("%(num)d day ago", "%(num)d days ago", -days) % {"num": -days}


def left(due: date | datetime | str, language: Language, *, today: date) -> str:
    """In 4 days, today, 2 days overdue."""
    at = _date(due)
    days = (at - today).days if at else 0
    if days >= 0:
        return away(due, language, today=today)
    return translations(language).ngettext("%(num)d day overdue", "%(num)d days overdue", -days) % {
        "num": -days
    }


def late(due: date | datetime | str | None, *, today: date) -> bool:
    """Whether the day is over."""
    at = _date(due) if due else None
    return at is not None and at < today


def number(value: float | Decimal) -> str:
    """1,234.5: both languages group by thousands."""
    return f"{value:,}"


def file_size(size: int) -> str:
    """340 KB or 1.2 MB, as file managers count: 1,024 bytes to a KB."""
    kilobytes = max(1, round(size / 1024))
    return f"{kilobytes} KB" if kilobytes < 1024 else f"{size / 1024**2:.1f} MB"  # noqa: PLR2004 -- KB to a MB


def money(minor: int, currency: str, language: Language) -> str:
    """CNY 1,234.50 or 1,234.50 人民币; the amount comes in minor units (fen, cents)."""
    amount = number((Decimal(minor) / 100).quantize(Decimal("0.01")))
    if language == "zh":
        return f"{amount} {'元' if currency == 'CNY' else currency}"
    return f"{currency} {amount}"


def span(start: date | str, end: date | str, language: Language) -> str:
    """23 November 2026 to 2 December 2026 or 2026年11月23日至2026年12月2日."""
    joint = "至" if language == "zh" else " to "
    return f"{day(start, language)}{joint}{day(end, language)}"


def _date(value: date | datetime | str) -> date | None:
    """The day meant; None for a stored text that is none, which must not take its page with it."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if "T" in value else value
        except ValueError:
            return None
        if isinstance(value, str):
            return day_of(value)
    return value.astimezone(BEIJING).date() if isinstance(value, datetime) else value
