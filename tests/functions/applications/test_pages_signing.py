"""The signatory's pages: check, submit, answer, withdraw; each once, each confirmed."""

import pytest

from shared.domain.case import Case
from tests.functions.pages import Browser, Page
from tests.stage import Stage


def at(case: Case, page: str) -> str:
    return f"/applications/{case.application.id}/{page}"


def test_the_check_page_leads_to_every_answer_that_is_missing(stage: Stage) -> None:
    case = stage.draft(title_en=None, declarations=None)

    page = Browser(stage.stores, "north-signatory").open(at(case, "check"))

    assert "2 answers still block submission" in page.text
    assert at(case, "sections/programme?from=check#title_en") in page.links
    assert at(case, "sections/declarations?from=check#declarations") in page.links
    assert page.buttons == 0


def test_submitting_leads_to_the_number_and_what_happens_next(stage: Stage) -> None:
    case = stage.draft()
    browser = Browser(stage.stores, "north-signatory")

    reply = browser.send(at(case, "check"), browser.open(at(case, "check")))
    page = browser.open(reply.location)

    assert (reply.status, reply.location) == (303, at(case, "submitted"))
    assert stage.now(case).application.state == "submitted"
    assert f"Case number {case.application.number}" in page.text
    assert "On the telephone, say: Golf Oscar dash two six dash" in page.text
    assert "A programme officer of the federation takes your case, by" in page.text


def test_a_second_click_on_submit_changes_nothing(stage: Stage) -> None:
    case = stage.draft()
    browser = Browser(stage.stores, "north-signatory")
    page = browser.open(at(case, "check"))

    first, second = browser.send(at(case, "check"), page), browser.send(at(case, "check"), page)

    assert (second.status, second.location) == (first.status, first.location)
    assert [event.action for event in stage.now(case).events] == ["created", "submit"]


def test_what_changed_after_checking_is_not_signed_unseen(stage: Stage) -> None:
    case = stage.draft()
    signatory, editor = Browser(stage.stores, "north-signatory"), Browser(stage.stores, "north-editor")
    page = signatory.open(at(case, "check"))
    here = at(case, "sections/programme")
    editor.send(here, editor.open(here), title_en="Changed at the last moment")

    reply = signatory.send(at(case, "check"), page)

    assert reply.status == 412
    assert "The answers were changed after you opened this page" in reply.text
    assert "Changed at the last moment" in reply.text
    assert stage.now(case).application.state == "draft"
    assert signatory.send(at(case, "check"), Page(reply)).status == 303


def test_an_incomplete_draft_is_refused_with_the_reasons(stage: Stage) -> None:
    case = stage.draft(title_en=None)
    browser = Browser(stage.stores, "north-signatory")

    reply = browser.client.post(at(case, "check"), {"seen": str(case.application.version)})

    assert reply.status == 422
    assert "1 answers are missing or wrong" in reply.text or "1 answer" in reply.text
    assert stage.now(case).application.state == "draft"


def test_an_editor_sees_who_can_sign_and_no_button(stage: Stage) -> None:
    case = stage.draft()
    browser = Browser(stage.stores, "north-editor")

    page = browser.open(at(case, "check"))

    assert "Who can sign: Example north-signatory" in page.text
    assert page.buttons == 0
    assert browser.client.post(at(case, "check"), {"seen": "1"}).status == 403


@pytest.mark.parametrize("who", ["officer", "approver", "auditor", "south-signatory"])
def test_nobody_else_comes_to_the_check_page(stage: Stage, who: str) -> None:
    case = stage.draft()

    assert Browser(stage.stores, who).client.get(at(case, "check")).status == 404


def test_an_information_request_opens_only_what_was_asked_about(stage: Stage) -> None:
    case = stage.case("info_requested_intake", title_en="Not asked about")
    browser = Browser(stage.stores, "north-editor")

    page = browser.open(at(case, "sections/programme"))

    assert "need_statement" in page.fields
    assert "title_en" not in page.fields
    assert "Not asked about" in page.text
    assert "The federation asks: Please explain." in page.text


def test_a_locked_answer_sent_all_the_same_is_left_alone(stage: Stage) -> None:
    case = stage.case("info_requested_intake", title_en="Fixed")
    browser = Browser(stage.stores, "north-editor")
    page = browser.open(at(case, "sections/programme"))

    browser.send(at(case, "sections/programme"), page, title_en="Slipped in")

    assert stage.stores.cases.load_for_partner(case.application.id).values["title_en"] == "Fixed"


def test_answers_and_notes_are_kept_until_the_signatory_sends_them(stage: Stage) -> None:
    case = stage.case("info_requested_intake")
    editor, signatory = Browser(stage.stores, "north-editor"), Browser(stage.stores, "north-signatory")
    corrected = (
        "The village council of Example asked for it in writing, dated 3 May; the letter is in our files."
    )

    saved = editor.send(
        at(case, "answer"),
        editor.open(at(case, "answer")),
        need_statement=corrected,
        note__need_statement="We name the council now.",
        then="check",
    )
    page = signatory.open(saved.location)
    sent = signatory.send(saved.location, page)

    assert saved.location == at(case, "answer/check")
    assert corrected in page.text
    assert "We name the council now." in page.text
    assert (sent.status, sent.location) == (303, f"/applications/{case.application.id}?done=resubmit")
    after = stage.now(case)
    assert after.application.state == "screening"
    assert (after.requests[-1].answers, after.requests[-1].changed) == (
        {"need_statement": "We name the council now."},
        ("need_statement",),
    )


def test_notes_not_sent_yet_are_the_partners_own(stage: Stage) -> None:
    case = stage.case("info_requested_intake")
    editor = Browser(stage.stores, "north-editor")
    editor.send(at(case, "answer"), editor.open(at(case, "answer")), note__need_statement="Half a thought")

    requests = f"/applications/{case.application.id}?tab=requests"

    assert "Half a thought" in editor.client.get(at(case, "answer")).text
    assert "Half a thought" not in Browser(stage.stores, "officer").client.get(requests).text


def test_an_item_neither_corrected_nor_explained_is_named(stage: Stage) -> None:
    case = stage.case("info_requested_intake")
    browser = Browser(stage.stores, "north-signatory")

    page = browser.open(at(case, "answer/check"))
    reply = browser.client.post(at(case, "answer/check"), {"seen": str(case.application.version)})

    assert "“Local need and who stated it” is neither corrected nor explained" in page.text
    assert at(case, "answer#note-need_statement") in page.links
    assert page.buttons == 0
    assert reply.status == 422
    assert stage.now(case).application.state == "info_requested_intake"


def test_a_second_click_on_send_changes_nothing(stage: Stage) -> None:
    case = stage.case("info_requested_intake")
    browser = Browser(stage.stores, "north-signatory")
    browser.send(at(case, "answer"), browser.open(at(case, "answer")), note__need_statement="As asked.")
    page = browser.open(at(case, "answer/check"))

    first, second = browser.send(at(case, "answer/check"), page), browser.send(at(case, "answer/check"), page)

    assert (second.status, second.location) == (first.status, first.location)
    assert stage.now(case).application.state == "screening"


def test_a_wrong_correction_stays_as_typed_and_the_note_is_kept(stage: Stage) -> None:
    case = stage.case("info_requested_intake")
    browser = Browser(stage.stores, "north-editor")

    reply = browser.send(
        at(case, "answer"),
        browser.open(at(case, "answer")),
        need_statement="short",
        note__need_statement="Why",
    )

    assert reply.status == 422
    assert 'href="#need_statement"' in reply.text
    assert (Page(reply).fields["need_statement"], Page(reply).fields["note.need_statement"]) == (
        ["short"],
        ["Why"],
    )
    request = stage.now(case).open_request
    assert request
    assert request.answers == {"need_statement": "Why"}


def test_a_note_that_is_too_long_is_said_and_kept(stage: Stage) -> None:
    case = stage.case("info_requested_intake")
    browser = Browser(stage.stores, "north-editor")

    reply = browser.send(
        at(case, "answer"), browser.open(at(case, "answer")), note__need_statement="x" * 2001
    )

    assert reply.status == 422
    assert (
        'href="#note-need_statement">“Your note to the federation” must be 2,000 characters or fewer'
        in reply.text
    )
    assert Page(reply).fields["note.need_statement"] == ["x" * 2001]


def test_a_case_is_withdrawn_once_with_its_reason(stage: Stage) -> None:
    case = stage.case("screening")
    browser = Browser(stage.stores, "north-signatory")
    page = browser.open(at(case, "withdraw"))

    first = browser.send(at(case, "withdraw"), page, reason="The host has closed.")
    second = browser.send(at(case, "withdraw"), page, reason="The host has closed.")

    assert case.application.number in page.text
    assert first.location == second.location == f"/applications/{case.application.id}?done=withdraw"
    assert stage.now(case).application.state == "withdrawn"
    assert stage.now(case).events[-1].data == {"reason": "The host has closed."}


def test_withdrawing_what_changed_meanwhile_asks_again_and_keeps_the_reason(stage: Stage) -> None:
    case = stage.case("submitted")
    browser = Browser(stage.stores, "north-signatory")
    page = browser.open(at(case, "withdraw"))
    stage.do("claim", "officer", case)

    reply = browser.send(at(case, "withdraw"), page, reason="The host has closed.")

    assert reply.status == 412
    assert Page(reply).fields["reason"] == ["The host has closed."]
    assert stage.now(case).application.state == "screening"


def test_a_decided_case_cannot_be_withdrawn(stage: Stage) -> None:
    case = stage.case("approved")

    assert Browser(stage.stores, "north-signatory").client.get(at(case, "withdraw")).status == 409
