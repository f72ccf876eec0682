"""Documents of a case: attach one, remove one; what may be changed is what answers may be."""

import base64
import secrets
from collections.abc import Callable
from dataclasses import replace

from shared.actions.answers import check_open, keep
from shared.actions.drafting import load_for_editing
from shared.actions.engine import Attempt, Outcome, after, check_version, commit, not_available, seen_by
from shared.actions.policy import POLICY
from shared.domain.case import Case
from shared.domain.change import record
from shared.domain.commands import AttachCommand, DocumentCommand
from shared.domain.conditions import rows_of
from shared.domain.document_kinds import MOST_BYTES, name_fault
from shared.domain.documents import EVER, FEDERATION, FEDERATION_LABEL, MOST, Document, attached
from shared.domain.json_value import Values
from shared.domain.questions import Field
from shared.domain.refusals import FieldError, Forbidden, InvalidFields, NotFound, Stale
from shared.domain.values import references
from shared.domain.words import Words
from shared.store.case_parts import Writes

TRIES = 3
"""Times that a document is attached anew over what somebody else saved in the same moment."""
NO_QUESTION = Words("Documents cannot be attached to this question.", "此项不能上传文件。")
TOO_MANY = Words(
    f"At most {MOST} documents can be attached: remove one first.", f"最多可上传{MOST}个文件，请先移除一个。"
)
TOO_MANY_EVER = Words(
    f"This application has had {EVER} documents, removed ones included: no more can be attached.",
    f"本申请累计上传文件（含已移除）已达{EVER}个，不能再上传。",
)
EMPTY = Words(
    "The file is empty: choose the right one, and save it once more if need be.",
    "文件为空：请选择正确的文件，必要时重新保存后再上传。",
)
TOO_LARGE = Words(
    "The file is larger than 10 MB: make it smaller, or attach it in parts.",
    "文件超过10MB：请压缩或拆分后上传。",
)
NOT_A_DIGEST = Words(
    "The SHA-256 must be 64 hexadecimal digits in lower case.", "SHA-256须为64位小写十六进制数字。"
)


def attach(attempt: Attempt, command: AttachCommand) -> Case:
    """Announce a file, which is the last of the documents of the case that is returned.

    Raises NotFound, Forbidden, NotAvailable, Stale, InvalidFields.
    """
    _check(command)
    return _again(attempt, lambda: _attach(attempt, command))


def remove(attempt: Attempt, command: DocumentCommand) -> Case:
    """Take a document out; one that was submitted before is kept with that version of the case.

    Raises NotFound, Forbidden, NotAvailable, Stale.
    """
    return _again(attempt, lambda: _remove(attempt, command.document_id))


def _again(attempt: Attempt, act: Callable[[], Case]) -> Case:
    for left in reversed(range(TRIES)):
        try:
            return act()
        except Stale:
            if attempt.seen is not None or not left:
                raise
    raise AssertionError


def _attach(attempt: Attempt, command: AttachCommand) -> Case:
    if not attempt.person.is_partner:
        return _attach_own(attempt, command)
    case = _editable(attempt)
    field = case.application.form.index.get(command.field)
    if field is None or field.kind != "documents":
        raise InvalidFields((FieldError(field="field", code="unknown", message=NO_QUESTION),))
    _check_room(case, len(attached(case.application.form, case.values)))
    held = rows_of(case.values.get(field.id))
    document = _announced(attempt, command, _name(attempt, command, field.label, len(held)))
    return _kept(attempt, case, field, [*held, document.reference], document)


def _remove(attempt: Attempt, document_id: str) -> Case:
    if not attempt.person.is_partner:
        return _remove_own(attempt, document_id)
    case = _editable(attempt)
    name = attached(case.application.form, case.values).get(document_id)
    document = attempt.stores.documents.get(attempt.application_id, document_id)
    if name is None or document is None:
        raise NotFound
    field = case.application.form.field(name)
    left = [row for row in rows_of(case.values[name]) if row["id"] != document_id]
    submitted = any(document_id in attached(case.application.form, each) for each in case.snapshots)
    gone = document if submitted else _removed(document)
    return _kept(attempt, case, field, left, gone)


def _editable(attempt: Attempt) -> Case:
    """The case as its partner may edit it now."""
    case = load_for_editing(attempt.stores, attempt.person, attempt.application_id)
    application = case.application
    if not application.workflow.states[application.state].partner_may_edit:
        raise not_available(attempt.person, application)
    check_version(attempt, case)
    return case


def _kept(attempt: Attempt, case: Case, field: Field, rows: list[Values], document: Document) -> Case:
    value, wrong = references(field, rows)
    if wrong:
        raise InvalidFields(tuple(replace(each, field="field") for each in wrong))
    check_open(case, {field.id: value})
    known = attempt.stores.documents.of(attempt.application_id) if case.application.documents else ()
    others = tuple(each for each in known if each.id != document.id)
    changed = document not in known
    saved = keep(attempt, case, {field.id: value}, documents=[document] if changed else [])
    return replace(saved, documents=(*others, document))


def _attach_own(attempt: Attempt, command: AttachCommand) -> Case:
    """What the federation attaches for itself: a fact of the case, which its history names."""
    case, known = _own(attempt)
    if command.field != FEDERATION:
        raise InvalidFields((FieldError(field="field", code="unknown", message=NO_QUESTION),))
    there = sum(each.field == FEDERATION and each.state != "removed" for each in known)
    _check_room(case, there)
    document = _announced(attempt, command, _name(attempt, command, FEDERATION_LABEL, there))
    return _noted(attempt, case, "document_attached", document, known)


def _remove_own(attempt: Attempt, document_id: str) -> Case:
    case, known = _own(attempt)
    document = next((each for each in known if each.id == document_id), None)
    if document is None or document.state == "removed":
        raise NotFound
    if document.field != FEDERATION or document.by != attempt.person.id:
        raise Forbidden
    if case.application.decided:  # what it was decided on stays
        raise not_available(attempt.person, case.application)
    return _noted(attempt, case, "document_removed", _removed(document), known)


def _check_room(case: Case, there: int) -> None:
    words = TOO_MANY if there >= MOST else TOO_MANY_EVER if case.application.documents >= EVER else None
    if words:
        raise InvalidFields((FieldError(field="field", code="too_many", message=words),))


def _name(attempt: Attempt, command: AttachCommand, label: Words, there: int) -> str:
    """A file whose name nobody has said is named for its question, and numbered."""
    said = label.within(attempt.person.language)
    return command.name or (f"{said} {there + 1}" if there else said)


def _own(attempt: Attempt) -> tuple[Case, tuple[Document, ...]]:
    case = attempt.stores.cases.load(attempt.application_id)
    view = seen_by(attempt.person, case)
    if view != "federation" or not POLICY[attempt.name].admits(attempt.person):
        raise Forbidden
    check_version(attempt, case)
    return case, attempt.stores.documents.of(attempt.application_id) if case.application.documents else ()


def _noted(attempt: Attempt, case: Case, kind: str, document: Document, known: tuple[Document, ...]) -> Case:
    person = attempt.person
    role = next(role for role in POLICY[attempt.name].roles if role in person.roles)
    change = record(
        case.application,
        kind,
        by=person.id,
        by_name=person.name,
        role=role,
        at=attempt.at,
        data={"document": document.id, "name": document.name, "sha256": document.sha256},
        documents=case.application.documents + (document.version == 1),
    )
    saved = Writes(documents=[document])
    commit(attempt, change, Outcome(saved=saved))
    others = tuple(each for each in known if each.id != document.id)
    return replace(after(case, change, saved), documents=(*others, document))


def _announced(attempt: Attempt, command: AttachCommand, name: str) -> Document:
    return Document(
        id=base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower(),
        application_id=attempt.application_id,
        field=command.field,
        name=name,
        size=command.size,
        sha256=command.sha256,
        by=attempt.person.id,
        by_name=attempt.person.name,
        at=attempt.at,
    )


def _removed(document: Document) -> Document:
    return replace(document, state="removed", version=document.version + 1)


def _check(command: AttachCommand) -> None:
    """What is said of the file; nothing is where a plain form sends it."""
    if command.plain:
        return
    wrong: list[FieldError] = []
    if fault := name_fault(command.name):
        wrong.append(FieldError(field="name", code="name", message=fault))
    if command.size < 1:
        wrong.append(FieldError(field="size", code="empty", message=EMPTY))
    if command.size > MOST_BYTES:
        wrong.append(FieldError(field="size", code="too_large", message=TOO_LARGE))
    if len(command.sha256) != 64 or not set(command.sha256) <= set("0123456789abcdef"):  # noqa: PLR2004 -- 256 bits
        wrong.append(FieldError(field="sha256", code="format", message=NOT_A_DIGEST))
    if wrong:
        raise InvalidFields(tuple(wrong))
