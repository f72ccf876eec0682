"""PNG and JPEG: whole from the first byte to the last, and not too large to be shown."""

import re
import struct
import zlib

from functions.scanner.findings import Unfit

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
_BLANK = b" \t\r\n"
_PADDING = _BLANK + b"\x00"
_MOST_PIXELS = 100_000_000
_MOST_PARTS = 20_000
_MOST_PICTURES = 8
_SOS, _EOI, _LENGTH_FIELD = 0xDA, 0xD9, 2
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends a scan: neither a stuffed byte nor a restart."""


def check_png(content: bytes) -> None:
    """Every chunk has its checksum, from IHDR to IEND, and nothing follows."""
    place, seen, view = len(PNG), [b""], memoryview(content)
    while seen[-1] != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, place)
        end = place + 8 + length
        (checksum,) = struct.unpack_from(">I", content, end)
        if len(seen) > _MOST_PARTS or zlib.crc32(view[place + 4 : end]) != checksum:
            raise Unfit("damaged")
        seen.append(kind)
        place = end + 4
    if seen[1] != b"IHDR" or seen.count(b"IHDR") > 1 or b"IDAT" not in seen:
        raise Unfit("damaged")
    _check_size(*struct.unpack_from(">II", content, 16))
    if content[place:].strip(_BLANK):
        raise Unfit("polyglot")


def check_jpeg(content: bytes) -> None:
    """One picture, or the few that phones write one after the other (CIPA DC-007), and nothing else."""
    place = 0
    for _ in range(_MOST_PICTURES):
        place = _after_picture(content, place)
        rest = content[place:].lstrip(_PADDING)
        if not rest:
            return
        place = len(content) - len(rest)
        if not rest.startswith(JPEG):
            break
    raise Unfit("polyglot")


def _after_picture(content: bytes, place: int) -> int:
    """Where the picture that starts here ends."""
    place, seen = place + 2, set[int]()
    for _ in range(_MOST_PARTS):
        marker, place = _marker(content, place)
        seen.add(marker)
        if marker == _EOI:
            break
        (length,) = struct.unpack_from(">H", content, place)
        if marker in _FRAMES:
            _check_size(*reversed(struct.unpack_from(">HH", content, place + 3)))
        if length < _LENGTH_FIELD:
            raise Unfit("damaged")
        place += length
        if marker == _SOS:
            place = _after_scan(content, place)
    if not {_SOS, _EOI} <= seen or seen.isdisjoint(_FRAMES):
        raise Unfit("damaged")
    return place


def _marker(content: bytes, place: int) -> tuple[int, int]:
    found = _MARKER.match(content, place)
    if not found:
        raise Unfit("damaged")
    return found[1][0], found.end()


def _after_scan(content: bytes, place: int) -> int:
    found = _NEXT_MARKER.search(content, place)
    if not found:
        raise Unfit("damaged")
    return found.start()


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise Unfit("damaged")
    if width * height > _MOST_PIXELS:
        raise Unfit("pixels")
