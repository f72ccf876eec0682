"""The public JSON of the partner registry."""

from pydantic import BaseModel

from shared.domain.people import Organisation


class RegistryEntry(BaseModel):
    """An organisation as anybody who is signed in may know it."""

    id: str
    kind: str
    name_en: str
    name_zh: str
    name_original: str | None = None
    country: str
    city: str | None = None
    web: str | None = None
    standing: str
    merged_into: str | None = None


class RegistryView(BaseModel):
    """One page of organisations, by name."""

    items: list[RegistryEntry]
    next_cursor: str | None = None


def entry_view(organisation: Organisation) -> RegistryEntry:
    known = {name: str(value) for name, value in organisation.answers.items()}
    return RegistryEntry(
        id=organisation.id,
        kind=organisation.kind,
        name_en=organisation.name_en,
        name_zh=organisation.name_zh,
        name_original=known.get("name_original"),
        country=organisation.country,
        city=known.get("city"),
        web=known.get("web"),
        standing=organisation.standing,
        merged_into=organisation.merged_into or None,
    )
