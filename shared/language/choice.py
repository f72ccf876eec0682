"""Which language a request is answered in."""

from shared.domain.words import Language

COOKIE = "language"


def choose(*, cookie: str | None, account: str | None = None, accept: str | None = None) -> Language:
    """The language chosen by cookie, else that of the account, else the browser's first that we have."""
    return known(cookie) or known(account) or preferred(accept or "") or "en"


def known(code: str | None) -> Language | None:
    """`en` or `zh`, and nothing else that a cookie may hold."""
    return "en" if code == "en" else "zh" if code == "zh" else None


def preferred(accept: str) -> Language | None:
    """The best language of an `Accept-Language` header (RFC 9110 12.5.4); any Chinese counts as zh."""
    best: tuple[float, Language] | None = None
    for part in accept[:500].split(","):
        tag, _, parameters = part.strip().partition(";")
        language = known(tag.strip().lower().partition("-")[0])
        weight = _weight(parameters)
        if language and weight > 0 and (best is None or weight > best[0]):
            best = (weight, language)
    return best[1] if best else None


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
