"""Deflated data made readable, never more of it than allowed."""

import zlib
from collections.abc import Iterator

from functions.scanner.findings import Unfit

_INPUT = 64 * 1024
_OUTPUT = 1024 * 1024


class Deflated:
    """The zlib stream that begins the data, or with `bare` the raw one that fills it; `used` bytes of it once read."""

    def __init__(self, data: memoryview, most: int, *, bare: bool = False) -> None:
        self._data, self._most, self._bare = data, most, bare
        self.used = 0

    def __iter__(self) -> Iterator[bytes]:
        """Its content piece by piece; a bomb as soon as there is too much of it."""
        inflater = zlib.decompressobj(-zlib.MAX_WBITS if self._bare else zlib.MAX_WBITS)
        rest, size = b"", 0
        while not inflater.eof:
            if not rest:
                rest = bytes(self._data[self.used : self.used + _INPUT])
                self.used += len(rest)
            piece = inflater.decompress(rest, _OUTPUT)
            broken = not rest and not piece and not inflater.eof
            rest, size = inflater.unconsumed_tail, size + len(piece)
            if broken or size > self._most:
                raise Unfit("damaged" if broken else "bomb")
            yield piece
        self.used -= len(inflater.unused_data)
        if self._bare and self.used < len(self._data):
            raise Unfit("damaged")
