"""What a person is told in their inbox: one message for each event and recipient."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["task", "alert", "news"]
"""`task`: it is this person's turn; `alert`: something is late or wrong; `news`: good to know."""
Mail = Literal["none", "pending", "sending", "sent", "uncertain", "refused"]
"""What became of the e-mail: none was wanted, it waits, it is on its way, it left, nobody knows, or it was not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One line of an inbox; `id` is the event's id, `at` the event's time, `subject` what happened (an event kind)."""

    id: str
    person_id: str
    at: datetime
    kind: Kind
    subject: str
    application_id: str
    number: str
    direction: str
    state: str
    read_at: datetime | None = None
    mail: Mail = "none"
