"""What an approver types: conditions in both languages with a day each, and reasons."""

from collections.abc import Mapping

from shared.actions.deciding import LEAST
from shared.domain.approval import OWNERS, PARTNER
from shared.domain.commands import ApprovalCommand, ReasonCommand, RefusalCommand
from shared.domain.json_value import JsonValue
from shared.domain.words import Language, Words
from shared.web.http.call import Call
from shared.web.pages.post_input import Inputs
from shared.web.pages.reason_input import both_reasons

CONDITIONS = 5
"""Conditions an approval may have; the JSON body allows as many."""
DUE = Words("To be met by", "完成期限")
NOTE = Words("Note for the federation", "联合会内部备注")
REASON = Words("Reason", "理由")
IN_LANGUAGE: Mapping[Language, Words] = {
    "en": Words("Condition {number} in English", "条件{number}（英文）"),
    "zh": Words("Condition {number} in Chinese", "条件{number}（中文）"),
}
NO_OWNER = Words("Choose who answers for it.", "请选择由谁负责落实。")
NO_ENGLISH = Words("Write condition {number} in English too.", "请同时填写条件{number}的英文。")
NO_CHINESE = Words("Write condition {number} in Chinese too.", "请同时填写条件{number}的中文。")


def conditions_of(call: Call, inputs: Inputs) -> list[dict[str, JsonValue]]:
    """The conditions typed, in their order; empty ones are left out."""
    found: list[dict[str, JsonValue]] = []
    for place in range(CONDITIONS):
        name = f"conditions.{place}"
        english, chinese = (_condition(inputs, place, language) for language in LEAST)
        due = inputs.day(f"{name}.due", DUE)
        if not (english or chinese or due):
            continue
        if not english:
            inputs.wrong(f"{name}.en", "required", _numbered(NO_ENGLISH, place + 1))
        if not chinese:
            inputs.wrong(f"{name}.zh", "required", _numbered(NO_CHINESE, place + 1))
        whole: dict[str, JsonValue] = {"text": {"en": english, "zh": chinese}}
        found.append(whole | ({"due": due} if due else {}) | _owner(call, inputs, place))
    return found


def _owner(call: Call, inputs: Inputs, place: int) -> dict[str, JsonValue]:
    """Who answers for it, if not the partner."""
    name = f"conditions.{place}.owner"
    owner = call.code(name) or PARTNER
    if owner not in OWNERS:
        inputs.wrong(name, "unknown", NO_OWNER)
    return {} if owner == PARTNER else {"owner": owner}


def _condition(inputs: Inputs, place: int, language: Language) -> str:
    label = _numbered(IN_LANGUAGE[language], place + 1)
    return inputs.text(f"conditions.{place}.{language}", label, least=LEAST[language], language=language)


def approval_of(call: Call, _application_id: str) -> ApprovalCommand:
    """What is approved: the content that the page showed."""
    inputs = Inputs(call)
    conditions, comment = conditions_of(call, inputs), inputs.text("comment", NOTE)
    inputs.check()
    return ApprovalCommand(snapshot_hash=call.code("snapshot_hash"), conditions=conditions, comment=comment)


def explained(call: Call, _application_id: str) -> RefusalCommand:
    """A reason in both languages, without a ground from the list."""
    inputs = Inputs(call)
    words = both_reasons(inputs)
    inputs.check()
    return RefusalCommand(reason=words)


def reason_of(call: Call, _application_id: str) -> ReasonCommand:
    """The reason as kept; whether one is needed is for the workflow to say."""
    inputs = Inputs(call)
    reason = inputs.text("reason", REASON)
    inputs.check()
    return ReasonCommand(reason=reason)


def _numbered(words: Words, number: int) -> Words:
    return Words(words.en.format(number=number), words.zh.format(number=number))
