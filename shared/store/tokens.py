"""API tokens in the table: only the digest of a token is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.store import keys
from shared.store.codec import Codec, Row
from shared.store.table import Table, delete, put

Scope = Literal["read", "draft", "submit", "write"]
COVERS: Mapping[Scope, frozenset[str]] = {
    "read": frozenset({"read"}),
    "draft": frozenset({"read", "draft"}),
    "submit": frozenset({"read", "draft", "submit"}),
    "write": frozenset({"draft", "submit", "decide", "write"}),
}
"""What a token of each scope is good for; deciding is besides the operator's to allow."""
MOST = 20
"""Tokens one person may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a token may do and until when; `digest` names it, `ending` are its last characters."""

    digest: str
    label: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime
    ending: str

    def covers(self, need: str) -> bool:
        return any(need in COVERS[scope] for scope in self.scopes)


TOKEN = Codec(Token)


class Tokens:
    """Reads and writes the API tokens of a person."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, person_id: str, token: Token) -> None:
        expiry = int(token.expires_at.timestamp())
        self._table.commit([put(TOKEN.row(keys.token(person_id, token.digest), token, ttl=expiry), new=True)])

    def of(self, person_id: str) -> list[Token]:
        """The tokens of a person, newest first."""
        page = self._table.query(keys.tokens(person_id), limit=100, consistent=True)
        return sorted(
            (TOKEN.value(row) for row in page.rows), key=lambda token: token.created_at, reverse=True
        )

    def revoke(self, person_id: str, digest: str) -> None:
        """End a token at once; one that is gone already stays gone."""
        self._table.commit([delete(keys.token(person_id, digest))])


def token_of(row: Row) -> Token:
    return TOKEN.value(row)
