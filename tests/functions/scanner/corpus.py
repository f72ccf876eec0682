"""Files made for the scanner: good ones of each kind, and what people and attackers make of them."""

import struct
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
VND = "application/vnd.openxmlformats-officedocument"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
PAGE = b"BT /F1 12 Tf 72 720 Td (Invitation) Tj ET"


def pdf(*objects: bytes, catalog: bytes = b"", trailer: bytes = b"", head: bytes = b"") -> bytes:
    """A document of one page, with a true table of its objects; `objects` are numbered from 10."""
    numbered = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        4: stream(PAGE),
        **dict(enumerate(objects, 10)),
    }
    content, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + head, {}
    for number, each in numbered.items():
        places[number] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    end = b"trailer\n<< /Size 99 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(content))
    return content + b"xref\n0 1\n0000000000 65535 f \n" + rows + end


def stream(data: bytes, dictionary: bytes = b"", *, deflated: bool = True) -> bytes:
    stored = zlib.compress(data, 9) if deflated else data
    coding = b"/Filter /FlateDecode " if deflated else b""
    return b"<< %s%s /Length %d >>\nstream\n%s\nendstream" % (coding, dictionary, len(stored), stored)


def object_stream(*objects: bytes, kind: bytes = b"/Type /ObjStm") -> bytes:
    places, at = [], 0
    for number, each in enumerate(objects, 20):
        places.append(b"%d %d" % (number, at))
        at += len(each) + 1
    first = b" ".join(places) + b"\n"
    data = first + b"\n".join(objects) + b"\n"
    return stream(data, b"%s /N %d /First %d" % (kind, len(objects), len(first)))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 2, height: int = 2, *extra: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress((b"\x00" + b"\xff\x00\x00" * 2) * 2))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + pixels + chunk(b"IEND", b"")


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg(width: int = 16, height: int = 16, *extra: bytes, frame: int = 0xC0, scans: int = 1) -> bytes:
    size = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    tables = segment(0xDB, bytes([0]) + bytes([1] * 64)) + segment(0xC4, bytes(17) + b"\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\x34\xff\x00\x56\xff\xd0\x78"
    return b"\xff\xd8" + b"".join(extra) + tables + segment(frame, size) + scan * scans + b"\xff\xd9"


def jfif() -> bytes:
    return segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")


def exif() -> bytes:
    """An orientation and, as cameras have it, a small JPEG within."""
    entry = struct.pack(">HHHHIHHI", 0x4D4D, 42, 0, 8, 1, 0x0112, 3, 1)
    return segment(0xE1, b"Exif\x00\x00" + entry + b"\xff\xd8\xff\xd9")


def zipped(entries: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return kept.getvalue()


def types(main: str, *more: str) -> bytes:
    rows = "".join(
        f'<Override PartName="/x{n}" ContentType="{each}"/>' for n, each in enumerate((main, *more))
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">{rows}</Types>'.encode()


def rels(*relations: tuple[str, str, bool]) -> bytes:
    """Relations: type, target, and whether that is outside."""
    mode = {True: ' TargetMode="External"', False: ""}
    rows = "".join(
        f'<Relationship Id="rId{place}" Type="{kind}" Target="{target}"{mode[outside]}/>'
        for place, (kind, target, outside) in enumerate(relations)
    )
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'.encode()
    )


def docx_parts(main: str = f"{VND}.wordprocessingml.document.main+xml") -> dict[str, bytes]:
    return {
        "[Content_Types].xml": types(main),
        "_rels/.rels": rels((f"{OFFICE}/officeDocument", "word/document.xml", False)),
        "word/document.xml": b"<w:document><w:body/></w:document>",
        "word/_rels/document.xml.rels": rels((f"{OFFICE}/hyperlink", "https://example.org/", True)),
    }


def xlsx_parts(main: str = f"{VND}.spreadsheetml.sheet.main+xml") -> dict[str, bytes]:
    return {
        "[Content_Types].xml": types(main),
        "_rels/.rels": rels((f"{OFFICE}/officeDocument", "xl/workbook.xml", False)),
        "xl/workbook.xml": b"<workbook><sheets/></workbook>",
        "xl/worksheets/sheet1.xml": b"<worksheet><c><f>SUM(A1:A9)*2</f><v>1</v></c></worksheet>",
        "xl/printerSettings/printerSettings1.bin": b"H\x00P\x00" + bytes(200),
    }


def docx(more: Mapping[str, bytes] | None = None, *, without: Iterable[str] = ()) -> bytes:
    parts = docx_parts() | dict(more or {})
    return zipped({name: data for name, data in parts.items() if name not in set(without)})


def xlsx(more: Mapping[str, bytes] | None = None) -> bytes:
    return zipped(xlsx_parts() | dict(more or {}))


def sealed() -> bytes:
    """What Word writes for a document with a password."""
    return OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def flagged(archive: bytes) -> bytes:
    """The archive with the mark of encryption on every entry."""
    return archive.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )
