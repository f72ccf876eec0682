"""The JSON bodies of compliance and decision."""

from typing import Annotated

from pydantic import Field

from shared.actions.deciding import LEAST
from shared.domain.commands import ApprovalCommand, Command
from shared.web.api.bodies import Attested, Day, Text, text
from shared.web.api.validation import Body


class ConditionText(Body):
    """What is to be fulfilled, in words long enough to say it."""

    en: Annotated[str, *text(least=LEAST["en"], language="en")]
    zh: Annotated[str, *text(least=LEAST["zh"], language="zh")]


class Condition(Body):
    """Something the partner must fulfil, in both languages, and by which day (ISO date)."""

    text: ConditionText
    due: Day | None = None


class Approval(Attested):
    """The content hash that was read, and conditions if any."""

    snapshot_hash: Annotated[str, Field(max_length=64)]
    conditions: Annotated[list[Condition], Field(max_length=5)] = []
    comment: Text = ""

    @property
    def command(self) -> Command:
        conditions = [each.model_dump(exclude_none=True) for each in self.conditions]
        return ApprovalCommand(
            snapshot_hash=self.snapshot_hash, conditions=conditions, comment=self.comment, attest=self.attest
        )
