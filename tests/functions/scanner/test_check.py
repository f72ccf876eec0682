"""The check of a file: only what is whole, what it says it is and free of malware is kept; all else is typed."""

from dataclasses import replace

import pytest

from functions.scanner.app import handler as scanner
from functions.scanner.check import EICAR
from shared.domain.documents import PATIENCE, UPLOAD, Document
from shared.wiring import wiring
from tests.documents import PDF, a_message, announced, arrival, verdict
from tests.functions.bucket import Files
from tests.stage import Stage

INFECTED = PDF.replace(b"%%EOF", b"%" + EICAR + b"\n%%EOF")


@pytest.fixture
def document(stage: Stage) -> Document:
    return announced(stage, "north-editor", stage.draft())[1]


def now(stage: Stage, document: Document) -> Document:
    found = stage.stores.documents.get(document.application_id, document.id)
    assert found
    return found


def sized(stage: Stage, document: Document, content: bytes) -> Document:
    """The same document, announced as nothing that its sender said."""
    changed = replace(document, size=0, sha256="", name="Letter of invitation", version=2)
    assert content
    stage.stores.documents.judge(changed)
    return changed


def test_what_passes_is_kept_and_does_not_lie_where_it_came_in(
    stage: Stage, files: Files, document: Document
) -> None:
    answer = files.checked(document)

    assert answer == {"batchItemFailures": []}
    assert (now(stage, document).state, now(stage, document).arrived) == ("clean", True)
    assert files.read("kept", document) == PDF
    assert files.read("incoming", document) is None


def test_it_is_kept_as_a_download_under_its_name(files: Files, document: Document) -> None:
    files.checked(document)

    kept = files.client.get_object(Bucket=files.name, Key=f"kept/{document.application_id}/{document.id}")
    assert kept["ContentType"] == "application/octet-stream"
    assert (
        kept["ContentDisposition"] == "attachment; filename*=UTF-8''Letter%20%E9%82%80%E8%AF%B7%E5%87%BD.pdf"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PDF + b" ", "did not arrive as it was sent"),
        (PDF[:-1], "did not arrive as it was sent"),
        (PDF.replace(b"200", b"300"), "did not arrive as it was sent"),
        (INFECTED, "malware"),
    ],
)
def test_what_is_not_what_was_announced_is_refused_and_gone(
    stage: Stage, files: Files, document: Document, content: bytes, said: str
) -> None:
    files.checked(document, content)

    found = now(stage, document)
    assert found.state == "refused"
    assert said in str(found.fault)
    assert files.read("kept", document) is None
    assert files.read("incoming", document) is None


@pytest.mark.parametrize(
    ("content", "name", "state"),
    [
        (PDF, "Letter of invitation.pdf", "clean"),
        (b"GIF89a" + b"\0" * 50, "Letter of invitation", "refused"),
        (INFECTED, "Letter of invitation.pdf", "refused"),
        (PDF[:-30], "Letter of invitation.pdf", "refused"),
    ],
)
def test_a_file_of_a_plain_form_is_named_for_its_question_and_what_it_is(
    stage: Stage, files: Files, document: Document, content: bytes, name: str, state: str
) -> None:
    files.checked(sized(stage, document, content), content)

    found = now(stage, document)
    assert (found.name, found.state) == (name, state)
    assert len(found.sha256) == (64 if state == "clean" else 0)


def test_a_message_that_comes_again_changes_nothing(stage: Stage, files: Files, document: Document) -> None:
    files.checked(document)
    first = now(stage, document)

    scanner({"Records": [arrival(document), arrival(document, "null")]}, None)

    assert now(stage, document) == first
    assert files.read("kept", document) == PDF


def test_a_file_that_is_sent_again_after_its_check_replaces_nothing(
    stage: Stage, files: Files, document: Document
) -> None:
    """The way in stays open for a while: what comes through it later is never served."""
    files.checked(document)

    files.checked(document, INFECTED)

    assert now(stage, document).state == "clean"
    assert files.read("kept", document) == PDF
    assert files.read("incoming", document) is None


def test_what_nobody_announced_or_somebody_removed_is_dropped(
    stage: Stage, files: Files, document: Document
) -> None:
    stranger = replace(document, id="a" * 26)
    removed = replace(document, state="removed", version=2)
    stage.stores.documents.judge(removed)

    files.checked(stranger)
    files.checked(removed)

    assert files.read("incoming", stranger) is files.read("incoming", removed) is None
    assert files.read("kept", stranger) is files.read("kept", removed) is None


def test_what_a_check_kept_that_was_overtaken_by_a_removal_is_taken_away(
    stage: Stage, files: Files, document: Document
) -> None:
    wiring().bucket.keep(document, PDF)
    stage.stores.documents.judge(replace(document, state="removed", version=2))

    files.checked(document)

    assert files.read("kept", document) is None


def test_one_file_that_cannot_be_checked_costs_no_other(
    stage: Stage, files: Files, document: Document
) -> None:
    good = {**arrival(document, files.put(document)), "messageId": "good"}
    bad = {**a_message({"no": "records"}), "messageId": "bad"}

    answer = scanner({"Records": [bad, good]}, None)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert now(stage, document).state == "clean"


def test_the_first_word_of_a_new_bucket_is_no_fault(files: Files) -> None:
    assert files.name
    assert scanner({"Records": [a_message({"Event": "s3:TestEvent"})]}, None) == {"batchItemFailures": []}


class TestAnotherScanner:
    """Where another scanner is chosen, nothing is kept before it has spoken."""

    @pytest.fixture(autouse=True)
    def chosen(self, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
        assert files.name  # the environment is made before this is put into it
        monkeypatch.setenv("MALWARE_SCANNER", "guardduty")

    def test_the_file_waits_until_the_scanner_has_spoken(
        self, stage: Stage, files: Files, document: Document
    ) -> None:
        version = files.put(document)
        scanner({"Records": [arrival(document, version)]}, None)
        waiting = now(stage, document)
        scanner({"Records": [verdict(document, "NO_THREATS_FOUND", version)]}, None)

        assert (waiting.state, waiting.arrived) == ("scanning", True)
        assert now(stage, document).state == "clean"
        assert files.read("kept", document) == PDF

    def test_what_it_finds_refuses_the_file(self, stage: Stage, files: Files, document: Document) -> None:
        files.checked(document)
        scanner({"Records": [verdict(document, "THREATS_FOUND")]}, None)

        assert now(stage, document).state == "refused"
        assert "malware" in str(now(stage, document).fault)
        assert files.read("kept", document) is None

    def test_a_file_that_is_not_what_it_says_is_refused_whatever_the_scanner_finds(
        self, stage: Stage, files: Files, document: Document
    ) -> None:
        version = files.put(document, b"<html>" + PDF)
        scanner({"Records": [verdict(document, "NO_THREATS_FOUND", version)]}, None)

        assert now(stage, document).state == "refused"

    @pytest.mark.parametrize("status", ["FAILED", "UNSUPPORTED", "ACCESS_DENIED", "", "no_threats_found"])
    def test_a_scanner_that_cannot_say_holds_the_file_back_and_may_say_later(
        self, stage: Stage, files: Files, document: Document, status: str
    ) -> None:
        version = files.put(document)
        scanner({"Records": [verdict(document, status, version)]}, None)
        held = now(stage, document)
        scanner({"Records": [verdict(document, "NO_THREATS_FOUND")]}, None)
        of_which = now(stage, document)
        scanner({"Records": [verdict(document, "NO_THREATS_FOUND", version)]}, None)

        assert held.state == of_which.state == "held"
        assert now(stage, document).state == "clean"

    def test_a_scanner_that_is_away_holds_the_file_back(
        self, stage: Stage, files: Files, document: Document
    ) -> None:
        files.checked(document)
        waiting = now(stage, document)

        assert waiting.known_as(waiting.at + PATIENCE) == "scanning"
        assert waiting.known_as(waiting.at + PATIENCE * 2) == "held"
        assert not waiting.lost(waiting.at + PATIENCE * 2)


def test_a_file_that_never_came_is_said_to_be_lost(document: Document) -> None:
    assert not document.lost(document.at + UPLOAD)
    assert document.lost(document.at + UPLOAD * 2)
