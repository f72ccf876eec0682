"""Cases on every path, with a text of the test's choice in every place where somebody writes one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from functions.notifier.deliver import tell
from shared.actions import drafting
from shared.actions.perform import perform
from shared.domain import forms
from shared.domain.case import Case, Item
from shared.domain.checklists import Found
from shared.domain.commands import (
    AnswerCommand,
    ApprovalCommand,
    AssignmentCommand,
    Command,
    ComplianceCommand,
    Opinion,
    ReasonCommand,
    RefusalCommand,
    RequestCommand,
    ReviewCommand,
    RiskCommand,
)
from shared.domain.json_value import Values
from shared.domain.programmes import DIRECTIONS, Direction
from shared.domain.questions import Field
from shared.domain.risk_assessment import LEAST
from shared.domain.words import Words
from shared.identity import issue_token
from shared.mail.letter import Transport
from tests.builders import a_programme, an_organisation
from tests.client import BASE_URL
from tests.forms_data import complete
from tests.fuzz.payloads import Fill
from tests.stage import CAST, NUMBERS, REVIEWERS, SCORES, USUAL, WHO, Stage

TEXT, NAME = 2_000, 120


def people_of(stage: Stage, fill: Fill) -> None:
    """Names of the people who look, of their organisation, of programmes and tokens."""
    for person in CAST:
        if person.id in WHO.values():
            name, email = fill(f"name of {person.id}", 1, NAME), fill(f"email of {person.id}", 1, NAME)
            person = replace(person, name=name, email=email)  # noqa: PLW2901 -- the same person
            issue_token(stage.stores, person.id, at=stage.at, label=fill(f"token of {person.id}", 1, 60))
        stage.know(person)
    expert = replace(stage.people["reviewer-3"], expertise=(fill("expertise", 1, 40),))
    stage.know(replace(expert, name=fill("name of reviewer-3", 1, NAME)))
    names = {"name_en": fill("organisation en", 1, NAME), "name_zh": fill("organisation zh", 1, NAME)}
    stage.stores.organisations.save(an_organisation("north", **names))
    for direction in DIRECTIONS:
        titles = {"title_en": fill(f"{direction} en", 1, NAME), "title_zh": fill(f"{direction} zh", 1, NAME)}
        stage.stores.programmes.save(a_programme(direction, closes="2030-12-31", **titles))


def cases_of(stage: Stage, fill: Fill) -> dict[str, Case]:
    """One case at the end of every path, by what happened to it last."""
    return {
        "draft": _draft(stage, fill, "draft", "going_out"),
        "invitation": _draft(stage, fill, "invitation", "inviting_in"),
        "asked": _asked(stage, fill, _screened(stage, fill, "asked")),
        "withdrawn": _withdrawn(stage, fill),
        "ineligible": _ineligible(stage, fill),
        "reviewed": _reviewed(stage, fill, "reviewed"),
        "to decide": _decidable(stage, fill, "to decide"),
        "reopened": _reason(stage, fill, "reopen_review", _decidable(stage, fill, "reopened")),
        "sent back": _sent_back(stage, fill),
        "rejected": _rejected(stage, fill),
        "approved": _approved(stage, fill),
    }  # fmt: skip


def tell_all(stage: Stage, cases: Mapping[str, Case], mail: Transport | None) -> None:
    """Let the notifier tell everybody of everything that happened."""
    for case in cases.values():
        for version in range(1, stage.now(case).application.version + 1):
            if any(event.version == version for event in stage.now(case).events):
                tell(stage.stores, mail, BASE_URL, case.application.id, version, stage.at)


def answers(direction: Direction, fill: Fill, today: date) -> dict[str, Any]:
    """A complete application whose texts are all filled."""
    values: dict[str, Any] = complete(direction, today=today)
    for field in forms.load(direction).fields:
        if field.kind == "object" and field.id in values:
            parts = {part.id: _text(part, fill) for part in field.parts if part.id in values[field.id]}
            values[field.id] = {**values[field.id], **{name: text for name, text in parts.items() if text}}
        elif text := _text(field, fill):
            values[field.id] = text
    return values


def _text(field: Field, fill: Fill) -> str:
    if field.kind not in ("text", "long_text"):
        return ""
    written = chinese(fill) if field.language == "zh" else fill
    return written(field.path, field.minimum or 1, field.maximum or TEXT)


def chinese(fill: Fill) -> Fill:
    """The same with enough Han characters for a box that wants Chinese: more than a tenth of the letters."""

    def written(place: str, least: int, most: int) -> str:
        text = fill(place, least, most - most // 8 - 1)
        return f"{text}{'汉' * (len(text) // 9 + 1)}"

    return written


def _draft(stage: Stage, fill: Fill, name: str, direction: Direction) -> Case:
    values = answers(direction, fill, stage.at.date())
    values["title_zh"] = f"{chinese(fill)('title_zh', 4, 50)} {next(NUMBERS)}"
    editor = stage.people["north-editor"]
    programme = direction.replace("_", "-")
    return drafting.create(
        stage.stores, editor, direction=direction, programme_id=programme, values=values, at=stage.at
    )


def _screened(stage: Stage, fill: Fill, name: str) -> Case:
    case = stage.do("submit", "north-signatory", _draft(stage, fill, name, "going_out"))
    return stage.do("claim", "officer", case)


def _asked(stage: Stage, fill: Fill, case: Case) -> Case:
    items = [Item(field="need_statement", message=fill("question", 1, 500))]
    command = RequestCommand(items=items, message=fill("request", 1, TEXT))
    return perform(stage.attempt("officer", "request_info", case), command)


def _withdrawn(stage: Stage, fill: Fill) -> Case:
    case = stage.do("submit", "north-signatory", _draft(stage, fill, "withdrawn", "going_out"))
    attempt = stage.attempt("north-signatory", "withdraw", case)
    return perform(attempt, ReasonCommand(reason=fill("reason of withdrawal", 1, TEXT)))


def _ineligible(stage: Stage, fill: Fill) -> Case:
    attempt = stage.attempt("officer", "propose_ineligible", _screened(stage, fill, "ineligible"))
    case = perform(attempt, RefusalCommand(reason_code="not_eligible", reason=_words(fill, "ineligible")))
    return stage.do("confirm_ineligible", "approver", case)


def _reviewed(stage: Stage, fill: Fill, name: str) -> Case:
    """Asked, answered, accepted with a note for every statement, and reviewed by both."""
    case = _asked(stage, fill, _screened(stage, fill, name))
    attempt = stage.attempt("north-signatory", "resubmit", case)
    case = perform(attempt, AnswerCommand(answers={"need_statement": fill("answer", 1, TEXT)}))
    attempt = stage.attempt("officer", "accept_for_review", case)
    case = perform(
        attempt, AssignmentCommand(reviewers=REVIEWERS, attest=_attested(fill, "accept_for_review"))
    )
    for reviewer in REVIEWERS:
        texts = {each: fill(f"{each} of {reviewer}", 1, TEXT) for each in ("comment", "comment_to_partner")}
        opinion = Opinion(scores=SCORES, recommendation="approve", **texts)
        case = perform(stage.attempt(reviewer, "review", case), ReviewCommand(opinion=opinion))
    return case


def _decidable(stage: Stage, fill: Fill, name: str) -> Case:
    case = stage.do("close_review", "officer", _reviewed(stage, fill, name))
    risk = RiskCommand(finding="with_measures", note=fill("note on the risks", LEAST, TEXT))
    perform(stage.attempt("safety", "sign_risk", case), risk)
    found = {"money": Found(outcome="clear", note=fill("note on the money", 5, 600))}
    perform(stage.attempt("compliance", "check_compliance", case), ComplianceCommand(points=found))
    attempt = stage.attempt("compliance", "clear_compliance", case)
    return perform(attempt, Command(attest=_attested(fill, "clear_compliance")))


def _sent_back(stage: Stage, fill: Fill) -> Case:
    case = _reason(stage, fill, "escalate", _decidable(stage, fill, "sent back"))
    return _reason(stage, fill, "send_back", case, "senior")


def _reason(stage: Stage, fill: Fill, name: str, case: Case, who: str = "approver") -> Case:
    """A step that is taken with a reason."""
    return perform(stage.attempt(who, name, case), ReasonCommand(reason=fill(f"reason of {name}", 1, TEXT)))


def _rejected(stage: Stage, fill: Fill) -> Case:
    case = _decidable(stage, fill, "rejected")
    command = RefusalCommand(reason_code="need_not_shown", reason=_words(fill, "refusal"))
    return perform(stage.attempt("approver", "reject", case), command)


def _approved(stage: Stage, fill: Fill) -> Case:
    case = _reason(stage, fill, "escalate", _decidable(stage, fill, "approved"))
    text = {"en": fill("condition en", 5, TEXT), "zh": chinese(fill)("condition zh", 4, TEXT)}
    attempt = stage.attempt("senior", "approve_final", case)
    conditions: list[Values] = [{"text": text, "due": (stage.at.date() + timedelta(days=30)).isoformat()}]
    return perform(
        attempt,
        ApprovalCommand(
            snapshot_hash=case.application.snapshot_hash,
            conditions=conditions,
            comment=fill("comment on approval", 1, TEXT),
        ),
    )


def _words(fill: Fill, name: str) -> Words:
    return Words(fill(f"{name} en", 1, TEXT), chinese(fill)(f"{name} zh", 1, TEXT))


def _attested(fill: Fill, action: str) -> dict[str, str]:
    return {name: fill(f"statement {name}", 1, TEXT) for name in USUAL[action].attest}
