"""Documents on pages: attached with and without a script, shown with how far they were checked, removed after a look."""

import json
import re
from dataclasses import replace

import pytest

from shared.domain.case import Case
from shared.wiring import wiring
from tests.documents import PDF, a_document, announced, said_of
from tests.functions.bucket import Files
from tests.functions.pages import Browser
from tests.stage import Stage, ask

EDITOR = "north-editor"


def here(case: Case, rest: str = "") -> str:
    return f"/applications/{case.application.id}{rest}"


@pytest.fixture
def editor(stage: Stage) -> Browser:
    return Browser(stage.stores, EDITOR)


def test_a_plain_form_leads_to_the_bucket_and_back_to_the_question(
    stage: Stage, files: Files, editor: Browser
) -> None:
    case = stage.draft()
    section = here(case, "/sections/documents")

    new = editor.send(section, editor.open(section), document="new/host_letter").location
    there = editor.send(here(case, "/documents"), editor.open(new))
    sending = editor.client.get(there.location)
    document = stage.stores.documents.of(case.application.id)[0]
    files.checked(document)
    back = editor.client.get(there.location.replace("/send", "/sent"))

    assert new == here(case, "/documents/new?field=host_letter")
    assert there.location == here(case, f"/documents/{document.id}/send")
    assert f'action="{wiring().bucket.origin}' in sending.text
    assert f'value="https://registry.example{there.location.replace("/send", "/sent")}"' in sending.text
    assert f"form-action 'self' {wiring().bucket.origin};" in sending.headers["content-security-policy"]
    assert back.location == f"{section}?done=attach#host_letter"
    assert "Letter of invitation from the host.pdf 1 KB Remove" in editor.open(section).text
    assert editor.client.get(there.location).location == f"{section}#host_letter"


def test_a_script_is_answered_with_the_way_in_or_with_what_is_wrong(stage: Stage, editor: Browser) -> None:
    case = stage.draft()
    said = {name: str(value) for name, value in said_of(PDF, "files", "Plan.pdf").items()}

    good = editor.client.post(here(case, "/documents"), said)
    bad = editor.client.post(here(case, "/documents"), {**said, "name": "Plan.svg", "size": "x"})

    assert good.status == 201
    assert set(json.loads(good.text)) == {"upload", "then"}
    assert bad.status == 422
    assert len(json.loads(bad.text)["errors"]) == 2


def test_the_section_says_of_each_file_how_far_it_is(stage: Stage, editor: Browser) -> None:
    case, waiting = announced(stage, EDITOR, stage.draft(), name="Waiting.pdf")
    for state in ("scanning", "held", "refused", "clean"):
        case, document = announced(stage, EDITOR, case, name=f"{state}.pdf")
        stage.stores.documents.judge(
            replace(document, state=state, arrived=True, fault_en="Why.", fault_zh="原因。", version=2)
        )

    html = editor.client.get(here(case, "/sections/documents")).text

    links = re.findall(r'said" href="([^"]+)">([^<]+)', html)
    assert [name for _, name in links] == ["clean.pdf"]
    for text in (
        "Not there yet",
        "Being checked",
        "Held back",
        "Refused",
        "Why.",
        "could not be checked for malware yet",
    ):
        assert text in html
    assert html.count("data-scanning") == 2
    assert html.count(f'href="{here(case, f"/documents/{waiting.id}/send")}"') == 1
    assert waiting.name in html


def test_what_is_wrong_with_a_file_is_on_the_task_list_and_the_check_page(
    stage: Stage, editor: Browser
) -> None:
    case, document = announced(stage, EDITOR, stage.draft())
    stage.stores.documents.judge(replace(document, arrived=True, version=2))
    waiting = editor.open(here(case)).text, editor.open(here(case, "/check")).text
    stage.stores.documents.judge(
        replace(document, state="refused", arrived=True, fault_en="Why.", fault_zh="原因。", version=3)
    )
    refused = editor.open(here(case)).text, editor.open(here(case, "/check")).text

    assert "11 of 12 sections completed" in waiting[0]
    assert "is still being checked for malware" in waiting[1]
    assert "11 of 12 sections completed" in refused[0]
    assert "was refused. Why." in refused[1]


def test_a_document_is_taken_out_after_a_look(stage: Stage, editor: Browser) -> None:
    case, document = a_document(stage, EDITOR, stage.draft())
    remove = here(case, f"/documents/{document.id}/remove")
    section = here(case, "/sections/documents")

    led = editor.send(section, editor.open(section), document=f"{document.id}/remove")
    stale = editor.send(remove, editor.open(remove), seen="1")
    gone = editor.send(remove, editor.open(remove))
    again = editor.client.get(remove)

    assert led.location == remove
    assert stale.status == 412
    assert gone.location == f"{section}?done=remove_document#agreement_file"
    assert again.status == 404


def test_what_stands_wrong_beside_it_is_kept_on_the_way_to_a_document(stage: Stage, editor: Browser) -> None:
    case = stage.do("claim", "officer", stage.case("submitted"))
    case = ask(stage.attempt("officer", "request_info", case), "host_letter", "headcount")
    answer = here(case, "/answer")

    new = editor.send(answer, editor.open(answer), document="new/host_letter", headcount="many").location
    there = editor.send(f"{here(case, '/documents')}?typed=1", editor.open(new))
    back = editor.client.get(there.location.replace("/send", "/sent")).location

    assert new.endswith("/documents/new?field=host_letter&typed=1")
    assert back == f"{answer}?done=attach&typed=1#host_letter"
    assert editor.open(back.partition("#")[0]).fields["headcount"] == ["many"]


def test_the_case_links_its_documents_and_the_list_says_who_attached_them(stage: Stage) -> None:
    case, document = a_document(stage, EDITOR, stage.draft(), "host_letter", "<b>Letter.pdf")
    case = stage.do("claim", "officer", stage.do("submit", "north-signatory", case))
    officer = Browser(stage.stores, "officer")

    shown = officer.open(here(case))
    listed = officer.open(here(case, "/documents"))
    opened = officer.client.get(here(case, f"/documents/{document.id}"))

    assert here(case, f"/documents/{document.id}") in shown.links
    assert "<b>Letter.pdf" in shown.text
    assert "Letter of invitation from the host <b>Letter.pdf 1 KB" in listed.text
    assert opened.status == 303
    assert opened.location.startswith(wiring().bucket.origin)


def test_an_officer_attaches_and_removes_a_document_of_the_federation(stage: Stage) -> None:
    case, officer = stage.case("submitted"), Browser(stage.stores, "officer")
    listed = here(case, "/documents")

    there = officer.send(listed, officer.open(f"{listed}/new"))
    document = stage.stores.documents.of(case.application.id)[0]
    remove = f"{listed}/{document.id}/remove"
    gone = officer.send(remove, officer.open(remove))

    assert there.location == f"{listed}/{document.id}/send"
    assert gone.location == f"{listed}?done=remove_document"
    assert "No documents have been attached." in officer.open(listed).text
    history = officer.open(here(case, "/history")).text
    assert "Document of the federation attached" in history
    assert "Document of the federation removed" in history


@pytest.mark.parametrize("field", ["need_statement", "nothing-here", "federation"])
def test_a_question_that_takes_none_is_refused_in_words(stage: Stage, editor: Browser, field: str) -> None:
    reply = editor.client.get(here(stage.draft(), f"/documents/new?field={field}"))

    assert reply.status in (200, 422)
    assert editor.client.post(here(stage.draft(), "/documents"), {"field": field}).status == 422
