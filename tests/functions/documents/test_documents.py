"""Documents of a case: part of what is signed, closed and open as answers are, and kept by version."""

from dataclasses import replace
from typing import Any

import pytest

from shared.actions.perform import perform
from shared.actions.queries import documents
from shared.domain.application import content_hash
from shared.domain.case import Case
from shared.domain.commands import AnswerCommand, AttachCommand, DocumentCommand, ReasonCommand
from shared.domain.document_kinds import MOST_BYTES
from shared.domain.documents import MOST, Document
from shared.domain.refusals import Forbidden, InvalidFields, NotAvailable, NotFound, Stale, Unmet
from shared.identity import issue_token
from tests.client import Client
from tests.documents import PDF, a_document, announced, said_of
from tests.functions.bucket import Files
from tests.stage import Stage, ask, opine

GOOD = said_of(PDF, "host_letter", "Letter.pdf")


def program(stage: Stage, who: str) -> Client:
    return Client(token=issue_token(stage.stores, who, at=stage.at))


def remove(stage: Stage, who: str, case: Case, document: Document) -> Case:
    return perform(stage.attempt(who, "remove_document", case), DocumentCommand(document_id=document.id))


def codes(refused: Any) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in refused.value.errors]


def read(stage: Stage, who: str, case: Case) -> list[Document]:
    person = stage.people[who]
    return list(documents.of_case(stage.stores, person, case.application.id).documents)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"field": "need_statement"}, [("field", "unknown")]),
        ({"field": "federation"}, [("field", "unknown")]),
        ({"field": "nothing"}, [("field", "unknown")]),
        ({"name": "../letter.pdf"}, [("name", "name")]),
        ({"name": "letter.exe"}, [("name", "name")]),
        ({"name": "letter\u202efdp.pdf"}, [("name", "name")]),
        ({"size": 0}, [("size", "empty")]),
        ({"size": MOST_BYTES + 1}, [("size", "too_large")]),
        ({"sha256": "F" * 64}, [("sha256", "format")]),
        ({"name": "", "size": -1, "sha256": ""}, [("name", "name"), ("size", "empty"), ("sha256", "format")]),
    ],
)
def test_what_cannot_be_attached_is_refused_by_name_and_changes_nothing(
    stage: Stage, changed: dict[str, Any], wrong: list[tuple[str, str]]
) -> None:
    case = stage.draft()

    with pytest.raises(InvalidFields) as refused:
        perform(stage.attempt("north-editor", "attach", case), AttachCommand(**{**GOOD, **changed}))

    assert codes(refused) == wrong
    assert stage.now(case).application == case.application


def test_a_question_takes_so_many_and_a_case_twenty(stage: Stage) -> None:
    case = stage.draft()
    for field, most in (("files", 10), ("agreement_file", 5), ("host_letter", 3)):
        for _ in range(most):
            case, _ = announced(stage, "north-editor", case, field)
        with pytest.raises(InvalidFields) as full:
            announced(stage, "north-editor", case, field)
        assert codes(full) == [("field", "too_many")]
    for _ in range(MOST - 18):
        case, _ = announced(stage, "north-editor", case, "emergency_plan_file")

    with pytest.raises(InvalidFields) as refused:
        announced(stage, "north-editor", case, "host_registration_file")

    assert codes(refused) == [("field", "too_many")]
    assert "20" in str(refused.value.errors[0].message.en)


@pytest.mark.parametrize("state", ["scanning", "held", "refused"])
def test_nothing_is_sent_before_every_document_has_passed(stage: Stage, state: Any) -> None:
    case, document = announced(stage, "north-editor", stage.draft())
    stage.stores.documents.judge(
        replace(document, state=state, arrived=True, fault_en="Why.", fault_zh="原因。", version=2)
    )

    with pytest.raises(Unmet) as refused:
        stage.do("submit", "north-signatory", case)

    assert [reason.code for reason in refused.value.unmet] == ["form_valid"]
    assert codes(refused) == [("agreement_file", state)]


def test_a_file_that_never_came_stands_in_the_way_until_it_is_removed(stage: Stage) -> None:
    case, document = announced(stage, "north-editor", stage.draft())
    stage.pass_days(1)

    with pytest.raises(Unmet) as refused:
        stage.do("submit", "north-signatory", case)
    case = remove(stage, "north-editor", case, document)

    assert codes(refused) == [("agreement_file", "not_arrived")]
    assert stage.do("submit", "north-signatory", case).application.state == "submitted"


def test_documents_are_part_of_what_is_signed(stage: Stage) -> None:
    case, document = a_document(stage, "north-editor", stage.draft())

    sent = stage.do("submit", "north-signatory", case)

    assert sent.values["agreement_file"] == [document.reference]
    assert document.sha256 == GOOD["sha256"]
    assert content_hash(sent.application, sent.values) == sent.application.snapshot_hash
    without = {name: value for name, value in sent.values.items() if name != "agreement_file"}
    assert content_hash(sent.application, without) != sent.application.snapshot_hash


def test_what_a_plain_form_sent_is_signed_as_it_was_read(stage: Stage) -> None:
    case = perform(
        stage.attempt("north-editor", "attach", stage.draft()),
        AttachCommand(field="agreement_file", plain=True),
    )
    named = replace(
        case.documents[-1], name="Agreement.pdf", size=7, sha256="0" * 64, state="clean", version=2
    )
    stage.stores.documents.judge(named)

    sent = stage.do("submit", "north-signatory", case)

    assert sent.values["agreement_file"] == [named.reference]


def test_a_document_removed_from_a_draft_is_gone_from_the_bucket(stage: Stage, files: Files) -> None:
    case, document = announced(stage, "north-editor", stage.draft())
    files.checked(document)
    place = f"/api/v1/applications/{case.application.id}/documents/{document.id}"

    reply = program(stage, "north-editor").call("DELETE", place)

    assert reply.status == 204
    assert reply.headers["etag"] == f'"{stage.now(case).application.version_for_partner}"'
    assert read(stage, "north-editor", case) == []
    assert files.read("kept", document) is None
    assert program(stage, "north-editor").call("DELETE", place).status == 404


def test_after_submission_nothing_is_attached_or_removed_before_it_is_asked_for(stage: Stage) -> None:
    case, document = a_document(stage, "north-editor", stage.draft())
    case = stage.do("submit", "north-signatory", case)

    with pytest.raises(NotAvailable):
        announced(stage, "north-editor", case)
    with pytest.raises(NotAvailable):
        remove(stage, "north-editor", case, document)


def asked(stage: Stage, *fields: str) -> tuple[Case, Document]:
    """A case with one document, and a request for information about these questions."""
    case, document = a_document(stage, "north-editor", stage.draft())
    case = stage.do("claim", "officer", stage.do("submit", "north-signatory", case))
    return ask(stage.attempt("officer", "request_info", case), *fields), document


def test_only_the_documents_asked_about_can_be_changed(stage: Stage) -> None:
    case, document = asked(stage, "host_letter")

    with pytest.raises(InvalidFields) as refused:
        announced(stage, "north-editor", case, "files")
    with pytest.raises(InvalidFields) as kept:
        remove(stage, "north-editor", case, document)

    assert codes(refused) == [("files", "locked")]
    assert codes(kept) == [("agreement_file", "locked")]
    assert announced(stage, "north-editor", case, "host_letter")[0].application.version > 0


def test_a_document_replaced_after_submission_stays_with_the_version_that_had_it(stage: Stage) -> None:
    case, old = asked(stage, "agreement_file")
    case = remove(stage, "north-editor", case, old)
    case, new = a_document(stage, "north-editor", case, "agreement_file", "Agreement 2.pdf")

    answers = AnswerCommand(answers={"agreement_file": "The signed one."})
    case = perform(stage.attempt("north-signatory", "resubmit", case), answers)

    found = stage.now(case)
    assert found.snapshots[0]["agreement_file"] == [old.reference]
    assert found.values["agreement_file"] == [new.reference]
    assert found.requests[0].changed == ("agreement_file",)
    assert {each.id for each in read(stage, "officer", case)} == {old.id, new.id}
    attempt = stage.attempt("officer", "read_documents", case)
    assert documents.one(attempt, old.id).state == "clean"


def test_what_was_prepared_for_a_request_goes_with_it(stage: Stage) -> None:
    case, old = asked(stage, "agreement_file")
    case, _ = a_document(stage, "north-editor", case, "agreement_file")
    case = perform(stage.attempt("officer", "cancel_request", case), ReasonCommand(reason="by telephone"))

    assert [each.id for each in read(stage, "north-editor", case)] == [old.id]
    assert [each.id for each in read(stage, "officer", case)] == [old.id]


def test_the_federation_does_not_see_what_its_partner_is_still_adding(stage: Stage) -> None:
    case, old = asked(stage, "agreement_file")
    case, new = a_document(stage, "north-editor", case, "agreement_file")

    assert {each.id for each in read(stage, "north-editor", case)} == {old.id, new.id}
    assert {each.id for each in read(stage, "officer", case)} == {old.id}
    with pytest.raises(NotFound):
        documents.one(stage.attempt("officer", "read_documents", case), new.id)


def test_a_document_with_names_is_given_and_not_shown_to_reviewers(stage: Stage) -> None:
    case, mandate = a_document(stage, "north-editor", stage.draft(), "signatory_mandate")
    case, letter = a_document(stage, "north-editor", case, "host_letter")
    case = stage.do("claim", "officer", stage.do("submit", "north-signatory", case))
    case = stage.do("accept_for_review", "officer", case)
    opine(stage.attempt("reviewer-1", "review", case), None)

    assert {each.id for each in read(stage, "officer", case)} == {mandate.id, letter.id}
    for who in ("reviewer-1", "observer", "auditor"):
        assert {each.id for each in read(stage, who, case)} == {letter.id}
        with pytest.raises(NotFound):
            documents.one(stage.attempt(who, "read_documents", case), mandate.id)
    assert read(stage, "reviewer-2", case) == []


def test_what_the_federation_attaches_is_its_own_and_stands_in_the_history(stage: Stage) -> None:
    case, own = a_document(stage, "officer", stage.case("submitted"))

    assert [each.id for each in read(stage, "compliance", case)] == [own.id]
    assert read(stage, "north-signatory", case) == []
    assert read(stage, "observer", case) == []
    assert stage.now(case).events[-1].kind == "document_attached"
    assert stage.now(case).events[-1].data == {"document": own.id, "name": own.name, "sha256": own.sha256}
    with pytest.raises(Forbidden):
        remove(stage, "compliance", case, own)
    case = remove(stage, "officer", case, own)
    assert read(stage, "compliance", case) == []
    assert stage.now(case).events[-1].kind == "document_removed"
    with pytest.raises(NotFound):
        remove(stage, "officer", case, own)


def test_two_people_attach_at_once_and_both_stay(stage: Stage) -> None:
    case = stage.draft()
    announced(stage, "north-editor", case)
    announced(stage, "north-signatory", case)

    assert len(read(stage, "north-editor", case)) == 2


def test_whoever_names_the_version_they_saw_is_told_when_it_is_another(stage: Stage) -> None:
    case = stage.draft()
    announced(stage, "north-editor", case)

    with pytest.raises(Stale):
        perform(stage.attempt("north-editor", "attach", case, seen=frozenset({1})), AttachCommand(**GOOD))


def test_documents_do_not_go_with_answers(stage: Stage) -> None:
    case, document = a_document(stage, "north-editor", stage.draft())
    client, place = program(stage, "north-editor"), f"/api/v1/applications/{case.application.id}"

    seen = client.get(place)
    sent = client.call("PATCH", place, {"fields": {"agreement_file": []}}, if_match=seen.headers["etag"])
    made = client.call(
        "POST",
        "/api/v1/applications",
        {"direction": "going_out", "programme_id": "going-out", "fields": {"files": [document.reference]}},
    )

    assert "agreement_file" not in seen.json["fields"]
    assert [each["id"] for each in seen.json["documents"]] == [document.id]
    assert sent.status == made.status == 422
    assert sent.json["errors"][0]["field"] == "agreement_file"
    assert "attached and removed on their own" in sent.json["errors"][0]["message"]


def test_a_copy_of_a_case_is_without_its_documents(stage: Stage) -> None:
    case, _ = a_document(stage, "north-editor", stage.draft())
    client = program(stage, "north-editor")

    made = client.call(
        "POST",
        "/api/v1/applications",
        {"direction": "going_out", "programme_id": "going-out", "copy_of": case.application.id},
    )

    assert made.status == 201
    assert made.json["documents"] == []


def test_over_the_api_a_file_is_announced_sent_checked_opened(stage: Stage, files: Files) -> None:
    case, client = stage.draft(), program(stage, "north-editor")
    place = f"/api/v1/applications/{case.application.id}/documents"

    made = client.call("POST", place, GOOD)
    early = client.get(f"{place}/{made.json['id']}")
    document = read(stage, "north-editor", case)[0]
    files.checked(document)
    listed = client.get(place).json["items"]
    opened = client.get(f"{place}/{document.id}")

    fields = made.json["upload"]["fields"]
    assert made.status == 201
    assert made.headers["location"] == f"{place}/{document.id}"
    assert fields["key"] == f"incoming/{case.application.id}/{document.id}"
    assert (fields["x-amz-meta-case"], fields["x-amz-meta-person"]) == (case.application.id, "north-editor")
    assert (early.status, early.json["unmet"][0]["code"]) == (422, "document_clean")
    assert listed == [
        {
            "id": document.id,
            "field": "host_letter",
            "name": "Letter.pdf",
            "size": len(PDF),
            "sha256": GOOD["sha256"],
            "state": "clean",
            "current": True,
        }
    ]
    assert opened.status == 303
    assert "X-Amz-Expires=300" in opened.location
    assert "x-reader=north-editor" in opened.location
    assert "Letter" not in opened.location
