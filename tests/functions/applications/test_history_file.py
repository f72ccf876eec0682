"""The history of a case as a file: what the page says, and to nobody else."""

import csv
import io

import pytest

from tests.client import Reply
from tests.functions.pages import Browser
from tests.stage import Stage


def rows(reply: Reply) -> list[list[str]]:
    assert reply.status == 200, reply.text
    return list(csv.reader(io.StringIO(reply.text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("who", ["officer", "compliance", "safety", "approver", "senior", "auditor"])
def test_the_file_says_what_the_page_says(stage: Stage, who: str) -> None:
    case = stage.case("approved").application
    browser = Browser(stage.stores, who)
    page = browser.open(f"/applications/{case.id}/history")

    reply = browser.client.get(f"/applications/{case.id}/history.csv")

    head, *found = rows(reply)
    assert reply.headers["content-disposition"] == f'attachment; filename="{case.number}-history.csv"'
    assert f"/applications/{case.id}/history.csv" in page.links
    assert head[0] == "Time (UTC)"
    assert [row[0] for row in found] == sorted(row[0] for row in found)
    for row in found:
        assert row[3] in page.text
        assert row[8] in page.text
        assert " ".join(row[9].split()) in page.text


@pytest.mark.parametrize("who", ["north-editor", "north-signatory", "observer"])
def test_whoever_may_not_have_it_is_refused_and_shown_no_link(stage: Stage, who: str) -> None:
    case = stage.case("approved").application
    browser = Browser(stage.stores, who)

    assert browser.client.get(f"/applications/{case.id}/history.csv").status == 403
    assert (
        f"/applications/{case.id}/history.csv" not in browser.open(f"/applications/{case.id}/history").links
    )


def test_a_case_that_does_not_exist_for_somebody_has_no_file(stage: Stage) -> None:
    case = stage.case("screening").application

    assert (
        Browser(stage.stores, "south-editor").client.get(f"/applications/{case.id}/history.csv").status == 404
    )
