"""Cookies: read as they came, written with every protection the address allows."""

from shared.web.http.call import Call

LANGUAGE = "language"
LONGEST = 4_096
"""Characters of a cookie that is looked at; ours have about 120."""


def cookies_of(call: Call, name: str) -> list[str]:
    """The values of a cookie; more than one when somebody set it for other paths or hosts too."""
    return [
        value.strip() for key, value in call.cookie_pairs if key == name and len(key) + len(value) < LONGEST
    ]


def protected(base_url: str, name: str) -> str:
    """The name a cookie has at this address: `__Host-` binds it to the host, which browsers grant on https only."""
    return f"__Host-{name}" if base_url.startswith("https:") else name


def cookie(base_url: str, name: str, value: str, *, seconds: int | None = None) -> str:
    """A cookie for the whole site that scripts cannot read; for this browser session unless `seconds` are given."""
    secure = "; Secure" if base_url.startswith("https:") else ""
    age = "" if seconds is None else f"; Max-Age={seconds}"
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}"


def gone(base_url: str, name: str) -> str:
    """Makes the browser forget a cookie."""
    return cookie(base_url, name, "", seconds=0)
