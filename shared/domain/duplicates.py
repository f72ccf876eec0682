"""What makes two applications of an organisation the same."""

import hashlib

from shared.domain.texts import folded


def likeness(organisation_id: str, programme_id: str, start_date: str, title_zh: str) -> str:
    """What two applications may not share: organisation, programme, start, and the letters of the Chinese title."""
    alike = (organisation_id, programme_id, start_date, folded(title_zh))
    return hashlib.sha256("\n".join(alike).encode()).hexdigest()
