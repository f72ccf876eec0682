"""Answers remembered for 24 hours, so that the same request sent again is the same answer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.refusals import KeyReused
from shared.store import keys
from shared.store.codec import Row, pack, unpack
from shared.store.table import Table, Write, put

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotentRequest:
    """A request that carries an idempotency key; `scope` is the person who sent it."""

    scope: str
    key: str
    body: bytes

    @property
    def place(self) -> keys.Key:
        return keys.idempotency(self.scope, hashlib.sha256(self.key.encode()).hexdigest())

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


class Idempotency:
    """Reads answers given before; they are written in the transaction that did the work."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def answer(self, attempt: IdempotentRequest, at: datetime) -> str | None:
        """The id made the first time; raises KeyReused when the body was another one."""
        row = self._table.get([attempt.place]).get(attempt.place)
        if row is None or int(row["ttl"]) <= at.timestamp():
            return None
        if row["digest"] != attempt.digest:
            raise KeyReused
        return str(unpack(row["answer"]))

    def remember(self, attempt: IdempotentRequest, answer: str, at: datetime) -> Write:
        """The write that remembers; refused when a live answer is there already."""
        row: Row = {
            "PK": attempt.place.partition,
            "SK": attempt.place.sort,
            "digest": attempt.digest,
            "answer": pack(answer),
            "ttl": int((at + KEPT).timestamp()),
        }
        write = put(row)
        write.arguments["ConditionExpression"] = "attribute_not_exists(PK) OR #ttl <= :now"
        write.arguments["ExpressionAttributeNames"] = {"#ttl": "ttl"}
        write.arguments["ExpressionAttributeValues"] = {":now": {"N": str(int(at.timestamp()))}}
        return write
