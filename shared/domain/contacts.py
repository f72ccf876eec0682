"""Telephone numbers, mail and web addresses, read by the libraries that know their standards.

The libraries are imported where they are needed: each takes a tenth of a second to load, and few requests bring a
contact. A plain mail address needs none of them.
"""

import re
from urllib.parse import quote, urlsplit

from shared.domain.texts import half_width

_DIALLED = re.compile(r"\+?[0-9 ().\u2010-\u2015/-]+")
_MAILBOX = re.compile(
    r"[a-z0-9_%+'-]+(\.[a-z0-9_%+'-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE
)
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_KEPT = "!#$%&'()*+,/:;=?@[]~"
"""Characters with a meaning in a path or query (RFC 3986 2.2), and the sign of what is encoded already."""
LOCAL_PART = 64
"""Characters before the @ of an email address (RFC 5321)."""


def phone_number(text: str) -> str | None:
    """E.164 with the trunk prefix dropped where the country drops it; None for what nobody can dial."""
    from phonenumbers import (  # noqa: PLC0415 -- see above
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        is_possible_number,
        parse,
    )

    dialled = half_width(text)
    dialled = f"+{dialled[2:]}" if dialled.startswith("00") else dialled
    if not _DIALLED.fullmatch(dialled) or "/" in dialled or not dialled.startswith("+"):
        return None
    try:
        number = parse(dialled, None)
    except NumberParseException:
        return None
    return format_number(number, PhoneNumberFormat.E164) if is_possible_number(number) else None


def mail_address(text: str) -> str | None:
    """The address as mail servers know it, internationalised ones too (RFC 6531); None when it cannot be one."""
    address = half_width(text)
    if _MAILBOX.fullmatch(address):
        return address if len(address.partition("@")[0]) <= LOCAL_PART else None
    if address.isascii():
        return None
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 -- see above

    try:
        return validate_email(text.strip(), check_deliverability=False, globally_deliverable=False).normalized
    except EmailNotValidError:
        return None


def web_address(text: str) -> str | None:
    """An http or https address, percent-encoded where it must be (RFC 3986, 3987); None when no browser opens it."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        return None
    host = _ascii_host(parts.hostname or "")
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc or port == 0:
        return None
    rest = text.strip().partition("://")[2][len(parts.netloc) :]
    if re.search(r"[\s\x00-\x20\x7f\\]", rest) or re.search(r"[\s\\]", parts.netloc):
        return None
    authority = f"{host}:{port}" if port else host
    return f"{parts.scheme.lower()}://{authority}{quote(rest, safe=_KEPT)}"


def _ascii_host(host: str) -> str | None:
    if host.isascii():
        return host if _HOST.fullmatch(host) else None
    from idna import IDNAError, encode  # noqa: PLC0415 -- see above

    try:
        return encode(host, uts46=True).decode()
    except IDNAError:
        return None
