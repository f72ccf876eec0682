"""The reason a case is refused for, as forms ask for it: a code from the list and words in both languages."""

from shared.domain.commands import RefusalCommand
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions
from shared.web.http.call import Call
from shared.web.pages.post_input import Inputs

ENGLISH = Words("Reason in English", "英文理由")
CHINESE = Words("Reason in Chinese", "中文理由")
NO_CODE = Words("Choose a reason.", "请选择理由。")
NO_ENGLISH = Words("Write the reason in English.", "请填写英文理由。")
NO_CHINESE = Words("Write the reason in Chinese.", "请填写中文理由。")


def reasons(language: Language) -> list[tuple[str, str, str]]:
    return [(code, words.within(language), "") for code, words in definitions().reasons.items()]


def refusal_of(call: Call, _application_id: str) -> RefusalCommand:
    """Code and words as typed; raises InvalidFields for all that is missing."""
    inputs = Inputs(call)
    code = call.code("reason_code")
    if code not in definitions().reasons:
        inputs.wrong("reason_code", "required", NO_CODE)
    words = both_reasons(inputs)
    inputs.check()
    return RefusalCommand(reason_code=code, reason=words)


def both_reasons(inputs: Inputs) -> Words:
    """The reason in both languages, each of which is needed."""
    return Words(
        inputs.text("reason_en", ENGLISH, NO_ENGLISH, language="en"),
        inputs.text("reason_zh", CHINESE, NO_CHINESE, language="zh"),
    )
