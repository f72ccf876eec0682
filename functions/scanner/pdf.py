"""PDF: whole, open to everybody, and without anything that acts by itself.

Readers jump about in a file and forgive much, so no parser can say what they will see. Names that compressed noise
cannot spell are therefore looked for in every byte; short ones outside of streams; both within object streams.
"""

import re
from collections.abc import Iterable, Mapping

from functions.scanner.findings import Code, Unfit
from functions.scanner.inflate import Deflated

PDF = b"%PDF-"
_END = b"%%EOF"
_BLANK = b"\x00\t\n\x0c\r "
_MOST_INFLATED = 24 * 1024 * 1024
_MOST_STREAMS = 20_000
_HEAD = 1024
_NAME_ENDS = rb"(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])"


def _spelled(name: str) -> bytes:
    """A pattern for the name, any letter of which may be written as # and two hexadecimal digits."""
    return b"".join(b"(?:%c|(?i:#%02x))" % (each, each) for each in name.encode())


def _names(names: Iterable[str]) -> re.Pattern[bytes]:
    """A pattern for any of the names; they share their initials, which makes the search twice as fast."""
    tails: dict[str, list[bytes]] = {}
    for name in names:
        tails.setdefault(name[0], []).append(_spelled(name[1:]))
    branches = [_spelled(initial) + b"(?:%s)" % b"|".join(each) for initial, each in tails.items()]
    return re.compile(b"/(?:%s)%s" % (b"|".join(branches), _NAME_ENDS))


_LONG_NAMES: Mapping[str, Code] = {
    "JavaScript": "active_pdf", "Launch": "active_pdf", "RichMedia": "active_pdf", "Rendition": "active_pdf",
    "GoToR": "active_pdf", "GoToE": "active_pdf", "Movie": "active_pdf", "Sound": "active_pdf",
    "XFA": "active_pdf", "SubmitForm": "active_pdf", "ImportData": "active_pdf",
    "EmbeddedFile": "attachment", "EmbeddedFiles": "attachment", "FileAttachment": "attachment",
    "Encrypt": "encrypted",
}  # fmt: skip
_SHORT_NAMES: Mapping[str, Code] = {"JS": "active_pdf", "EF": "attachment"}
_ALL_NAMES = {**_LONG_NAMES, **_SHORT_NAMES}
_LONG = _names(_LONG_NAMES)
_SHORT = _names(_SHORT_NAMES)
_ALL = _names(_ALL_NAMES)
_ESCAPED = re.compile("#(..)")
_OBJECT_STREAM = re.compile(
    rb"/(?:%s%s|%s[\x00\t\n\x0c\r ]*+\d++(?![\x00\t\n\x0c\r ]++\d++[\x00\t\n\x0c\r ]++R))"
    % (_spelled("ObjStm"), _NAME_ENDS, _spelled("First"))
)
"""Its type, or the key that only an object stream has as a number: some readers need no type."""
_STREAM = re.compile(rb"(?<!end)stream")
_LINE_END = re.compile(rb"[ \t]*(?:\r\n|\n|\r)")
_FILTER = re.compile(rb"/(?:%s)%s" % (_spelled("Filter"), _NAME_ENDS))
_FLATE_ALONE = re.compile(
    rb"[\s\x00]*(?:/(?:FlateDecode|Fl)|\[[\s\x00]*/(?:FlateDecode|Fl)[\s\x00]*\])[\s\x00]*(?:/|>>)"
)
_PREDICTED = re.compile(rb"/(?:%s)[\s\x00]*(?!1(?!\d))" % _spelled("Predictor"))
_NUMBERS = re.compile(rb"\s*(?:\d+\s+\d|$)")
"""An object stream begins with the numbers and places of its objects."""
_MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|body|iframe)", re.IGNORECASE)
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj")


def check_pdf(content: bytes) -> None:
    _check_frame(content)
    _check_names(content, _LONG)
    _check_names(_outside_streams(content), _SHORT)
    _check_object_streams(content)


def _check_frame(content: bytes) -> None:
    """Nothing stands before, behind or in the head that makes it another file as well."""
    before, mark, behind = content.rpartition(_END)
    behind = behind.strip(_BLANK)
    if not mark or b"startxref" not in before or _OBJECT.match(behind):
        raise Unfit("damaged")
    if behind or _MARKUP.search(content, 0, _HEAD):
        raise Unfit("polyglot")


def _check_names(text: bytes, names: re.Pattern[bytes]) -> None:
    found = names.search(text)
    if found:
        name = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), found[0][1:].decode())
        raise Unfit(_ALL_NAMES[name])


def _outside_streams(content: bytes) -> bytes:
    """The objects without the data of their streams."""
    parts = content.split(b"endstream")
    return b"\n".join([part.partition(b"stream")[0] for part in parts[:-1]] + parts[-1:])


def _check_object_streams(content: bytes) -> None:
    """What stands in compressed objects; one that cannot be read here is refused, as a reader may know how."""
    left, done, read, count = _MOST_INFLATED, 0, 0, 0
    for mark in _OBJECT_STREAM.finditer(content):
        if mark.start() < done:
            continue
        word = _STREAM.search(content, mark.end())
        if not word:
            return
        if mark.start() < read or count > _MOST_STREAMS:
            raise Unfit("damaged")
        opening = content.rfind(b"obj", done, mark.start())
        dictionary = content[max(opening, done) : word.start()]
        text, read = _objects(content, _data_start(content, word), left, deflated=_is_deflated(dictionary))
        count, done, left = count + 1, word.end(), left - len(text)
        if text and not _NUMBERS.match(text):
            raise Unfit("damaged")
        _check_names(text, _ALL)


def _objects(content: bytes, start: int, most: int, *, deflated: bool) -> tuple[bytes, int]:
    """The text of an object stream, and where its data ends."""
    if deflated:
        stream = Deflated(memoryview(content)[start:], most)
        text = b"".join(stream)
        return text, start + stream.used
    end = content.find(b"stream", start)
    return content[start : end if end >= 0 else None], start


def _data_start(content: bytes, word: re.Match[bytes]) -> int:
    found = _LINE_END.match(content, word.end())
    if not found:
        raise Unfit("damaged")
    return found.end()


def _is_deflated(dictionary: bytes) -> bool:
    """Whether it names Flate; any other coding is refused, as nobody writes object streams in one."""
    found = _FILTER.search(dictionary)
    if found and (not _FLATE_ALONE.match(dictionary, found.end()) or _PREDICTED.search(dictionary)):
        raise Unfit("damaged")
    return found is not None
