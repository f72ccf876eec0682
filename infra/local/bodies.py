"""Reads the body of one HTTP/1.1 request within a limit and refuses every ambiguous length."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message
    from io import BufferedIOBase

_LENGTH = re.compile(r"[0-9]{1,18}")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(;[^\r\n]*)?\r?\n")
_LINE_LIMIT = 1024
_TRAILER_LINES = 50


class BadBodyError(Exception):
    """The body cannot be read; the connection cannot be used again."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


def read_body(stream: BufferedIOBase, headers: Message, *, limit: int) -> bytes:
    """The body, or `BadBodyError` with 400 for a malformed length, 413 for too much, 501 for an unknown encoding."""
    lengths = set(headers.get_all("content-length", []))
    encodings = headers.get_all("transfer-encoding", [])
    if encodings:
        if lengths:
            raise BadBodyError(HTTPStatus.BAD_REQUEST)
        if [encoding.strip().lower() for encoding in encodings] != ["chunked"]:
            raise BadBodyError(HTTPStatus.NOT_IMPLEMENTED)
        return _chunked(stream, limit)
    if not lengths:
        return b""
    text = lengths.pop().strip()
    if lengths or not _LENGTH.fullmatch(text):
        raise BadBodyError(HTTPStatus.BAD_REQUEST)
    return _exactly(stream, int(text), limit)


def _exactly(stream: BufferedIOBase, length: int, limit: int) -> bytes:
    if length > limit:
        raise BadBodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = stream.read(length)
    if len(body) < length:
        raise BadBodyError(HTTPStatus.BAD_REQUEST)
    return body


def _chunked(stream: BufferedIOBase, limit: int) -> bytes:
    parts: list[bytes] = []
    room = limit
    while size := _chunk_size(stream):
        parts.append(_exactly(stream, size, room))
        room -= size
        if stream.readline(_LINE_LIMIT) not in {b"\r\n", b"\n"}:
            raise BadBodyError(HTTPStatus.BAD_REQUEST)
    for _ in range(_TRAILER_LINES):
        if stream.readline(_LINE_LIMIT) in {b"\r\n", b"\n", b""}:
            return b"".join(parts)
    raise BadBodyError(HTTPStatus.BAD_REQUEST)


def _chunk_size(stream: BufferedIOBase) -> int:
    match = _CHUNK_SIZE.fullmatch(stream.readline(_LINE_LIMIT))
    if match is None:
        raise BadBodyError(HTTPStatus.BAD_REQUEST)
    return int(match[1], 16)
