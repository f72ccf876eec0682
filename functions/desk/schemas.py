"""The JSON bodies that the desk takes."""

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, Field

from shared.domain.case import Item as AskedItem
from shared.domain.commands import AcceptCommand, AssignmentCommand, Command, RequestCommand
from shared.web.api.bodies import Attested, Day, Id, Needed, Text
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


class NewRequest(InformationRequest):
    """The same; `accepted` are the items of the last request whose answers will do."""

    accepted: Annotated[list[Id], Field(max_length=60)] = []

    @property
    def command(self) -> RequestCommand:
        return replace(super().command, accepted=self.accepted)


class AmendedRequest(InformationRequest):
    """The request as it is to be from now on, and by which day an answer is wanted (ISO date)."""

    due: Day | None = None

    @property
    def command(self) -> RequestCommand:
        return replace(super().command, due=self.due)


class Acceptances(Body):
    """The items of the last request whose answers will do."""

    accepted: Annotated[list[Id], Field(min_length=1, max_length=60)]

    @property
    def command(self) -> AcceptCommand:
        return AcceptCommand(accepted=self.accepted)


class Acceptance(Attested):
    """Who reviews, and by which day (ISO date); `ticked`: the points of the completeness checklist, each with a note or ""."""

    reviewers: Annotated[list[Id], Field(max_length=9)]
    due: Day | None = None
    ticked: Annotated[dict[str, Text], Field(max_length=9)] = {}

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
