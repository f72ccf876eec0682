"""Requests as racers: each with stores of its own, its outcome a case or a refusal."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from shared.actions.engine import Attempt
from shared.actions.perform import perform
from shared.domain.case import Case
from shared.domain.commands import (
    NOTHING,
    AttachCommand,
    ColleagueCommand,
    DocumentCommand,
    EditCommand,
    ProgrammeCommand,
    ReviewersCommand,
)
from shared.domain.documents import FEDERATION
from shared.domain.refusals import Refusal
from tests.documents import PDF, said_of
from tests.races.turns import Around, own
from tests.stage import WAYS, Stage

Way = Callable[[Attempt, Case], object]
ACTS: Mapping[str, Way] = {
    **WAYS,
    "edit": lambda attempt, _: perform(
        attempt, EditCommand(values={"need_statement": f"As {attempt.person.id} says. " * 4})
    ),
    "change_programme": lambda attempt, _: perform(attempt, ProgrammeCommand(programme_id="going-out-b")),
    "change_reviewers": lambda attempt, _: perform(attempt, ReviewersCommand(add=["reviewer-3"])),
    "hand_over": lambda attempt, _: perform(attempt, ColleagueCommand(person_id="officer-2")),
    "decline_review": lambda attempt, _: perform(attempt, NOTHING),
    "declare_conflict": lambda attempt, _: perform(attempt, NOTHING),
    "attach": lambda attempt, _: perform(
        attempt, AttachCommand(**said_of(PDF, "files" if attempt.person.is_partner else FEDERATION, "a.pdf"))
    ),
    "remove_document": lambda attempt, case: perform(
        attempt, DocumentCommand(document_id=case.documents[-1].id if case.documents else "none")
    ),
}
"""Every write on a case that somebody can ask for."""


def outcome(act: Callable[[], object]) -> object:
    """What an act answers, or the refusal it raises."""
    try:
        return act()
    except Refusal as refusal:
        return refusal


def racer(
    stage: Stage, name: str, who: str, case: Case, around: Around | None = None, **more: Any
) -> Callable[[], object]:
    """A request that takes an action on a case through stores of its own."""
    there = replace(stage, stores=own(stage.stores, around))
    attempt = there.attempt(who, name, case, **more)
    return partial(outcome, partial(ACTS[name], attempt, case))
