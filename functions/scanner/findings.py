"""What can be wrong with the content of a document, and what its owner can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shared.domain.document_kinds import MOST_BYTES, NOT_ACCEPTED, Kind
from shared.domain.words import Words

Code = Literal[
    "not_accepted", "other_kind", "empty", "too_large", "damaged", "encrypted", "polyglot",
    "active_pdf", "attachment", "bomb", "pixels", "macro", "embedded", "external_link",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why a document is not kept; the code is stable."""

    code: Code
    message: Words


class Unfit(Exception):
    """The document cannot be kept."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


def finding(code: Code, kind: Kind | None = None) -> Finding:
    """The finding in words, which name the kind that the file should have been."""
    words = kind.words if kind else Words("", "")
    message = _WORDS[code]
    return Finding(
        code=code,
        message=Words(message.en.replace("{kind}", words.en), message.zh.replace("{kind}", words.zh)),
    )


_MEGABYTES = MOST_BYTES // (1024 * 1024)
_WORDS: Mapping[Code, Words] = {
    "not_accepted": NOT_ACCEPTED,
    "other_kind": Words(
        "The name of this file says {kind}, but its content is something else: save it as {kind} and attach it again.",
        "文件名表示{kind}，但内容不符：请另存为{kind}后重新上传。",
    ),
    "empty": Words(
        "This file is empty: choose the file again, or save it anew and attach it.",
        "文件为空：请重新选择文件，或重新保存后上传。",
    ),
    "too_large": Words(
        f"This file is larger than {_MEGABYTES} MB: make it smaller, or split it, and attach it again.",
        f"文件超过{_MEGABYTES} MB：请压缩或拆分后重新上传。",
    ),
    "damaged": Words(
        "This file is damaged or incomplete: open it, save a new copy and attach that.",
        "文件已损坏或不完整：请打开后另存为新文件再上传。",
    ),
    "encrypted": Words(
        "This file is protected by a password: remove the password and attach it again.",
        "文件设有密码保护：请取消密码后重新上传。",
    ),
    "polyglot": Words(
        "Something else stands in this file besides the document: open it, save a new copy and attach that.",
        "文件中除文档外还夹带其他数据：请打开后另存为新文件再上传。",
    ),
    "active_pdf": Words(
        "This PDF contains scripts, forms or media that act by themselves: print it to a new PDF and attach that.",
        "此 PDF 含有脚本、交互表单或多媒体等主动内容：请打印为新的 PDF 后重新上传。",
    ),
    "attachment": Words(
        "This PDF carries other files: remove them, and attach each as a document of its own.",
        "此 PDF 附带其他文件：请删除附件，并将其分别上传。",
    ),
    "bomb": Words(
        "This file becomes far too large when it is opened: save a simpler copy and attach that.",
        "文件解压后过大：请简化后另存为新文件再上传。",
    ),
    "pixels": Words(
        "This picture has more than 100 million pixels: make it smaller and attach it again.",
        "图片超过1亿像素：请缩小后重新上传。",
    ),
    "macro": Words(
        "This file contains macros: save it as {kind}, without macros, and attach it again.",
        "文件含有宏：请另存为不含宏的{kind}后重新上传。",
    ),
    "embedded": Words(
        "Another file or a control is embedded in this document: remove it and attach the document again.",
        "文档中嵌入了其他文件或控件：请删除后重新上传。",
    ),
    "external_link": Words(
        "This document loads something from elsewhere (a template, a picture or another file): "
        "break the link or insert the thing itself, and attach it again.",
        "文档引用了外部内容（模板、图片或其他文件）：请断开链接或直接插入内容后重新上传。",
    ),
}
