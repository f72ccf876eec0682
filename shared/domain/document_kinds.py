"""The documents that can be attached: their kinds, their size, and the names that may be kept."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shared.domain.words import Words

MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 120

KindId = Literal["pdf", "jpeg", "png", "docx", "xlsx"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of document; it is served with this media type and no other."""

    id: KindId
    media_type: str
    words: Words


_OFFICE = "application/vnd.openxmlformats-officedocument"
_JPEG = Kind(id="jpeg", media_type="image/jpeg", words=Words("JPEG picture (.jpg)", "JPEG 图片（.jpg）"))
KINDS: Mapping[str, Kind] = {
    "pdf": Kind(id="pdf", media_type="application/pdf", words=Words("PDF", "PDF")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": Kind(id="png", media_type="image/png", words=Words("PNG picture (.png)", "PNG 图片（.png）")),
    "docx": Kind(
        id="docx",
        media_type=f"{_OFFICE}.wordprocessingml.document",
        words=Words("Word document (.docx)", "Word 文档（.docx）"),
    ),
    "xlsx": Kind(
        id="xlsx",
        media_type=f"{_OFFICE}.spreadsheetml.sheet",
        words=Words("Excel workbook (.xlsx)", "Excel 工作簿（.xlsx）"),
    ),
}
"""By extension, in small letters."""

_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of Unicode that nobody sees: controls, marks of direction, line breaks, halves of a character."""
_BLANK = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters of no width."""
_LENGTH = Words(
    f"A file name has 1 to {LONGEST_NAME} characters: rename the file and attach it again",
    f"文件名须为1至{LONGEST_NAME}个字符：请重命名后重新上传",
)
_SEPARATOR = Words(
    "A file name cannot contain / or \\: rename the file and attach it again",
    "文件名不能包含“/”或“\\”：请重命名后重新上传",
)
_UNSEEN = Words(
    "The file name contains characters that cannot be seen: rename the file and attach it again",
    "文件名含有不可见字符：请重命名后重新上传",
)
_EDGE = Words(
    "A file name cannot begin or end with a space or a dot: rename the file and attach it again",
    "文件名首尾不能是空格或句点：请重命名后重新上传",
)
NOT_ACCEPTED = Words(
    "This kind of file is not accepted: attach a PDF, JPEG, PNG, Word (.docx) or Excel (.xlsx) file",
    "不接受此类文件：请上传 PDF、JPEG、PNG、Word（.docx）或 Excel（.xlsx）文件",
)


def kind_of(name: str) -> Kind | None:
    """The kind that the extension says, in whichever case; the content is not looked at."""
    stem, _, extension = name.rpartition(".")
    return KINDS.get(extension.lower()) if stem else None


def name_fault(name: str) -> Words | None:
    """Why a document cannot be kept under this name, and what to do."""
    if not 1 <= len(name) <= LONGEST_NAME:
        return _LENGTH
    if "/" in name or "\\" in name:
        return _SEPARATOR
    if any(unicodedata.category(each) in _HIDDEN or each in _BLANK for each in name):
        return _UNSEEN
    if name != name.strip().strip("."):
        return _EDGE
    return None if kind_of(name) else NOT_ACCEPTED
