"""The headers that every answer carries."""

from typing import Final

from shared.domain.words import Language

_POLICY: Final = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_POWERS: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

SECURITY: Final[dict[str, str]] = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _POWERS,
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
IMMUTABLE: Final = "public, max-age=31536000, immutable"
TAGS: Final[dict[Language, str]] = {"en": "en", "zh": "zh-Hans-CN"}


def page_headers(language: Language, *, connects: bool = False, sends: str = "") -> dict[str, str]:
    """Headers of a page in this language.

    `connects` lets its own script call this host; `sends` is another origin that files may be sent to.
    """
    headers = SECURITY | {
        "Cache-Control": "no-store",
        "Content-Language": TAGS[language],
        "Vary": "Cookie, Accept-Language, Accept-Encoding",
    }
    if connects:
        headers["Content-Security-Policy"] += f"; connect-src 'self' {sends}".rstrip()
    if sends:
        headers["Content-Security-Policy"] = headers["Content-Security-Policy"].replace(
            "form-action 'self'", f"form-action 'self' {sends}"
        )
    return headers


def asset_headers() -> dict[str, str]:
    """Headers of a static file under its content hash: kept for a year."""
    return SECURITY | {"Cache-Control": IMMUTABLE, "Vary": "Accept-Encoding"}
