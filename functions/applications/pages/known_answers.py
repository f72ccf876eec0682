"""What the registry knows already and a question can be answered with: the agreements of the organisation."""

from collections.abc import Iterable, Mapping

from shared.actions.queries import agreements
from shared.domain.calendar import day_in_beijing
from shared.domain.case import Case
from shared.domain.questions import Field
from shared.language.formats import span
from shared.web.http.call import Call
from shared.wiring import wiring

AGREEMENT = "agreement_ref"
Choice = tuple[str, str]


def known_answers(call: Call, case: Case, fields: Iterable[Field]) -> Mapping[str, list[Choice]]:
    """By question, the answers to choose from with their labels; what is not asked here is not looked up."""
    if not any(field.id == AGREEMENT for field in fields):
        return {}
    application = case.application
    found = agreements.named(
        wiring().stores, application.organisation_id, application.direction, day_in_beijing(call.at)
    )
    zh = call.language == "zh"
    return {
        AGREEMENT: [
            (
                each.reference,
                " · ".join(
                    (
                        each.reference,
                        each.title_zh if zh else each.title_en,
                        span(each.valid_from, each.valid_until, call.language),
                    )
                ),
            )
            for each in found
        ]
    }
