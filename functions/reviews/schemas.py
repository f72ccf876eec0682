"""The JSON body of a review."""

from typing import Annotated

from pydantic import Field

from shared.web.call import Body

Text = Annotated[str, Field(max_length=4000)]


class Comments(Body):
    """What the federation reads, and what the partner reads after the decision."""

    federation: Text
    partner: Text = ""


class ReviewBody(Body):
    """A conflict of interest declared or denied and, with `scores`, the review itself.

    `scores` are 1 to 5 for need, feasibility, safety, partnership and impact: by name, or as five numbers
    in this order; `recommendation` is approve, approve_with_conditions or reject.
    """

    conflict: bool
    scores: dict[str, int] | Annotated[list[int], Field(max_length=5)] | None = None
    recommendation: Annotated[str, Field(max_length=40)] | None = None
    comment: Text | Comments | None = None
