"""Compliance: its points gone through one by one, in the name of whoever did, and then the case cleared."""

from collections.abc import Iterable, Mapping

from shared.actions.engine import (
    Attempt,
    Outcome,
    check_version,
    handled,
    not_available,
    note,
    seen_by,
    take,
)
from shared.actions.policy import POLICY
from shared.domain import checklists
from shared.domain.calendar import day_in_beijing, day_of
from shared.domain.case import Case
from shared.domain.checklists import COMPLIANCE, LEAST, OUTCOMES, Found, Point, Result
from shared.domain.commands import Command, ComplianceCommand
from shared.domain.json_value import JsonValue, Values
from shared.domain.refusals import FieldError, Forbidden, InvalidFields
from shared.domain.words import Words
from shared.store.case_parts import Writes

NO_POINT = Words("This case has no such compliance item.", "本申请没有该合规事项。")
NO_OUTCOME = Words("“{point}”: choose what you found.", "“{point}”：请选择核查结论。")
NO_NOTE = Words(
    "“{point}”: say what shows it, or why, in {least} characters or more.",
    "“{point}”：请写明依据或理由，至少{least}个字符。",
)
NO_SOURCE = Words("“{point}”: say where you read it.", "“{point}”：请写明信息出处。")
NO_PLACE = Words(
    "“{point}”: leave source and day out; say it in the note.",
    "“{point}”：无须填写出处和日期，请在依据中说明。",
)
NO_DAY = Words(
    "“{point}”: give the day on which you read it, today or earlier.",
    "“{point}”：请填写查询日期，不得晚于今天。",
)
NOTHING_NEW = Words(
    "Nothing is new here. Choose what you found of at least one item.",
    "没有新的内容，请至少填写一项核查结论。",
)


def check_compliance(attempt: Attempt, command: ComplianceCommand) -> Case:
    """Record what was found of some points, for the content as it stands; what is as it was is left alone.

    Who records anything decides this case no more. Raises NotFound, Forbidden, NotAvailable, Stale, InvalidFields.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    application = case.application
    if seen_by(attempt.person, case) != "federation" or not POLICY["check_compliance"].admits(attempt.person):
        raise Forbidden
    if not application.compliance_open:
        raise not_available(attempt.person, application)
    check_version(attempt, case)
    _check(attempt, case, command.points)
    new = _new(case, command.points)
    if not new:
        raise InvalidFields((FieldError(field="", code="required", message=NOTHING_NEW),))
    data: Values = {**_said(new), "snapshot_hash": application.snapshot_hash}
    saved = Writes(results=with_results(attempt, case, new))
    return note(attempt, case, "compliance_checked", "compliance_officer", data, saved)


def clear_compliance(attempt: Attempt, command: Command) -> Case:
    """Hand the case to the approver, with every point gone through and the risks assessed.

    What was found of the last points may come along; a statement about a whole checklist records each of its points
    that is still open. Raises what `check_compliance` raises, and Unmet.
    """
    case = attempt.stores.cases.load(attempt.application_id)
    said = command.points if isinstance(command, ComplianceCommand) else {}

    def effect(found: Case) -> Outcome:
        _check(attempt, found, said)
        new = {**stated_points(found, command, COMPLIANCE), **_new(found, said)}
        return Outcome(
            fields={"handled_by": handled(found, attempt.person)},
            saved=Writes(results=with_results(attempt, found, new)) if new else Writes(),
            data=_said(new) if said else {},
        )

    return take(attempt, command, case, effect)


def points_by_guard(case: Case) -> dict[str, tuple[Point, ...]]:
    """Every point that compliance goes through for this case, by the guard that asks for it."""
    direction = case.application.direction
    return {guard: checklists.points(guard, direction, case.values) for guard in COMPLIANCE}


def stated_points(case: Case, command: Command, guards: Iterable[str]) -> dict[str, Found]:
    """What statements about whole checklists say of the points that nobody has said anything of."""
    application = case.application
    known = checklists.current(case.results, application.snapshot_hash)
    return {
        point.id: Found(outcome="clear", note=command.attest[guard].strip())
        for guard in guards
        if command.attest.get(guard, "").strip()
        for point in checklists.points(guard, application.direction, case.values)
        if point.id not in known
    }


def with_results(attempt: Attempt, case: Case, new: Mapping[str, Found]) -> tuple[Result, ...]:
    """All results of the case, with these found by whoever acts, for the content as it stands.

    Raises NotAvailable when those there are cannot be read: they would be lost.
    """
    if "results" in case.unreadable:
        raise not_available(attempt.person, case.application)
    by, content = attempt.person, case.application.snapshot_hash
    return checklists.merged(
        case.results,
        [
            Result(
                point=name,
                outcome=found.outcome,
                note=found.note,
                source=found.source,
                as_of=found.as_of,
                by=by.id,
                by_name=by.name,
                at=attempt.at,
                snapshot_hash=content,
            )
            for name, found in new.items()
        ],
    )


def _new(case: Case, said: Mapping[str, Found]) -> dict[str, Found]:
    """What differs from what stands."""
    known = checklists.current(case.results, case.application.snapshot_hash)
    return {name: found for name, found in said.items() if name not in known or known[name].found != found}


def _check(attempt: Attempt, case: Case, said: Mapping[str, Found]) -> None:
    """Raises InvalidFields for everything that is wrong with what was found."""
    asked = {point.id: point for points in points_by_guard(case).values() for point in points}
    wrong = [
        error
        for name, found in said.items()
        for error in _errors(attempt, asked.get(name), f"points.{name[:40]}", found)
    ]
    if wrong:
        raise InvalidFields(tuple(wrong))


def _errors(attempt: Attempt, point: Point | None, place: str, found: Found) -> list[FieldError]:
    if point is None:
        return [FieldError(field=place, code="unknown", message=NO_POINT)]
    checks = [
        ("outcome", "required", NO_OUTCOME, found.outcome not in OUTCOMES),
        ("note", "too_short", NO_NOTE, len(found.note) < LEAST),
    ]
    if point.dated and found.outcome != "not_needed":
        day, today = day_of(found.as_of), day_in_beijing(attempt.at)
        checks += [
            ("source", "required", NO_SOURCE, not found.source),
            ("as_of", "date", NO_DAY, day is None or day > today),
        ]
    if not point.dated:
        checks += [
            ("source", "unknown", NO_PLACE, bool(found.source)),
            ("as_of", "unknown", NO_PLACE, bool(found.as_of)),
        ]
    return [
        FieldError(field=f"{place}.{name}", code=code, message=_named(words, point))
        for name, code, words, bad in checks
        if bad
    ]


def _named(words: Words, point: Point) -> Words:
    return Words(
        words.en.format(point=point.label.en, least=LEAST), words.zh.format(point=point.label.zh, least=LEAST)
    )


def _said(new: Mapping[str, Found]) -> Values:
    return {"points": {name: _plain(found) for name, found in new.items()}}


def _plain(found: Found) -> JsonValue:
    held = {"outcome": found.outcome, "note": found.note, "source": found.source, "as_of": found.as_of}
    return {name: text for name, text in held.items() if text}
