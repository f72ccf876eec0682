"""Every way the product writes: what stands before, and the request that a client sends again until it is answered."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from functions.notifier.deliver import tell
from shared.actions import drafting, inbox
from shared.actions.perform import perform
from shared.domain.case import Case
from shared.domain.commands import (
    NOTHING,
    ColleagueCommand,
    EditCommand,
    ProgrammeCommand,
    ReviewCommand,
    ReviewersCommand,
)
from shared.mail.letter import Letter
from shared.store.codec import Row
from shared.store.idempotency import IdempotentRequest
from tests.crashes.accounts import ACCOUNTS, Path
from tests.crashes.administration import ADMINISTRATION
from tests.forms_data import complete
from tests.stage import PEOPLE, Stage

NEED = {"need_statement": "Asked for in writing by the community centre, more than once. " * 2}
DRAWN = re.compile(r"[a-z2-7]{26}|GO-[0-9]{2}-[0-9A-Z]+")


@dataclass
class Postbox:
    """Takes letters; nobody may get a second one about one event."""

    letters: list[str] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        assert letter.to not in self.letters, f"a second letter to {letter.to}"
        self.letters.append(letter.to)


def _case(state: str) -> Callable[[Stage], Case]:
    return lambda stage: stage.case(state)


def _step(state: str, name: str, who: str) -> Path:
    """An action of the workflow, based on the version that the client has read."""
    return Path(
        arrange=_case(state),
        act=lambda stage, case: stage.do(name, who, case, seen=stage.seen(who, case)),
    )


def _other(state: str, name: str, who: str, act: Callable[..., object]) -> Path:
    """An action beside the workflow."""

    def tried(stage: Stage, case: Case) -> object:
        return act(stage.attempt(who, name, case, seen=stage.seen(who, case)))

    return Path(arrange=_case(state), act=tried)


def _create(stage: Stage, _case: Case) -> Case:
    """The title is fixed, so that two executions can be alike."""
    return drafting.create(
        stage.stores,
        PEOPLE["north-editor"],
        direction="going_out",
        programme_id="going-out",
        values=complete(
            "going_out", today=stage.at.date(), title_en="Example exchange", title_zh="示例交流项目"
        ),
        at=stage.at,
        repeatable=IdempotentRequest(scope="north-editor", key="key", body=b"body"),
    )


def _one_draft(row: Row) -> Row:
    """A draft's id and number are drawn at random."""
    return {
        name: DRAWN.sub("drawn", value) if isinstance(value, str) else value for name, value in row.items()
    }


def _reviewed(stage: Stage) -> Case:
    case = stage.case("under_review")
    for reviewer in ("reviewer-1", "reviewer-2"):
        case = stage.do("review", reviewer, case)
    return case


def _answered(stage: Stage) -> Case:
    return stage.do("resubmit", "north-signatory", stage.case("info_requested_intake"))


def _signed(stage: Stage) -> Case:
    return stage.do("sign_risk", "safety", stage.case("compliance_check"))


def _with_post(stage: Stage) -> Case:
    """Two unread messages in the officer's inbox."""
    case = stage.case("submitted")
    tell(stage.stores, None, "", case.application.id, case.application.version, stage.at)
    case = stage.do("withdraw", "north-signatory", case)
    tell(stage.stores, None, "", case.application.id, case.application.version, stage.at)
    return case


def _told(stage: Stage, case: Case) -> object:
    application = case.application
    return tell(stage.stores, None, "", application.id, application.version, stage.at)


def _by_letter() -> Path:
    box = Postbox()

    def act(stage: Stage, case: Case) -> None:
        application = case.application
        tell(stage.stores, box, "https://registry.example", application.id, application.version, stage.at)

    return Path(arrange=_case("submitted"), act=act, settle=_ended, begin=box.letters.clear)


def _ended(row: Row) -> Row:
    """After a crash nobody can know whether a letter left; it is never sent again, and says so."""
    return {**row, "mail": "ended"} if row.get("mail") in ("sent", "uncertain") else row


PATHS: Mapping[str, Path] = {
    "create": Path(arrange=_case("draft"), act=_create, settle=_one_draft),
    "save a section": _other(
        "draft", "edit", "north-editor", lambda tried: perform(tried, EditCommand(values=NEED))
    ),
    "correct a section": _other(
        "info_requested_intake",
        "edit",
        "north-editor",
        lambda tried: perform(tried, EditCommand(values=NEED, notes={"need_statement": "So."})),
    ),
    "change_programme": _other(
        "draft",
        "change_programme",
        "north-editor",
        lambda tried: perform(tried, ProgrammeCommand(programme_id="going-out-b")),
    ),
    "discard": _step("draft", "discard", "north-editor"),
    "submit": _step("draft", "submit", "north-signatory"),
    "withdraw": _step("submitted", "withdraw", "north-signatory"),
    "claim": _step("submitted", "claim", "officer"),
    "request_info": _step("screening", "request_info", "officer"),
    "resubmit": _step("info_requested_intake", "resubmit", "north-signatory"),
    "accept_answers": replace(_step("screening", "accept_answers", "officer"), arrange=_answered),
    "propose_ineligible": _step("screening", "propose_ineligible", "officer"),
    "confirm_ineligible": _step("ineligible_proposed", "confirm_ineligible", "approver"),
    "accept_for_review": _step("screening", "accept_for_review", "officer"),
    "change_reviewers": _other(
        "under_review",
        "change_reviewers",
        "officer",
        lambda tried: perform(tried, ReviewersCommand(add=["reviewer-3"], remove=["reviewer-2"])),
    ),
    "hand_over": _other(
        "under_review",
        "hand_over",
        "officer",
        lambda tried: perform(tried, ColleagueCommand(person_id="officer-2")),
    ),
    "sign_risk": _step("compliance_check", "sign_risk", "safety"),
    "check_compliance": _step("compliance_check", "check_compliance", "compliance"),
    "review": _step("under_review", "review", "reviewer-1"),
    "conflict of a reviewer": _other(
        "under_review",
        "review",
        "reviewer-1",
        lambda tried: perform(tried, ReviewCommand(conflict=True)),
    ),
    "decline_review": _other(
        "under_review", "decline_review", "reviewer-1", lambda tried: perform(tried, NOTHING)
    ),
    "declare_conflict": _other(
        "submitted", "declare_conflict", "officer-2", lambda tried: perform(tried, NOTHING)
    ),
    "close_review": replace(_step("under_review", "close_review", "officer"), arrange=_reviewed),
    "clear_compliance": replace(_step("compliance_check", "clear_compliance", "compliance"), arrange=_signed),
    "approve": _step("decision_pending", "approve", "approver"),
    "reject": _step("decision_pending", "reject", "approver"),
    "escalate": _step("decision_pending", "escalate", "approver"),
    "send_back": _step("ineligible_proposed", "send_back", "approver"),
    "reopen_review": _step("decision_pending", "reopen_review", "approver"),
    "approve_final": _step("escalated", "approve_final", "senior"),
    "mark as read": Path(
        arrange=_with_post,
        act=lambda stage, _: inbox.mark(
            stage.stores, "officer", None, unread=2, conflicts=frozenset(), at=stage.at
        ),
    ),
    **ACCOUNTS,
    **ADMINISTRATION,
    "tell an event": Path(arrange=_case("submitted"), act=_told),
    "tell an event by letter": _by_letter(),
}
"""All of them; the publisher, which writes no table, has its own (tests/functions/publisher/test_crashes.py)."""
