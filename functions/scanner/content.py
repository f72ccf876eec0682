"""Whether the content of a document may be kept: what its name says, whole, and harmless to open."""

from functions.scanner.archive import ZIP, is_zip_too
from functions.scanner.findings import Code, Finding, Unfit, finding
from functions.scanner.images import JPEG, PNG, check_jpeg, check_png
from functions.scanner.office import check_container, check_office
from functions.scanner.pdf import PDF, check_pdf
from shared.domain.document_kinds import MOST_BYTES, Kind, KindId, kind_of

_STARTS: dict[KindId, bytes] = {"pdf": PDF, "jpeg": JPEG, "png": PNG, "docx": ZIP, "xlsx": ZIP}


def content_fault(name: str, content: bytes) -> Finding | None:
    """Why it is not kept; None for a document that is fit. It never fails, whatever the bytes are."""
    kind = kind_of(name)
    if not kind:
        return finding("not_accepted")
    code = _size_fault(content) or _fault(kind, content)
    return finding(code, kind) if code else None


def _size_fault(content: bytes) -> Code | None:
    if len(content) > MOST_BYTES:
        return "too_large"
    return None if content else "empty"


def _fault(kind: Kind, content: bytes) -> Code | None:
    try:
        _check(kind.id, content)
    except Unfit as unfit:
        return unfit.code
    except Exception:  # noqa: BLE001 -- what our readers did not foresee is refused, never a retry without end
        return "damaged"
    return None


def _check(kind: KindId, content: bytes) -> None:
    if kind in {"docx", "xlsx"}:
        check_container(content)
    if not content.startswith(_STARTS[kind]):
        raise Unfit("other_kind")
    if kind in {"docx", "xlsx"}:
        check_office(content, kind)
        return
    {"pdf": check_pdf, "png": check_png, "jpeg": check_jpeg}[kind](content)
    if is_zip_too(content):
        raise Unfit("polyglot")
