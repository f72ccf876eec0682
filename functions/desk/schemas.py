"""The JSON bodies that the desk takes."""

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, Field

from shared.domain.case import Item as AskedItem
from shared.domain.checklists import MOST
from shared.domain.commands import AssignmentCommand, Command, RequestCommand
from shared.web.api.bodies import Attested, Day, Id, Needed, Text, text
from shared.web.api.validation import Body


class Item(Body):
    """A field the partner is asked about."""

    field: Id
    message: Needed


class InformationRequest(Attested):
    """What the partner is asked to complete; only these fields unlock."""

    items: Annotated[list[Item], Field(max_length=60)]
    message: Text = ""

    @property
    def command(self) -> RequestCommand:
        items = [AskedItem(field=each.field, message=each.message) for each in self.items]
        return RequestCommand(items=items, message=self.message, attest=self.attest)


class AmendedRequest(InformationRequest):
    """The request as it is to be from now on, and by which day an answer is wanted (ISO date)."""

    due: Day | None = None

    @property
    def command(self) -> RequestCommand:
        return replace(super().command, due=self.due)


class Acceptance(Attested):
    """Who reviews, and by which day (ISO date); `ticked`: the points of the completeness checklist, each with a note or ""."""

    reviewers: Annotated[list[Id], Field(max_length=9)]
    due: Day | None = None
    ticked: Annotated[dict[str, Annotated[str, *text(most=MOST)]], Field(max_length=9)] = {}

    @property
    def command(self) -> Command:
        return AssignmentCommand(
            reviewers=self.reviewers, due=self.due, ticked=self.ticked, attest=self.attest
        )


class NewOfficer(Body):
    """Who takes the case over, by id."""

    officer: Id


class Handover(Body):
    """Whose open cases go to whom, by id."""

    leaver: Id
    heir: Id


class HandoverView(BaseModel):
    """How many cases went over, how many could not, and how many are left: send it again until none is."""

    done: int
    held_back: int
    left: int


class ReviewerChange(Body):
    """Who joins and who leaves the review."""

    add: Annotated[list[Id], Field(max_length=9)] = []
    remove: Annotated[list[Id], Field(max_length=9)] = []
