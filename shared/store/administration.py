"""What administrators did, and what waits for a second one of them."""

from datetime import UTC, datetime

from shared.domain.administration import AdminEvent, Invitation, Proposal
from shared.store import keys
from shared.store.codec import Codec
from shared.store.table import Table, Write, delete, put

ADMIN_EVENT = Codec(AdminEvent)
PROPOSAL = Codec(Proposal, ("state",))
INVITATION = Codec(Invitation)
FIRST, LAST = (datetime(year, 1, 1, tzinfo=UTC) for year in (2000, 2101))
"""Between these lies whatever was done."""


class Administration:
    """Reads and writes the history of the administration, proposals and invitations."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def note(self, event: AdminEvent) -> Write:
        """The write that adds an event; none is ever written again."""
        return put(ADMIN_EVENT.row(keys.administration(event.at, event.id), event), new=True)

    def history(
        self,
        limit: int,
        after: str | None = None,
        *,
        start: datetime = FIRST,
        end: datetime = LAST,
        newest_first: bool = False,
    ) -> tuple[list[AdminEvent], str | None]:
        """One page of what was done from `start` on and before `end`, and the sort key to go on from."""
        low, high = keys.instant(start), keys.instant(end)
        page = self._table.query(
            keys.Key("ADMINISTRATION", ""),
            low=low,
            high=high,
            limit=limit,
            after={"PK": "ADMINISTRATION", "SK": after} if after else None,
            newest_first=newest_first,
            consistent=True,
        )
        following = str(page.after["SK"]) if page.after else None
        return [ADMIN_EVENT.value(row) for row in page.rows], following

    def propose(self, proposal: Proposal) -> list[Write]:
        listed = keys.proposals(proposal.at, proposal.id)
        return [
            put(PROPOSAL.row(keys.proposal(proposal.id), proposal, state=proposal.state), new=True),
            put({"PK": listed.partition, "SK": listed.sort}, new=True),
        ]

    def proposal(self, proposal_id: str) -> Proposal | None:
        key = keys.proposal(proposal_id)
        row = self._table.get([key]).get(key)
        return PROPOSAL.value(row) if row else None

    def settle(self, after: Proposal) -> list[Write]:
        """The writes that end a proposal, refused when somebody else has ended it."""
        row = PROPOSAL.row(keys.proposal(after.id), after, state=after.state)
        ended = put(row)
        ended.arguments["ConditionExpression"] = "#state = :waiting"
        ended.arguments["ExpressionAttributeNames"] = {"#state": "state"}
        ended.arguments["ExpressionAttributeValues"] = {":waiting": {"S": "waiting"}}
        return [ended, delete(keys.proposals(after.at, after.id))]

    def waiting(self, limit: int, after: str | None = None) -> tuple[list[Proposal], str | None]:
        """One page of what waits, oldest first."""
        listed, following = self._table.listed("PROPOSALS", limit, after)
        wanted = [keys.proposal(keys.last_part(str(row["SK"]))) for row in listed]
        rows = self._table.get(wanted) if wanted else {}
        return [PROPOSAL.value(rows[key]) for key in wanted if key in rows], following

    def invite(self, digest: str, invitation: Invitation) -> Write:
        ttl = int(invitation.until.timestamp())
        return put(INVITATION.row(keys.invitation(digest), invitation, ttl=ttl), new=True)

    def used(self, digest: str) -> Write:
        """The write that ends a link, refused when it has ended."""
        ended = delete(keys.invitation(digest))
        ended.arguments["ConditionExpression"] = "attribute_exists(PK)"
        return ended

    def invitation(self, digest: str) -> Invitation | None:
        key = keys.invitation(digest)
        row = self._table.get([key]).get(key)
        return INVITATION.value(row) if row else None
