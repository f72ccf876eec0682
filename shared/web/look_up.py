"""A case found by the number somebody types."""

import unicodedata

from shared.actions import seeing
from shared.domain.application import is_number
from shared.domain.refusals import NotFound
from shared.web.call import Call
from shared.wiring import wiring

PARTS = (2, 2, 6)
"""Characters between the dashes of a case number."""


def case_number(typed: str) -> str:
    """The number as it is written: upper case, with its dashes, whatever was typed between the characters."""
    characters = unicodedata.normalize("NFKC", typed)[:80].upper()
    kept = "".join(each for each in characters if each.isascii() and each.isalnum())
    if len(kept) != sum(PARTS):
        return kept
    return f"{kept[:2]}-{kept[2:4]}-{kept[4:]}"


def readable(call: Call, number: str) -> str | None:
    """The id of the case with this number if the caller may see it; nobody learns of others."""
    stores = wiring().stores
    application_id = stores.cases.id_of(number) if is_number(number) else None
    if application_id is None:
        return None
    try:
        seeing.case(stores, call.who.person, application_id, at=call.at)
    except NotFound:
        return None
    return application_id
