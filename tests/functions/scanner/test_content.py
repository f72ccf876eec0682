"""What may be attached and what may not; every file is made here."""

import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.scanner.content import content_fault
from shared.domain.document_kinds import KINDS, MOST_BYTES, kind_of, name_fault
from tests.functions.scanner import corpus as made
from tests.functions.scanner.corpus import docx, jpeg, object_stream, pdf, png, rels, stream, xlsx

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
ZIP = made.zipped({"evil.class": b"\xca\xfe\xba\xbe"})
WORD_RELS = "word/_rels/settings.xml.rels"
ZEROS = bytes(90_000_000)

GOOD: dict[str, tuple[str, bytes]] = {
    "a small PDF": ("letter.pdf", pdf()),
    "a PDF that opens at a page": ("letter.pdf", pdf(catalog=b"/OpenAction [3 0 R /XYZ null null 0]")),
    "a PDF with a link": ("letter.pdf", pdf(b"<< /Subtype /Link /A << /S /URI /URI (https://example.org) >> >>")),
    "a PDF with compressed objects": ("letter.pdf", pdf(object_stream(b"<< /Type /Font >>", b"[1 2]"))),
    "a PDF with objects in a plain stream": ("a.pdf", pdf(stream(b"20 0\n<< /A 1 >>", b"/Type /ObjStm /N 1 /First 5", deflated=False))),
    "a PDF with noise like a short name in a picture": ("scan.pdf", pdf(stream(b"\x01/JS (\x02/EF ", b"/Subtype /Image", deflated=False))),
    "a PDF with names that only begin alike": ("a.pdf", pdf(b"<< /JSON 1 /LaunchDate 2 /EncryptMetadata true /XFAB 1 >>")),
    "a PDF with an outline": ("a.pdf", pdf(b"<< /First 11 0 R /Last 11 0 R >>", stream(b"\xff\xd8", b"/Filter /DCTDecode", deflated=False))),
    "a PDF saved twice": ("a.pdf", pdf() + b"10 0 obj\n<< >>\nendobj\nxref\ntrailer\n<< >>\nstartxref\n9\n%%EOF\r\n\r\n"),
    "a PNG": ("photo.png", png()),
    "a PNG with text and a line end behind": ("photo.png", png(2, 2, made.chunk(b"tEXt", b"Title\x00<html>")) + b"\r\n"),
    "a JPEG": ("photo.jpg", jpeg(16, 16, made.jfif())),
    "a JPEG with EXIF": ("photo.jpeg", jpeg(16, 16, made.exif())),
    "a JPEG of several scans": ("photo.jpg", jpeg(frame=0xC2, scans=4)),
    "a JPEG with the second picture of a phone": ("photo.jpg", jpeg(16, 16, made.exif()) + bytes(7) + jpeg()),
    "a Word document with a link": ("letter.docx", docx()),
    "a Word document with a chart": ("letter.docx", docx({"word/embeddings/Sheet1.xlsx": xlsx()})),
    "a Word document stored without compression": ("letter.docx", made.zipped(made.docx_parts(), 0)),
    "a workbook with formulas": ("budget.xlsx", xlsx()),
    "capitals in the extension": ("LETTER.PDF", pdf()),
    "a Chinese name": ("邀请函.docx", docx()),
}  # fmt: skip

REFUSED: dict[str, tuple[str, str, bytes]] = {
    "nothing": ("empty", "a.pdf", b""),
    "one byte too many": ("too_large", "a.pdf", bytes(MOST_BYTES + 1)),
    "an extension we do not take": ("not_accepted", "a.exe", made.EXE),
    "HTML as PDF": ("other_kind", "a.pdf", made.HTML),
    "a PNG as PDF": ("other_kind", "a.pdf", png()),
    "a program as PDF": ("other_kind", "a.pdf", made.EXE),
    "a PDF behind a line": ("other_kind", "a.pdf", b"\n" + pdf()),
    "SVG as PNG": ("other_kind", "a.png", made.SVG),
    "a JPEG as PNG": ("other_kind", "a.png", jpeg()),
    "SVG as JPEG": ("other_kind", "a.jpg", made.SVG),
    "a program as JPEG": ("other_kind", "a.jpg", made.EXE),
    "a GIF with a JAR as JPEG": ("other_kind", "a.jpg", made.GIF + ZIP),
    "a PDF as Word": ("other_kind", "a.docx", pdf()),
    "a plain ZIP as Word": ("other_kind", "a.docx", ZIP),
    "a workbook as Word": ("other_kind", "a.docx", xlsx()),
    "a Word document as workbook": ("other_kind", "a.xlsx", docx()),
    "Word of 2003 as docx": ("other_kind", "a.docx", made.OLE + bytes(99)),
    "a ZIP without its types": ("other_kind", "a.docx", docx(without=["[Content_Types].xml"])),
    "a ZIP behind a PDF": ("polyglot", "a.pdf", pdf() + ZIP),
    "a ZIP within a PDF": ("polyglot", "a.pdf", pdf(stream(ZIP, deflated=False))),
    "HTML behind a PDF": ("polyglot", "a.pdf", pdf() + made.HTML),
    "HTML in the head of a PDF": ("polyglot", "a.pdf", pdf(head=b"%<HTML><script>alert(1)</script>\n")),
    "a ZIP behind a JPEG": ("polyglot", "a.jpg", jpeg() + ZIP),
    "a ZIP behind a JPEG that ends like one": ("polyglot", "a.jpg", jpeg() + ZIP + b"\xff\xd9"),
    "a ZIP in a remark of a JPEG": ("polyglot", "a.jpg", jpeg(16, 16, made.segment(0xFE, ZIP))),
    "HTML behind a JPEG": ("polyglot", "a.jpg", jpeg() + made.HTML),
    "a JAR behind a PNG": ("polyglot", "a.png", png() + ZIP),
    "a ZIP in a PNG": ("polyglot", "a.png", png(2, 2, made.chunk(b"zipA", ZIP))),
    "HTML behind a Word document": ("polyglot", "a.docx", docx() + made.HTML),
    "a Word document behind a part of another": ("damaged", "a.docx", ZIP[:40] + docx()),
    "a PDF with a password": ("encrypted", "a.pdf", pdf(trailer=b"/Encrypt 9 0 R")),
    "a PDF with a password, disguised": ("encrypted", "a.pdf", pdf(trailer=b"/E#6ecrypt 9 0 R")),
    "a Word document with a password": ("encrypted", "a.docx", made.sealed()),
    "a workbook with a password": ("encrypted", "a.xlsx", made.sealed()),
    "an encrypted archive": ("encrypted", "a.docx", made.flagged(docx())),
    "a PDF with a script": ("active_pdf", "a.pdf", pdf(SCRIPT)),
    "a PDF that opens with a script": ("active_pdf", "a.pdf", pdf(SCRIPT, catalog=b"/OpenAction 10 0 R")),
    "a PDF with a script, disguised": ("active_pdf", "a.pdf", pdf(b"<< /S /J#61va#53cript /#4a#53 (1) >>")),
    "a PDF with a script, all disguised": ("active_pdf", "a.pdf", pdf(b"<</S/#4a#61#76#61#53#63#72#69#70#74>>")),
    "a PDF with the short name alone": ("active_pdf", "a.pdf", pdf(b"<< /JS(1)>>")),
    "a PDF with a script in compressed objects": ("active_pdf", "a.pdf", pdf(object_stream(SCRIPT))),
    "the same without its type": ("active_pdf", "a.pdf", pdf(object_stream(SCRIPT, kind=b""))),
    "the same with its type disguised": ("active_pdf", "a.pdf", pdf(object_stream(SCRIPT, kind=b"/Type /Obj#53tm"))),
    "a script behind a false stream": ("active_pdf", "a.pdf", pdf(b"<< /A (>>stream\n) /B %s /C (endstream) >>" % SCRIPT)),
    "a PDF that starts a program": ("active_pdf", "a.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>")),
    "a PDF with an XFA form": ("active_pdf", "a.pdf", pdf(catalog=b"/AcroForm << /XFA 10 0 R >>")),
    "a PDF with rich media": ("active_pdf", "a.pdf", pdf(b"<< /Subtype /RichMedia >>")),
    "a PDF that sends a form": ("active_pdf", "a.pdf", pdf(b"<< /S /SubmitForm /F (http://example.org) >>")),
    "a PDF that reads a form": ("active_pdf", "a.pdf", pdf(b"<< /S/ImportData/F (a.fdf) >>")),
    "a PDF with a file in it": ("attachment", "a.pdf", pdf(stream(made.EXE, b"/Type /EmbeddedFile"))),
    "a PDF with a list of files": ("attachment", "a.pdf", pdf(catalog=b"/Names << /EmbeddedFiles 10 0 R >>")),
    "a PDF with files in compressed objects": ("attachment", "a.pdf", pdf(object_stream(b"<< /EF << /F 9 0 R >> >>"))),
    "a PDF that swells": ("bomb", "a.pdf", pdf(object_stream(bytes(60_000_000)))),
    "compressed objects that are none": ("damaged", "a.pdf", pdf(stream(b"\xff" * 99, b"/Type /ObjStm"))),
    "compressed objects in a rare coding": ("damaged", "a.pdf", pdf(stream(b"3230>", b"/Type /ObjStm /Filter /ASCIIHexDecode", deflated=False))),
    "compressed objects with a filter elsewhere": ("damaged", "a.pdf", pdf(stream(b"20 0", b"/Type /ObjStm /Filter 9 0 R", deflated=False))),
    "compressed objects with a predictor": ("damaged", "a.pdf", pdf(stream(b"20 0 1", b"/Type /ObjStm /DecodeParms << /Predictor 12 >>"))),
    "compressed objects that break off": ("damaged", "a.pdf", pdf(b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + zlib.compress(b"20 0 1" * 99)[:9])),
    "an object stream within another": ("damaged", "a.pdf", pdf(b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + zlib.compress(b"20 0 /ObjStm stream\n", 0))),
    "half a PDF": ("damaged", "a.pdf", pdf()[:300]),
    "a PDF without its table": ("damaged", "a.pdf", b"%PDF-1.4\n%%EOF"),
    "a PNG of too many pixels": ("pixels", "a.png", png(50_000, 50_000)),
    "a JPEG of too many pixels": ("pixels", "a.jpg", jpeg(65_000, 65_000)),
    "a progressive JPEG of too many pixels": ("pixels", "a.jpg", jpeg(65_000, 65_000, frame=0xC2)),
    "a second picture of too many pixels": ("pixels", "a.jpg", jpeg() + jpeg(65_000, 65_000)),
    "a PNG without width": ("damaged", "a.png", png(0, 2)),
    "a JPEG without height": ("damaged", "a.jpg", jpeg(16, 0)),
    "half a PNG": ("damaged", "a.png", png()[:-20]),
    "a PNG with a wrong checksum": ("damaged", "a.png", png().replace(b"IDAT", b"IDAt")),
    "a PNG without a picture": ("damaged", "a.png", png()[:33] + made.chunk(b"IEND", b"")),
    "half a JPEG": ("damaged", "a.jpg", jpeg()[:-5]),
    "a JPEG without a picture": ("damaged", "a.jpg", b"\xff\xd8" + made.jfif() + b"\xff\xd9"),
    "half a Word document": ("damaged", "a.docx", docx()[:-30]),
    "a Word document with a flipped byte": ("damaged", "a.docx", made.zipped(made.docx_parts(), 0).replace(b"w:body", b"w:bodx")),
    "a docm by another name": ("macro", "a.docx", made.zipped(made.docx_parts("application/vnd.ms-word.document.macroEnabled.main+xml"))),
    "a Word document with a program": ("macro", "a.docx", docx({"word/vbaProject.bin": made.OLE})),
    "a program by another name": ("macro", "a.docx", docx({WORD_RELS: rels((f"{made.MICROSOFT}/vbaProject", "x.bin", False))})),
    "an xlsm by another name": ("macro", "a.xlsx", made.zipped(made.xlsx_parts("application/vnd.ms-excel.sheet.macroEnabled.main+xml"))),
    "a workbook with a macro sheet": ("macro", "a.xlsx", xlsx({"xl/macrosheets/sheet1.xml": b"<x/>"})),
    "an OLE object": ("embedded", "a.docx", docx({"word/embeddings/oleObject1.bin": made.OLE})),
    "an OLE object by another name": ("embedded", "a.docx", docx({"word/media/image1.png": made.OLE})),
    "an OLE object in a workbook": ("embedded", "a.xlsx", xlsx({"xl/embeddings/oleObject1.bin": made.OLE})),
    "a control": ("embedded", "a.docx", docx({"word/activeX/activeX1.xml": b"<x/>"})),
    "a ZIP in a Word document": ("embedded", "a.docx", docx({"word/media/image1.png": ZIP})),
    "a document in a document": ("embedded", "a.docx", docx({"word/embeddings/inner.docx": docx()})),
    "HTML as a part of the text": ("embedded", "a.docx", docx({WORD_RELS: rels((f"{made.OFFICE}/aFChunk", "x.dat", False))})),
    "a template from elsewhere": ("external_link", "a.docx", docx({WORD_RELS: rels((f"{made.OFFICE}/attachedTemplate", "http://example.org/t.dotm", True))})),
    "a picture from elsewhere": ("external_link", "a.docx", docx({WORD_RELS: rels((f"{made.OFFICE}/image", "file://host/a.png", True))})),
    "a frame from elsewhere": ("external_link", "a.docx", docx({WORD_RELS: rels((f"{made.OFFICE}/frame", "http://example.org", True))})),
    "the same in UTF-16": ("external_link", "a.docx", docx({WORD_RELS: rels((f"{made.OFFICE}/frame", "http://example.org", True)).decode().encode("utf-16")})),
    "another workbook": ("external_link", "a.xlsx", xlsx({"xl/externalLinks/_rels/externalLink1.xml.rels": rels((f"{made.OFFICE}/externalLinkPath", "b.xlsx", True))})),
    "an OLE object from elsewhere": ("embedded", "a.docx", docx({WORD_RELS: rels((f"{made.OFFICE}/oleObject", "mhtml:http://example.org", True))})),
    "a document type in relations": ("damaged", "a.docx", docx({WORD_RELS: b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'})),
    "a document type in UTF-16": ("damaged", "a.docx", docx({WORD_RELS: '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'.encode("utf-16")})),
    "relations that are no XML": ("damaged", "a.docx", docx({WORD_RELS: b"<r>"})),
    "an entry that climbs": ("damaged", "a.docx", docx({"../../etc/passwd": b"x"})),
    "an absolute entry": ("damaged", "a.docx", docx({"/etc/passwd": b"x"})),
    "an entry on a drive": ("damaged", "a.docx", docx({"C:/x": b"x"})),
    "one name twice": ("damaged", "a.docx", docx({"word/Document.xml": b"x"})),
    "a part that swells": ("bomb", "a.docx", docx({"word/media/image1.bmp": ZEROS})),
    "parts that swell together": ("bomb", "a.xlsx", xlsx({f"xl/{place}.xml": bytes(990_000) for place in range(120)})),
    "a crowd of parts": ("bomb", "a.docx", docx({f"word/{place}.xml": b"" for place in range(2_001)})),
    "endless relations": ("bomb", "a.docx", docx({WORD_RELS: rels(*[(f"{made.OFFICE}/x{n * n}", f"{n**3}", False) for n in range(40_000)])})),
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD)
def test_a_good_document_is_kept(case: str) -> None:
    assert content_fault(*GOOD[case]) is None


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_document_is_refused_in_both_languages(case: str) -> None:
    code, name, content = REFUSED[case]
    fault = content_fault(name, content)
    assert fault
    assert fault.code == code
    assert all(fault.message)
    assert "{" not in "".join(fault.message)


def test_a_document_that_lies_about_its_length_is_refused() -> None:
    archive = docx({"word/big.xml": b"x" * 70_000})
    fault = content_fault(
        "a.docx", archive.replace((70_000).to_bytes(4, "little"), (60_000).to_bytes(4, "little"))
    )
    assert fault
    assert fault.code in {"bomb", "damaged"}


@pytest.mark.parametrize(
    "name",
    ["a.PDF", "邀请函.pdf", "my letter (2).docx", "x.y.JpG", "a.jpeg", "b" * 116 + ".png", "预算.xlsx"],
)
def test_a_good_name_is_kept(name: str) -> None:
    assert name_fault(name) is None
    assert kind_of(name)


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "../a.pdf", "a/b.pdf", "a\\b.pdf", "..\\a.pdf", "a\x00.pdf", "a\n.pdf", "a\x7f.pdf", "a\x85.pdf",
        "a\u202efdp.exe.pdf", "a\u2066.pdf", "a\u200e.pdf", "a\u200f.pdf", "a\u061c.pdf", "a\u2028.pdf", "a\ud800.pdf",
        " a.pdf", "a.pdf ", "\u3000a.pdf", ".a.pdf", "a.pdf.", ".pdf", "a", "pdf", "x.pdf.exe", "a.docm", "a.svg",
        "a.gif", "a.doc", "a.html", "a.pdf\u0441", "b" * 117 + ".pdf",
    ],
)  # fmt: skip
def test_a_bad_name_is_refused(name: str) -> None:
    fault = name_fault(name)
    assert fault
    assert all(fault)


@settings(max_examples=150, deadline=None)
@given(extension=st.sampled_from(sorted(KINDS)), start=st.booleans(), data=st.binary(max_size=4096))
def test_whatever_the_bytes_are_there_is_an_answer(extension: str, data: bytes, *, start: bool) -> None:
    heads = {"pdf": b"%PDF-1.4\n", "png": png()[:16], "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}
    content_fault(f"a.{extension}", (heads.get(extension, b"\xff\xd8\xff") if start else b"") + data)


NAMES = {
    "JavaScript": "active_pdf", "JS": "active_pdf", "Launch": "active_pdf", "RichMedia": "active_pdf",
    "Rendition": "active_pdf", "XFA": "active_pdf", "SubmitForm": "active_pdf", "ImportData": "active_pdf",
    "EmbeddedFile": "attachment", "EmbeddedFiles": "attachment", "FileAttachment": "attachment", "EF": "attachment",
    "Encrypt": "encrypted",
}  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    name=st.sampled_from(sorted(NAMES)), way=st.lists(st.sampled_from(["%c", "#%02x", "#%02X"]), min_size=14)
)
def test_a_name_is_found_however_it_is_spelled(name: str, way: list[str]) -> None:
    spelled = "".join(how % ord(letter) for how, letter in zip(way, name, strict=False)).encode()
    fault = content_fault("a.pdf", pdf(b"<< /" + spelled + b"(1) >>"))
    assert fault
    assert fault.code == NAMES[name]


@settings(max_examples=400, deadline=None)
@given(
    case=st.sampled_from(
        [*GOOD.values(), *(each[1:] for each in REFUSED.values() if 0 < len(each[2]) < 9_000)]
    ),
    place=st.integers(0, 9_000),
    cut=st.integers(0, 40),
    new=st.binary(max_size=40),
)
def test_a_file_with_changed_bytes_has_an_answer(
    case: tuple[str, bytes], place: int, cut: int, new: bytes
) -> None:
    name, content = case
    place %= len(content)
    content_fault(name, content[:place] + new + content[place + cut :])


def filled(part: bytes, kind: bytes = b"%PDF-1.7\n", end: bytes = b"\nstartxref\n0\n%%EOF\n") -> bytes:
    """As large as may be, made of one part again and again."""
    return kind + part * ((MOST_BYTES - len(kind) - len(end)) // len(part)) + end


DEFLATED = zlib.compress(b"20 0 ")
HOSTILE: dict[str, tuple[str, bytes]] = {
    "streams": ("a.pdf", filled(b"1 0 obj<</Type/Font/Length 99>>stream\nx\nendstream endobj\n")),
    "open streams": ("a.pdf", filled(b"1 0 obj stream\n")),
    "disguised names": ("a.pdf", filled(b"/#4a")),
    "almost names": ("a.pdf", filled(b"/#4a#61#76#61#53#63#72#69#70#7")),
    "slashes": ("a.pdf", filled(b"/")),
    "hashes": ("a.pdf", filled(b"#4a")),
    "object streams": ("a.pdf", filled(b"/ObjStm/Filter/Fl/ stream\n" + DEFLATED)),
    "object streams without stream": ("a.pdf", filled(b"/ObjStm ")),
    "plain object streams": ("a.pdf", filled(b"/ObjStm stream\n1 0 ")),
    "a number of a hundred thousand digits": ("a.pdf", filled(b"/First " + b"1" * 100_000)),
    "a number and blanks": ("a.pdf", filled(b"/First 1" + b" " * 100_000)),
    "blanks": ("a.pdf", filled(b" ")),
    "digits": ("a.pdf", b"%PDF-1.7 startxref %%EOF" + b"1" * 9_000_000),
    "words": ("a.pdf", filled(b"stream")),
    "ends": ("a.pdf", filled(b"endstream")),
    "swollen objects": ("a.pdf", pdf(object_stream(b"/#4a" * 6_200_000))),
    "segments": ("a.jpg", filled(b"\xff\xe0\x00\x02", b"\xff\xd8", b"\xff\xd9")),
    "pad bytes": ("a.jpg", filled(b"\xff", b"\xff\xd8", b"\xff\xd9")),
    "restarts": ("a.jpg", filled(b"\xff\xd0", jpeg()[:-2], b"\xff\xd9")),
    "pictures": ("a.jpg", filled(jpeg(), b"", b"")),
    "chunks": ("a.png", filled(made.chunk(b"tEXt", b""), png()[:33], png()[33:])),
    "entries": ("a.docx", filled(b"PK\x01\x02" + bytes(42), b"PK\x03\x04", b"PK\x05\x06" + bytes(18))),
    "parts": ("a.docx", docx({f"word/{n}.xml": bytes(50_000) for n in range(1_990)})),
    "attributes": ("a.docx", made.zipped({WORD_RELS: b"<a " + b"".join(b'b%d="" ' % n for n in range(300_000)) + b"/>", **made.docx_parts()}, 0)),
    "nested elements": ("a.docx", made.zipped({WORD_RELS: b"<b>" * 900_000, **made.docx_parts()}, 0)),
    "elements": ("a.docx", made.zipped({WORD_RELS: b"<a>" + b"<b/>" * 900_000 + b"</a>", **made.docx_parts()}, 0)),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_document_costs_little(case: str) -> None:
    before = time.process_time()
    content_fault(*HOSTILE[case])
    assert time.process_time() - before < 5
