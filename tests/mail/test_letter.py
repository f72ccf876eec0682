import email
import email.policy
from typing import Any

import pytest

from functions.notifier.letters import SUBJECTS, letter
from shared.domain.messages import Message
from shared.domain.words import Language
from shared.domain.workflow import definitions
from shared.language.catalogue import translations
from shared.language.notice_words import OTHERWISE
from shared.mail.letter import Letter, Refused
from shared.mail.mime import mime
from tests.concerned import NOON, a_person

BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


def a_letter(**changes: Any) -> Letter:
    fields: dict[str, Any] = {
        "to": "ann@example.org",
        "subject": "Subject",
        "text": "Text\n",
        "language": "en",
    }
    return Letter(**{**fields, **changes})


@pytest.mark.parametrize("line_break", BREAKS)
def test_a_subject_cannot_add_a_header(line_break: str) -> None:
    given = a_letter(subject=f"Case{line_break}Bcc: eve@example.org")

    sent = email.message_from_bytes(
        mime(given, "registry@example.org").as_bytes(), policy=email.policy.default
    )

    assert sent["Bcc"] is None
    assert sent["Subject"] == "Case Bcc: eve@example.org"
    assert sent["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "address",
    [
        *(f"ann@example.org{line_break}Bcc: eve@example.org" for line_break in BREAKS),
        "ann@example.org,eve@example.org",
        "Ann <ann@example.org>",
        "ann@example.org eve@example.org",
        "ann\u200b@example.org",
        "ann",
        "",
        "a" * 65 + "@example.org",
    ],
)
def test_an_address_is_one_address(address: str) -> None:
    with pytest.raises(Refused):
        a_letter(to=address)


def test_chinese_survives_the_journey() -> None:
    given = a_letter(subject="待办：申请GO-26-222222", text="状态：已收件 / Received\n", language="zh")

    raw = mime(given, "registry@example.org").as_bytes()

    sent = email.message_from_bytes(raw, policy=email.policy.default)
    assert raw.isascii() or b"Content-Transfer-Encoding: 8bit" in raw
    assert sent["Subject"] == "待办：申请GO-26-222222"
    assert sent.get_content() == "状态：已收件 / Received\n"
    assert sent["Content-Language"] == "zh-Hans-CN"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        *((name, "news") for name, kind in definitions().events.items() if kind.news),
        *((name, "task") for name, kind in definitions().events.items() if kind.task),
        *(("approved", kind) for kind in OTHERWISE),
    ],
)
def test_every_letter_has_its_words_in_both_languages(subject: str, kind: Any, language: Language) -> None:
    message = Message(
        id="a1:2",
        person_id="ann",
        at=NOON,
        kind=kind,
        subject=subject,
        application_id="a1",
        number="GO-26-222222",
        direction="going_out",
        state="approved",
    )

    written = letter(message, a_person("ann", language=language), "https://registry.example")

    assert "Approved" in written.text
    assert "已批准" in written.text
    assert written.subject.isascii() == (language == "en")
    assert "GO-26-222222" in written.subject


def test_every_sentence_is_translated() -> None:
    chinese = translations("zh").gettext

    for words in SUBJECTS.values():
        assert chinese(words) != words
