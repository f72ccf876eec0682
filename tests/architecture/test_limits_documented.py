"""docs/limits.md says of every limit what the code does."""

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from functions.admin.pages import reason_form, register
from functions.applications import api as applications
from functions.applications.pages.history_file import MOST as FILE_ROWS
from functions.applications.pages.lists import ROWS as PAGE_ROWS
from functions.applications.schemas import Answers
from functions.approvals import decision_input
from functions.desk.schemas import Acceptance, InformationRequest, ReviewerChange
from functions.people import account, oidc
from functions.reviews import form as review_form
from infra.local.cloudformation import load
from shared import identity
from shared.actions import absence, bounds, cursors, handover, inbox, timers
from shared.actions.admin import history, invitations
from shared.actions.queries import changes, queues
from shared.actions.queries import lists as cases
from shared.domain import document_kinds, documents, guards
from shared.files import bucket
from shared.store import idempotency, saved_form, tokens
from shared.store.limits import Limit
from shared.web.api import validation
from shared.web.http import call, paging, problem, spreadsheet
from tests.architecture.test_layers import ROOT, module_of, sources

DOCUMENT = ROOT / "docs" / "limits.md"
FILES = [*sources("shared"), *sources("functions")]
UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
MANY, WINDOW, ANSWER = 2, 3, 4


def default(template: str, parameter: str) -> int:
    return int(load(ROOT / template)["Parameters"][parameter]["Default"])


def most(model: type[BaseModel], field: str) -> int:
    """How long this list of a body may be."""
    lengths = (getattr(each, "max_length", None) for each in model.model_fields[field].metadata)
    return next(each for each in lengths if isinstance(each, int))


FIGURES: Mapping[str, tuple[int | timedelta, ...]] = {
    "busy-table": (),
    "requests": (default("template.yaml", "RequestsPerSecond"), timedelta(seconds=1)),
    "requests-at-once": (default("template.yaml", "BurstRequests"),),
    "requests-of-address": (
        default("infra/edge-firewall.yaml", "RequestsInFiveMinutes"),
        timedelta(minutes=5),
    ),
    "tokens": (tokens.MOST,),
    "token-lifetime": tuple(each.days for each in account.LASTING.values()),
    "session-idle": (identity.IDLE,),
    "session-length": (identity.LONGEST,),
    "second-factor": (timedelta(minutes=default("template.yaml", "StepUpMinutes")),),
    "sign-in-attempt": (oidc.LASTING,),
    "typed-text": (saved_form.LARGEST, saved_form.KEPT),
    "invitation": (invitations.LASTING,),
    "body": (call.BODY_LIMIT,),
    "body-depth": (call.DEPTH,),
    "page-size": (paging.MOST,),
    "history-size": (paging.MOST,),
    "page-rows": (PAGE_ROWS, queues.ROWS, register.LINES),
    "cursor": (cursors.LONGEST_KEY,),
    "cases-read": (cases.QUERIES,),
    "changes-overlap": (changes.SETTLED,),
    "refusals-final": (timers.MOST, timedelta(days=1)),
    "search": (paging.LONGEST_NAME,),
    "idempotency-key": (applications.KEY_LENGTH,),
    "idempotency-memory": (idempotency.KEPT,),
    "if-match": (call.MOST_TAGS,),
    "errors": (problem.MOST, validation.MOST),
    "rounds": (guards.ROUNDS,),
    "request-items": (most(InformationRequest, "items"), most(Answers, "answers")),
    "request-text": (bounds.TOTAL,),
    "due-day": (bounds.LONGEST_TERM,),
    "reviewers": (most(Acceptance, "reviewers"), most(ReviewerChange, "add")),
    "documents": (documents.MOST,),
    "document-size": (document_kinds.MOST_BYTES,),
    "document-name": (document_kinds.LONGEST_NAME,),
    "document-upload": (documents.UPLOAD,),
    "document-link": (timedelta(seconds=bucket.LINK),),
    "document-check": (documents.PATIENCE,),
    "conditions": (decision_input.CONDITIONS,),
    "review-text": (review_form.COMMENT,),
    "reason": (reason_form.LONGEST,),
    "handover": (handover.AT_ONCE,),
    "messages-marked": (inbox.PAGES * 100,),
    "absence": (absence.LONGEST,),
    "export-rows": (history.EXPORTED, FILE_ROWS),
    "export-read": (history.EXPORT_AT_ONCE * history.EXPORT_READS,),
    "export-length": (spreadsheet.MOST_CHARACTERS,),
}
"""What the code says of the rows that are no counters."""


def counters() -> list[Limit]:
    """Every limit that stands at the top of a module, by name."""
    values = chain.from_iterable(vars(import_module(module_of(path))).values() for path in FILES)
    return sorted({value for value in values if isinstance(value, Limit)}, key=lambda each: each.kind)


def made(source: str) -> Iterator[ast.Call]:
    """Where a source makes a limit."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == Limit.__name__:
            yield node


def documented(path: Path = DOCUMENT) -> list[tuple[str, list[str]]]:
    """The rows of the table: the name, and the other cells."""
    found = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", path.read_text("utf-8"), re.MULTILINE)
    return [(name, cells.split(" | ")) for name, cells in found]


def said(figure: int | timedelta) -> str:
    """A figure as the table writes it."""
    if isinstance(figure, int):
        return f"{figure:,}"
    for unit, length in UNITS.items():
        if not figure % length:
            return plural(figure // length, unit)
    return plural(int(figure.total_seconds()), "second")


def plural(count: int, unit: str) -> str:
    return f"{count:,} {unit}{'s' if count != 1 else ''}"


def says(cells: list[str], figure: int | timedelta) -> bool:
    """Whether the figure stands here whole, not as part of a longer one."""
    where = f"{cells[MANY]} {cells[WINDOW]}"
    return re.search(rf"(?<![\d,]){re.escape(said(figure))}(?!,?\d|[a-z])", where) is not None


ROWS: Mapping[str, Any] = dict(documented())


@pytest.mark.parametrize("limit", [pytest.param(each, id=each.kind) for each in counters()])
def test_a_counter_has_its_figure_window_and_answer_in_the_row_of_its_name(limit: Limit) -> None:
    cells = ROWS.get(limit.kind, [""] * 5)

    assert (cells[MANY], cells[WINDOW]) == (said(limit.most), said(limit.window)), f"docs/limits.md: {limit}"
    assert cells[ANSWER].startswith("429 `too_many_requests`, `Retry-After`")


@pytest.mark.parametrize("name", FIGURES)
def test_another_figure_stands_in_the_row_of_its_name(name: str) -> None:
    cells = ROWS.get(name, [""] * 5)

    assert [said(each) for each in FIGURES[name] if not says(cells, each)] == [], f"docs/limits.md: {name}"


def test_every_row_is_of_one_limit_and_no_two_share_a_name() -> None:
    kinds = [limit.kind for limit in counters()]

    assert sorted(name for name, _ in documented()) == sorted([*kinds, *FIGURES])
    assert {len(cells) for _, cells in documented()} == {5}


def test_no_limit_is_made_where_this_test_does_not_see_it() -> None:
    written = [ast.unparse(each) for path in FILES for each in made(path.read_text("utf-8"))]

    assert len(written) == len(counters()), f"a Limit stands at the top of its module: {written}"


def test_a_limit_is_found_however_it_is_made() -> None:
    hidden = "def f():\n    return limits.Limit('a', 1, window)\nRATES = {'b': Limit('b', 2, window)}\n"

    assert len(list(made(hidden))) == 2


@pytest.mark.parametrize(
    ("cell", "figure", "right"),
    [
        ("20", 20, True),
        ("1 to 100", 100, True),
        ("30, 90 or 365", 30, True),
        ("200", 20, False),
        ("1,000", 1_000, True),
        ("1,000", 1, False),
        ("10 minutes", timedelta(minutes=10), True),
        ("10 minutes", timedelta(minutes=1), False),
        ("1 day", timedelta(hours=24), True),
        ("1 days", timedelta(days=1), False),
    ],
)
def test_a_figure_is_read_whole(cell: str, figure: int | timedelta, right: object) -> None:
    assert says(["", "", cell, "", ""], figure) is right
