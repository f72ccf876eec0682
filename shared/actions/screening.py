"""The programme officer's work on a case: claim, ask for information, propose to refuse, close the review."""

from collections.abc import Sequence
from dataclasses import replace

from shared.actions.answers import taken_back
from shared.actions.bounds import check_total, due_day
from shared.actions.compliance import with_results
from shared.actions.engine import (
    Attempt,
    Outcome,
    check_version,
    handled,
    not_available,
    note,
    seen_by,
    step_of,
    take,
)
from shared.actions.policy import POLICY
from shared.domain.case import Case, Item, Request, answer_point
from shared.domain.checklists import Found
from shared.domain.commands import (
    AcceptCommand,
    Command,
    ReasonCommand,
    RefusalCommand,
    RequestCommand,
)
from shared.domain.conditions import value_at
from shared.domain.json_value import Values
from shared.domain.questions import Form
from shared.domain.refusals import FieldError, Forbidden, InvalidFields, NotAvailable
from shared.domain.words import Words
from shared.store.case_parts import Writes

NOTHING_ACCEPTED = Words("Choose at least one answer that will do.", "请至少选择一项可以接受的答复。")
NOT_OPEN = Words(
    "Accept answers that were given and not settled yet, and do not ask about them again.",
    "只能接受已答复且尚未处理的事项，且不得同时再次询问。",
)
NO_FIELD = Words("The form has no such field.", "表单中没有此填报项。")


def claim(attempt: Attempt, command: Command) -> Case:
    """Take a submitted case on; its officer is named from here on."""
    case = attempt.stores.cases.load(attempt.application_id)
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"officer": attempt.person.id, "handled_by": handled(found, attempt.person)}
        ),
    )


def request_info(attempt: Attempt, command: RequestCommand) -> Case:
    """Ask the partner about named fields; only these unlock.

    Raises InvalidFields for a field that is not in the form.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    application = case.application
    seen_by(attempt.person, case)
    _check_items(case, command.items, command.message)
    items, message = tuple(command.items), command.message
    asked = Request(
        round=application.round + 1,
        items=items,
        message=message,
        asked_at=attempt.at,
        asked_in=application.state,
    )

    def effect(found: Case) -> Outcome:
        accepted = _accepted(attempt, found, command.accepted, asked.fields)
        return Outcome(
            fields={"round": asked.round, "handled_by": handled(found, attempt.person)},
            saved=Writes(request=asked, results=with_results(attempt, found, accepted) if accepted else None),
            data={
                "fields": list(asked.fields),
                "round": asked.round,
                **({"accepted": list(command.accepted)} if accepted else {}),
            },
        )

    return take(attempt, command, case, effect)


def accept_answers(attempt: Attempt, command: AcceptCommand) -> Case:
    """Say that answers to items of the last request will do; whoever could ask again may.

    Raises NotFound, Forbidden, NotAvailable, Stale, InvalidFields.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    application, person = case.application, attempt.person
    if seen_by(person, case) != "federation" or not POLICY["accept_answers"].admits(person):
        raise Forbidden
    asks = [
        each
        for each in application.workflow.offered(application.state, person.roles)
        if each.action == "request_info"
    ]
    if not asks:
        raise not_available(person, application)
    check_version(attempt, case)
    accepted = _accepted(attempt, case, command.accepted, ())
    if not accepted:
        raise InvalidFields((FieldError(field="accepted", code="required", message=NOTHING_ACCEPTED),))
    data: Values = {"accepted": list(command.accepted)}
    saved = Writes(results=with_results(attempt, case, accepted))
    return note(attempt, case, "answers_accepted", asks[0].role, data, saved)


def _accepted(attempt: Attempt, case: Case, paths: Sequence[str], asked: Sequence[str]) -> dict[str, Found]:
    """The items that are accepted, as results; raises InvalidFields for one that is not open, or asked again.

    For whoever still owes the case a review nothing is open.
    """
    unsettled = case.unsettled if seen_by(attempt.person, case) == "federation" else {}
    wrong = tuple(
        FieldError(field=f"accepted.{place}", code="unknown", message=NOT_OPEN)
        for place, path in enumerate(paths)
        if path not in unsettled or path in asked
    )
    if wrong:
        raise InvalidFields(wrong)
    return {answer_point(unsettled[path].round, path): Found(outcome="clear") for path in paths}


def _check_items(case: Case, items: Sequence[Item], message: str) -> None:
    form = case.application.form
    wrong = tuple(
        FieldError(field=f"items.{place}.field", code="unknown", message=NO_FIELD)
        for place, item in enumerate(items)
        if not _can_be_asked(form, case.values, item.field)
    )
    if wrong:
        raise InvalidFields(wrong)
    check_total([message, *(item.message for item in items)], "items")


def _can_be_asked(form: Form, values: Values, path: str) -> bool:
    """Whether a request may name it: a question or a part of the form, or a row that is there."""
    return path in form.index or (form.asked_about(path) is not None and value_at(values, path) is not None)


def amend_request(attempt: Attempt, command: RequestCommand) -> Case:
    """Ask for more, for less or until later; what the partner has prepared for what is still asked stays, and no more.

    Raises InvalidFields, NotAvailable when nothing is asked.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    request = _asked(attempt, case, command)
    items = tuple(command.items)
    kept = {item.field: request.answers[item.field] for item in items if item.field in request.answers}
    amended = replace(request, items=items, message=command.message, answers=kept)
    prepared = attempt.stores.cases.load_for_partner(attempt.application_id)
    until = due_day(command.due, attempt.at) or case.application.due
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"due": until, "handled_by": handled(found, attempt.person)},
            saved=Writes(request=amended, sections=taken_back(prepared, amended)),
            data={"fields": list(amended.fields), "round": amended.round, "due": until},
        ),
    )


def cancel_request(attempt: Attempt, command: ReasonCommand) -> Case:
    """Take the request back; the case goes on where it stood, with the answers as they were submitted."""
    case = attempt.stores.cases.load(attempt.application_id)
    request = _asked(attempt, case, RequestCommand())
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"handled_by": handled(found, attempt.person)},
            saved=Writes(request=replace(request, cancelled_at=attempt.at)),
            data={"reason": command.reason, "round": request.round},
        ),
    )


def _asked(attempt: Attempt, case: Case, command: RequestCommand) -> Request:
    """The request that is open; raises what `step_of` does, and InvalidFields for items that cannot be asked."""
    step_of(attempt, case)
    _check_items(case, command.items, command.message)
    if case.open_request is None:
        raise NotAvailable(case.application.state, case.application.version)
    return case.open_request


def propose_ineligible(attempt: Attempt, command: RefusalCommand) -> Case:
    """Propose to refuse without review; another person confirms."""
    case = attempt.stores.cases.load(attempt.application_id)
    said: Values = {"reason_code": command.reason_code, "reason": command.reason._asdict()}
    return take(
        attempt,
        command,
        case,
        lambda found: Outcome(
            fields={"handled_by": handled(found, attempt.person), "shown_as": found.application.state},
            data=said,
        ),
    )


def close_review(attempt: Attempt, command: Command) -> Case:
    """End the review once enough reviews are in and everybody has declared."""
    case = attempt.stores.cases.load(attempt.application_id)
    return take(
        attempt, command, case, lambda found: Outcome(fields={"handled_by": handled(found, attempt.person)})
    )
