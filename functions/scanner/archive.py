"""A ZIP archive that every reader sees alike: its parts lie side by side, whole, under plain names."""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from functions.scanner.findings import Unfit
from functions.scanner.inflate import Deflated

ZIP = b"PK\x03\x04"
_ENTRY = b"PK\x01\x02"
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_LOCAL_SIZE, _LONGEST_DESCRIPTOR = 30, 24
_UTF_8 = 0x800
_MOST_ENTRIES = 2_000
_MOST_INFLATED = 100_000_000
_MOST_RATIO, _RATIO_FROM = 200, 1_000_000
_ODD_NAME = re.compile(r"^/|^[a-z]:|\\|[\x00-\x1f]|(?:^|/)\.\.?(?:/|$)|//")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the archive: its name in small letters, and its data as stored."""

    name: str
    data: memoryview
    info: ZipInfo

    def content(self) -> Iterator[bytes]:
        """Its content piece by piece; damaged when length or checksum differ from what was announced."""
        size = checksum = 0
        stored = self.info.compress_type == ZIP_STORED
        for piece in [bytes(self.data)] if stored else Deflated(self.data, self.info.file_size, bare=True):
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
            yield piece
        if (size, checksum) != (self.info.file_size, self.info.CRC):
            raise Unfit("damaged")


def is_zip_too(content: bytes) -> bool:
    """Whether a reader of archives, which begins at the end, would find one in this file."""
    return content.find(_END, -_END_SIZE - _LONGEST_COMMENT) >= 0 and _ENTRY in content


def parts_of(content: bytes) -> list[Part]:
    """The parts of a sound archive, in the order they lie in; folders are none."""
    _check_end(content)
    with ZipFile(BytesIO(content)) as archive:
        infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
        end = archive.start_dir
    _check_entries(infos)
    found, place = [], 0
    for info in infos:
        part = _part(content, info, place)
        place = info.header_offset + _LOCAL_SIZE + _extra(content, info) + info.compress_size
        found.append(part)
    if not 0 <= end - place <= _LONGEST_DESCRIPTOR:
        raise Unfit("damaged")
    return [part for part in found if not part.info.is_dir()]


def _check_end(content: bytes) -> None:
    """The directory, of a bearable length, ends the file."""
    if content.count(_ENTRY) > _MOST_ENTRIES:
        raise Unfit("bomb")
    place = content.rfind(_END)
    if place < 0 or place + _END_SIZE > len(content):
        raise Unfit("damaged")
    if place + _END_SIZE < len(content):
        raise Unfit("polyglot")


def _check_entries(infos: list[ZipInfo]) -> None:
    names = [info.filename.lower() for info in infos]
    if any(info.flag_bits & 1 for info in infos):
        raise Unfit("encrypted")
    if len(set(names)) < len(names) or any(map(_ODD_NAME.search, names)):
        raise Unfit("damaged")
    if len(infos) > _MOST_ENTRIES or sum(info.file_size for info in infos) > _MOST_INFLATED:
        raise Unfit("bomb")
    for info in infos:
        if info.file_size > max(_RATIO_FROM, _MOST_RATIO * info.compress_size):
            raise Unfit("bomb")
        if info.compress_type not in {ZIP_DEFLATED, ZIP_STORED}:
            raise Unfit("damaged")


def _part(content: bytes, info: ZipInfo, place: int) -> Part:
    """The part whose header lies at `place`, or a descriptor of the part before it further on."""
    gap = info.header_offset - place
    if not 0 <= gap <= (_LONGEST_DESCRIPTOR if place else 0):
        raise Unfit("damaged")
    (method,) = struct.unpack_from("<H", content, info.header_offset + 8)
    start = info.header_offset + _LOCAL_SIZE + _extra(content, info)
    if not content.startswith(ZIP, info.header_offset) or method != info.compress_type:
        raise Unfit("damaged")
    name = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF_8 else "cp437")
    if not content.startswith(name, info.header_offset + _LOCAL_SIZE) or info.filename != info.orig_filename:
        raise Unfit("damaged")
    data = memoryview(content)[start : start + info.compress_size]
    return Part(name=info.filename.lower(), data=data, info=info)


def _extra(content: bytes, info: ZipInfo) -> int:
    """The length of the name and the extra field of the local header."""
    name, extra = struct.unpack_from("<HH", content, info.header_offset + 26)
    return int(name + extra)
