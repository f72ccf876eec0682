"""Word and Excel: parts of an archive, none of which is a program or loads something from elsewhere."""

import re
from collections.abc import Mapping
from xml.parsers import expat

from functions.scanner.archive import ZIP, Part, parts_of
from functions.scanner.findings import Code, Unfit
from shared.domain.document_kinds import KindId

OLE = b"\xd0\xcf\x11\xe0"
_SEALED = "EncryptedPackage".encode("utf-16-le")
_MOST_XML = 4_000_000
_TYPES = "[content_types].xml"
_MAIN: Mapping[KindId, re.Pattern[str]] = {
    "docx": re.compile(r"word/document\d*\.xml"),
    "xlsx": re.compile(r"xl/workbook\d*\.xml"),
}
"""Word on the web writes document2.xml."""
_MACRO = re.compile(r"vbaproject\.bin$|(?:^|/)vbadata\.xml$|(?:^|/)(?:intl)?macrosheets/")
_CHART_DATA = re.compile(r"(?:word|xl)/embeddings/[^/]*\.xlsx")
_EMBEDDED = re.compile(r"(?:^|/)(?:activex|embeddings)/")
_OUTWARD = ("http://", "https://", "mailto:", "#")
"""Where a hyperlink may lead, once somebody follows it."""
_FETCHES = re.compile(rb"(?:DDEAUTO|INCLUDEPICTURE|INCLUDETEXT)\b|<(?:\w+:)?(?:ddeLink|oleLink)\b")
"""Fields of Word and links of Excel that fetch something, or start it, when the document is opened."""
_FOREIGN = (OLE, ZIP, b"%PDF-", b"{\\rtf")
_RELATIONS: Mapping[str, Code] = {
    "vbaproject": "macro", "wordvbadata": "macro", "xlmacrosheet": "macro", "xlintlmacrosheet": "macro",
    "oleobject": "embedded", "control": "embedded", "activexcontrolbinary": "embedded", "afchunk": "embedded",
}  # fmt: skip
"""By the last word of the type: whatever the name of the part is."""


def check_container(content: bytes) -> None:
    """An OLE file is a sealed document, or one of the time before Office 2007."""
    if content.startswith(OLE):
        raise Unfit("encrypted" if _SEALED in content else "other_kind")


def check_office(content: bytes, kind: KindId) -> None:
    parts = parts_of(content)
    names = {part.name for part in parts}
    if _TYPES not in names or not any(map(_MAIN[kind].fullmatch, names)):
        raise Unfit("other_kind")
    if any(map(_MACRO.search, names)):
        raise Unfit("macro")
    if any(_EMBEDDED.search(name) and not _CHART_DATA.fullmatch(name) for name in names):
        raise Unfit("embedded")
    left = _MOST_XML
    for part in parts:
        if part.name == _TYPES or part.name.endswith(".rels"):
            left -= part.info.file_size
            if left < 0:
                raise Unfit("bomb")
            _check_xml(b"".join(part.content()))
        else:
            _check_data(part)


def _check_data(part: Part) -> None:
    """Read to its end; another document inside is refused, but for the figures behind a chart."""
    head, tail = b"", b""
    for piece in part.content():
        head = head or piece[:8]
        if part.name.endswith(".xml") and _FETCHES.search(tail + piece):
            raise Unfit("external_link")
        tail = piece[-40:]
    if head.startswith(_FOREIGN) and not _CHART_DATA.fullmatch(part.name):
        raise Unfit("embedded")


def _check_xml(text: bytes) -> None:
    """Types and relations, in whichever encoding; a document type is read by nobody who may trust it."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _check_element
    parser.Parse(text, True)


def _refuse_doctype(*_declared: object) -> None:
    raise Unfit("damaged")


def _check_element(_name: str, attributes: dict[str, str]) -> None:
    content_type = attributes.get("ContentType", "").lower()
    if "macro" in content_type or "vbaproject" in content_type:
        raise Unfit("macro")
    relation = attributes.get("Type", "").rstrip("/").rpartition("/")[2].lower()
    if code := _RELATIONS.get(relation):
        raise Unfit(code)
    if attributes.get("TargetMode", "").strip().lower() == "external":
        target = attributes.get("Target", "").strip().lower()
        if relation != "hyperlink" or not target.startswith(_OUTWARD):
            raise Unfit("external_link")
