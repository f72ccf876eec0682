"""The JSON bodies of compliance and decision."""

from typing import Annotated

from pydantic import Field

from shared.web.bodies import Attested, BothLanguages, Day, Text
from shared.web.validation import Body


class Condition(Body):
    """Something the partner must fulfil, in both languages, and by which day (ISO date)."""

    text: BothLanguages
    due: Day | None = None


class Approval(Attested):
    """The content hash that was read, and conditions if any."""

    snapshot_hash: Annotated[str, Field(max_length=64)]
    conditions: Annotated[list[Condition], Field(max_length=5)] = []
    comment: Text = ""


class Reasoned(Attested):
    """A step that needs a reason."""

    reason: Text = ""
