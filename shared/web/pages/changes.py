"""What changed in an application's answers between two contents, before and now, as people read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.domain.application import content_hash
from shared.domain.case import Case, Request
from shared.domain.json_value import Values
from shared.domain.reviews import Review
from shared.domain.words import Language
from shared.web.pages.format_answer import show


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One answer before and now; empty where there was none."""

    field: str
    label: str
    before: str
    now: str


def differences(
    case: Case, before: Values, now: Values, names: Iterable[str], language: Language
) -> list[Difference]:
    """The named answers that differ, in the order of the form."""
    form = case.application.form
    wanted = set(names)
    return [
        Difference(
            field=field.id,
            label=field.label.within(language),
            before=show(field, before.get(field.id), language),
            now=show(field, now.get(field.id), language),
        )
        for field in form.fields
        if field.id in wanted and before.get(field.id) != now.get(field.id)
    ]


def changes_of(case: Case, request: Request, language: Language) -> list[Difference]:
    """What one round of asking changed."""
    before, now = case.corrected(request)
    return differences(case, before, now, request.changed, language)


def changes_since(case: Case, review: Review, language: Language) -> list[Difference] | None:
    """What changed since the content that a review names; None where that is not known any more."""
    return changes_from(case, review.snapshot_hash or "", language) if case.is_stale(review) else []


def changes_from(case: Case, snapshot_hash: str, language: Language) -> list[Difference] | None:
    """What changed since this content; since the last but one when it is not known any more, or None."""
    if not snapshot_hash or snapshot_hash == case.application.snapshot_hash:
        return []
    hashes = case.snapshot_hashes or tuple(content_hash(case.application, each) for each in case.snapshots)
    known = dict(zip(hashes, case.snapshots, strict=False))
    read = known.get(snapshot_hash)
    before = case.snapshots[-2] if read is None and len(case.snapshots) > 1 else read
    if before is None:
        return None
    found = differences(case, before, case.values, {*before, *case.values}, language)
    return found if found or read is not None else None
