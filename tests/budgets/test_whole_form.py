"""What a whole form costs: two hundred values in eight tables, written, read and shown."""

import gzip
from typing import Any

import pytest

from shared.domain import forms
from shared.domain.case import Case
from shared.domain.json_value import JsonValue
from tests.documents import a_document, announced
from tests.functions.pages import Browser
from tests.recorder import recording
from tests.stage import Stage

ROWS = {
    "places": 6,
    "activity_plan": 7,
    "outcomes": 5,
    "risk_register": 7,
    "overseas_recipients": 2,
    "budget_lines": 9,
}
NOUNS = ["wells", "schools", "clinics", "gardens", "roads", "libraries", "kitchens", "harbours"]
PLAIN, PACKED = 40_000, 8_000
"""Bytes of the case page."""
DOCUMENTS = 2
"""Write units that the digests of twenty documents take besides."""


def longer(rows: list[Any], most: int) -> list[JsonValue]:
    """Rows like those of the demonstration, of which each text is another."""
    found: list[JsonValue] = []
    for place in range(most):
        row = rows[place % len(rows)]
        words = {
            name: f"{text} {NOUNS[place % 8]} {place * 7}" for name, text in row.items() if _free(name, text)
        }
        found.append({**row, **words})
    return found


def _free(name: str, text: object) -> bool:
    return isinstance(text, str) and name in {
        "site",
        "city",
        "activity",
        "indicator",
        "hazard",
        "measure",
        "note",
        "purpose",
    }


def whole(stage: Stage) -> dict[str, Any]:
    values: dict[str, Any] = dict(forms.example(forms.load("going_out"), today=stage.at.date()))
    values |= {name: longer(values[name], most) for name, most in ROWS.items()}
    values["budget_lines"] = [{**row, "amount": "1000", "currency": "CNY"} for row in values["budget_lines"]]
    shares = (("own_funds", "4000"), ("foundation", "5000"))
    values["funding_sources"] = [
        {"kind": kind, "payer": f"Example {kind}", "amount": amount, "currency": "CNY"}
        for kind, amount in shares
    ]
    return {name: value for name, value in values.items() if name not in ("exchange_rates", "title_zh")}


def counted(values: dict[str, Any]) -> int:
    """Single values, those of parts and cells too."""
    inner = (value if isinstance(value, list) else [value] for value in values.values())
    return sum(len(each) if isinstance(each, dict) else 1 for values in inner for each in values)


@pytest.fixture
def draft(stage: Stage) -> Case:
    values = whole(stage)
    assert counted(values) >= 200
    assert sum(isinstance(value, list) and isinstance(value[0], dict) for value in values.values()) >= 7
    return stage.draft(**values)


def test_it_is_handed_in_with_at_most_fourteen_write_units(stage: Stage, draft: Case) -> None:
    with recording(stage.stores.table.client) as found:
        stage.do("submit", "north-signatory", draft)

    assert found.operations == ["BatchGetItem", "TransactWriteItems"]
    assert found.written <= 14


def with_documents(stage: Stage, draft: Case) -> Case:
    """Twenty documents that have passed their check."""
    for place, field in enumerate(("files",) * 10 + ("agreement_file",) * 5 + ("host_letter",) * 3):
        draft, _ = a_document(stage, "north-editor", draft, field, f"{NOUNS[place % 8]} 材料 {place}.pdf")
    for place in range(2):
        draft, _ = a_document(stage, "north-editor", draft, "emergency_plan_file", f"Plan {place}.pdf")
    return draft


def test_with_twenty_documents_it_is_one_query_more(stage: Stage, draft: Case) -> None:
    draft, browser = with_documents(stage, draft), Browser(stage.stores, "officer")

    with recording(stage.stores.table.client) as found:
        case = stage.do("submit", "north-signatory", draft)
    with recording(stage.stores.table.client) as read:
        html = browser.client.get(f"/applications/{case.application.id}").text.encode()

    assert found.operations == ["BatchGetItem", "Query", "TransactWriteItems"]
    assert found.written <= 14 + DOCUMENTS
    assert read.operations == ["BatchGetItem", "Query", "Query"]
    assert len(html) <= PLAIN
    assert len(gzip.compress(html)) <= PACKED


def test_a_document_is_announced_in_one_transaction(stage: Stage, draft: Case) -> None:
    with recording(stage.stores.table.client) as found:
        announced(stage, "north-editor", draft, "files")

    assert found.operations == ["Query", "TransactWriteItems"]
    assert found.written <= 8


@pytest.mark.parametrize("who", ["north-signatory", "officer"])
def test_its_page_is_one_query_and_small_enough_for_a_slow_line(stage: Stage, draft: Case, who: str) -> None:
    case = stage.do("submit", "north-signatory", draft)
    browser = Browser(stage.stores, who)

    with recording(stage.stores.table.client) as found:
        html = browser.client.get(f"/applications/{case.application.id}").text.encode()

    assert found.operations == ["BatchGetItem", "Query"]
    assert len(html) <= PLAIN
    assert len(gzip.compress(html)) <= PACKED


def test_one_row_more_is_one_transaction(stage: Stage, draft: Case) -> None:
    browser = Browser(stage.stores, "north-editor")
    new = f"/applications/{draft.application.id}/tables/outcomes/rows/new"
    page, place = browser.open(new), ROWS["outcomes"]
    typed = {"indicator": "Teachers trained", "baseline": "0", "target": "12", "unit": "teachers"}

    with recording(stage.stores.table.client) as found:
        browser.send(new, page, **{f"outcomes.{place}.{name}": text for name, text in typed.items()})

    assert found.operations.count("TransactWriteItems") == 1
    assert found.written <= 4
