"""The JSON body of a review."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, RootModel

from shared.web.api.bodies import text
from shared.web.api.schemas import ApplicationView
from shared.web.api.validation import Body

Score = Annotated[int, Field(ge=1, le=5)]
Text = Annotated[str, *text(most=4_000)]


class Comments(Body):
    """What the federation reads, and what the partner reads after the decision."""

    federation: Text
    partner: Text = ""


class Scores(Body):
    """1 (poor) to 5 (excellent) for every criterion."""

    need: Score
    feasibility: Score
    safety: Score
    partnership: Score
    impact: Score


class ReviewBody(Body):
    """A conflict of interest declared or denied and, with `scores`, the review itself.

    `still_stands` confirms a review handed in before for the content as it is now; `declined` gives a review
    that is not handed in back for lack of time, and stands alone.
    """

    conflict: bool
    still_stands: bool = False
    declined: bool = False
    scores: Scores | None = None
    recommendation: Literal["approve", "approve_with_conditions", "reject"] | None = None
    comment: Text | Comments | None = None


class Conflicted(BaseModel):
    """After a declared conflict of interest: the case is gone for this person."""

    id: str
    conflict: Literal[True]


class Declined(BaseModel):
    """After a review was given back: the case is gone for this person unless an officer asks them again."""

    id: str
    declined: Literal[True]


class ReviewedView(RootModel[ApplicationView | Conflicted | Declined]):
    """The case with the review, or that the conflict or the lack of time was noted."""
