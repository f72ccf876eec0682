"""Tables on pages: rows added, changed, moved, taken out and pasted; by two people at once and while others are asked."""

from typing import Any

import pytest

from shared.actions.answers import edit
from shared.actions.perform import perform
from shared.domain.case import Case, Item
from shared.domain.commands import AnswerCommand, EditCommand, RequestCommand
from shared.domain.refusals import InvalidFields
from tests.forms_data import at_risk
from tests.functions.pages import Browser, Page
from tests.stage import Stage, ask

ROW = {"country": "KE", "city": "Nairobi", "site": "Example site", "risk_level": "blue"}


def rows(stage: Stage, case: Case, table: str = "places") -> list[Any]:
    held = stage.stores.cases.load_for_partner(case.application.id).values.get(table) or []
    assert isinstance(held, list)
    return held


def here(case: Case, rest: str) -> str:
    return f"/applications/{case.application.id}/{rest}"


def cells(place: int, **values: str) -> dict[str, str]:
    return {f"places.{place}.{name}": value for name, value in {**ROW, **values}.items()}


def cities(stage: Stage, case: Case) -> list[str]:
    return [row["city"] for row in rows(stage, case)]


def places(*names: str) -> list[Any]:
    return [{**ROW, "city": name} for name in names]


def test_a_row_is_added_on_a_page_of_its_own(stage: Stage) -> None:
    case, browser = stage.draft(places=None), Browser(stage.stores, "north-editor")
    section, new = here(case, "sections/places"), here(case, "tables/places/rows/new")

    there = browser.send(section, browser.open(section), table="places/new")
    back = browser.send(new, browser.open(new), **cells(0), then="back")
    again = browser.send(new, browser.open(new), **cells(1, city="Mombasa"), then="another")

    assert there.location == new
    assert back.location == f"{section}#places"
    assert again.location == new
    assert cities(stage, case) == ["Nairobi", "Mombasa"]
    assert "Kenya Nairobi Example site Blue (low) Change" in browser.open(section).text


def test_what_stands_beside_the_table_is_kept_on_the_way_to_a_row(stage: Stage) -> None:
    case, browser = stage.draft(), Browser(stage.stores, "north-editor")
    section = here(case, "sections/places")

    there = browser.send(section, browser.open(section), table="places/1", risk_source__url="not an address")
    row = browser.send(there.location, browser.open(there.location), **cells(0), then="back")
    page = browser.open(row.location.partition("#")[0])

    assert there.location == here(case, "tables/places/rows/1?typed=1")
    assert page.fields["risk_source.url"] == ["not an address"]
    assert "must be a full web address" in page.text


def test_a_row_with_something_wrong_is_not_kept_and_stays_as_typed(stage: Stage) -> None:
    case, browser = stage.draft(places=places("Kisumu")), Browser(stage.stores, "north-editor")
    one, new = here(case, "tables/places/rows/1"), here(case, "tables/places/rows/new")

    wrong = browser.send(one, browser.open(one), **cells(0, city="N"))
    empty = browser.send(new, browser.open(new))

    assert (wrong.status, empty.status) == (422, 422)
    assert 'href="#places-0-city">“Place 1: City or town” must be 2 characters' in wrong.text
    assert Page(wrong).fields["places.0.city"] == ["N"]
    assert "Fill in at least one answer of this row" in empty.text
    assert cities(stage, case) == ["Kisumu"]


def test_an_unfinished_row_is_kept_and_says_what_it_lacks(stage: Stage) -> None:
    case, browser = stage.draft(places=None), Browser(stage.stores, "north-editor")
    new = here(case, "tables/places/rows/new")

    browser.send(new, browser.open(new), places__0__city="Nairobi")

    assert rows(stage, case) == [{"city": "Nairobi"}]
    assert "Choose “Place 1: Country or region”" in browser.open(here(case, "sections/places")).text
    assert here(case, "sections/places#places-0-country") in [
        link.replace("?from=check", "") for link in browser.open(here(case, "check")).links
    ]


@pytest.mark.parametrize(
    ("position", "order"), [("1", "CAB"), ("2", "ACB"), ("3", "ABC"), ("9", "ABC"), ("0", "ABC")]
)
def test_a_row_goes_where_it_is_wanted(stage: Stage, position: str, order: str) -> None:
    names = {"A": "Arusha", "B": "Bungoma", "C": "Chuka"}
    case, browser = stage.draft(places=places(*names.values())), Browser(stage.stores, "north-editor")
    third = here(case, "tables/places/rows/3")

    browser.send(third, browser.open(third), **cells(2, city="Chuka"), position=position)

    assert cities(stage, case) == [names[each] for each in order]


def test_a_row_is_taken_out_after_it_was_shown_once_more(stage: Stage) -> None:
    case, browser = stage.draft(places=places("Arusha", "Bungoma")), Browser(stage.stores, "north-editor")
    remove = here(case, "tables/places/rows/1/remove")

    page = browser.open(remove)
    first, second = browser.send(remove, page), browser.send(remove, page)

    assert "City or town Arusha" in page.text
    assert first.location == second.location == f"{here(case, 'sections/places')}#places"
    assert cities(stage, case) == ["Bungoma"]


def test_two_people_add_rows_and_both_stay(stage: Stage) -> None:
    case = stage.draft(places=places("Arusha"))
    one, other = Browser(stage.stores, "north-editor"), Browser(stage.stores, "north-signatory")
    new = here(case, "tables/places/rows/new")
    mine, theirs = one.open(new), other.open(new)

    other.send(new, theirs, **cells(1, city="Bungoma"))
    one.send(new, mine, **cells(1, city="Chuka"))

    assert cities(stage, case) == ["Arusha", "Bungoma", "Chuka"]


def test_a_row_that_moved_meanwhile_is_found_again(stage: Stage) -> None:
    case, browser = stage.draft(places=places("Arusha", "Bungoma")), Browser(stage.stores, "north-editor")
    second, first = here(case, "tables/places/rows/2"), here(case, "tables/places/rows/1")
    page = browser.open(second)

    browser.send(f"{first}/remove", browser.open(f"{first}/remove"))
    browser.send(second, page, **cells(1, city="Chuka"))

    assert cities(stage, case) == ["Chuka"]


def test_a_row_that_somebody_else_changed_is_compared_and_then_replaced(stage: Stage) -> None:
    case, browser = stage.draft(places=places("Arusha")), Browser(stage.stores, "north-editor")
    first = here(case, "tables/places/rows/1")
    page = browser.open(first)
    browser.send(first, page, **cells(0, city="Bungoma"))

    stale = browser.send(first, page, **cells(0, city="Chuka"))
    before = cities(stage, case)
    again = browser.send(first, Page(stale), **cells(0, city="Chuka"))

    assert stale.status == 412
    assert "City or town Bungoma Chuka" in Page(stale).text
    assert before == ["Bungoma"]
    assert again.status == 303
    assert cities(stage, case) == ["Chuka"]


def test_a_row_that_somebody_else_took_out_can_be_put_in_again(stage: Stage) -> None:
    case, browser = stage.draft(places=places("Arusha", "Bungoma")), Browser(stage.stores, "north-editor")
    second = here(case, "tables/places/rows/2")
    page = browser.open(second)
    browser.send(f"{second}/remove", browser.open(f"{second}/remove"))

    gone = browser.send(second, page, **cells(1, city="Chuka"))
    again = browser.send(here(case, "tables/places/rows/new"), Page(gone), **cells(1, city="Chuka"))

    assert gone.status == 412
    assert "took this row out" in Page(gone).text
    assert again.status == 303
    assert cities(stage, case) == ["Arusha", "Chuka"]


def test_a_full_table_takes_no_more(stage: Stage) -> None:
    case, browser = stage.draft(places=at_risk("blue") * 20), Browser(stage.stores, "north-editor")
    new, section = here(case, "tables/places/rows/new"), here(case, "sections/places")

    reply = browser.send(new, browser.open(new), **cells(20))

    assert "There is room for 20 rows." in browser.open(section).text
    assert reply.status == 422
    assert "at most 20 rows; there are 21" in Page(reply).text
    assert len(rows(stage, case)) == 20


@pytest.mark.parametrize(
    "pasted",
    [
        "Kenya\t\tNairobi\tSchool\tOrange (high)\r\nTZ\tArusha Region\tArusha\t\tblue\r\n",
        "国家（地区）\t城市（镇）\tarea\tSite or address\t旅行安全风险等级\n肯尼亚\tNairobi\t\tSchool\t橙色（高）\ntz\tArusha\tArusha Region\t\t蓝色（低）",
        "KE,,Nairobi,School,orange\n\nTanzania,Arusha Region,Arusha,,blue",
    ],
)
def test_rows_are_pasted_as_spreadsheets_copy_them(stage: Stage, pasted: str) -> None:
    case, browser = stage.draft(places=places("Kisumu")), Browser(stage.stores, "north-editor")
    paste = here(case, "tables/places/paste")
    new = [
        {"country": "KE", "city": "Nairobi", "site": "School", "risk_level": "orange"},
        {"country": "TZ", "area": "Arusha Region", "city": "Arusha", "risk_level": "blue"},
    ]

    added = browser.send(paste, browser.open(paste), pasted=pasted, rows="add")
    both = rows(stage, case)
    browser.send(paste, browser.open(paste), pasted=pasted, rows="replace")

    assert added.location == f"{here(case, 'sections/places')}#places"
    assert both == [*places("Kisumu"), *new]
    assert rows(stage, case) == new


@pytest.mark.parametrize(
    ("into", "pasted", "said"),
    [
        ("places", "KE\t\tNairobi\t=A1&A2\tblue", "Place 1: a cell has a formula"),
        ("places", "Atlantis\t\tNairobi", "“Place 1: Country or region”: choose one of the options listed"),
        ("places", "KE\n" * 200, "at most 20 rows; there are 200"),
        ("places", "KE\ta\tb\tc\tblue\tmore", "Place 1: there are cells that stand under no column"),
        ("places", 'KE,"open', "cannot be read as cells"),
        ("places", "City or town\tcity\nNairobi\tMombasa", "The first line names a column twice"),
        ("places", "City or town\t\nNairobi\tlost", "Place 1: there are cells that stand under no column"),
        ("places", " \n\t\n", "Paste the cells of at least one row"),
        ("budget_lines", "Insurance\t\t12,50\tCNY", "must be an amount like 1200.00"),
        ("risk_register", "Flood\ttwo\t3\tMove to high ground\t2", "must be a whole number"),
        ("activity_plan", "2027-02-30\t2027-03-01\tNairobi\tTeaching\tLeader", "must be a real date"),
    ],
)
def test_what_cannot_be_pasted_is_said_and_changes_nothing(
    stage: Stage, into: str, pasted: str, said: str
) -> None:
    case, browser = stage.draft(), Browser(stage.stores, "north-editor")
    before, paste = rows(stage, case, into), here(case, f"tables/{into}/paste")

    reply = browser.send(paste, browser.open(paste), pasted=pasted)

    assert reply.status == 422
    assert said in Page(reply).text
    assert Page(reply).fields["pasted"] == [pasted]
    assert rows(stage, case, into) == before


@pytest.mark.parametrize(
    "day", ["2027-03-01", "2027/3/1", "2027年3月1日", "1 March 2027", "1-Mar-2027", "２０２７-03-01"]
)
def test_days_are_pasted_as_people_write_them(stage: Stage, day: str) -> None:
    case, browser = stage.draft(activity_plan=None), Browser(stage.stores, "north-editor")
    paste = here(case, "tables/activity_plan/paste")

    reply = browser.send(paste, browser.open(paste), pasted=f"{day}\t{day}\tNairobi\tTeaching\tLeader")

    assert reply.status == 303
    assert rows(stage, case, "activity_plan")[0]["from_date"] == "2027-03-01"


def test_only_tables_that_were_asked_about_can_be_changed(stage: Stage) -> None:
    case = stage.case("screening")
    case = ask(stage.attempt("officer", "request_info", case), "outcomes")
    browser = Browser(stage.stores, "north-editor")
    answer, new = here(case, "answer"), here(case, "tables/outcomes/rows/new")

    there = browser.send(answer, browser.open(answer), table="outcomes/new", **{"note.outcomes": "See below"})
    typed = {"indicator": "Children who read", "baseline": "0", "target": "40", "unit": "children"}
    inputs = {f"outcomes.1.{name}": value for name, value in typed.items()}
    back = browser.send(new, browser.open(new), **inputs, then="back")

    assert there.location == new
    assert back.location == f"{answer}#outcomes"
    assert "Children who read" in browser.open(f"{answer}/check").text
    assert browser.open(answer).fields["note.outcomes"] == ["See below"]
    browser.open(here(case, "tables/places/rows/new"), status=409)
    browser.open(here(case, "tables/places/paste"), status=409)


@pytest.mark.parametrize(
    "rest",
    [
        "tables/nothing/rows/new",
        "tables/title_en/rows/new",
        "tables/places/rows/7",
        "tables/places/rows/0",
        "tables/places/rows/x",
        "tables/places/rows/new/remove",
    ],
)
def test_what_is_not_there_is_not_found(stage: Stage, rest: str) -> None:
    case = stage.draft()

    Browser(stage.stores, "north-editor").open(here(case, rest), status=404)


def asked_about(stage: Stage, *fields: str, **values: Any) -> Case:
    return ask(stage.attempt("officer", "request_info", stage.case("screening", **values)), *fields)


def test_only_rows_that_were_asked_about_can_be_changed(stage: Stage) -> None:
    case = asked_about(stage, "places.1", places=places("Arusha", "Bungoma"))
    browser, second = Browser(stage.stores, "north-editor"), here(case, "tables/places/rows/2")

    page = browser.open(here(case, "answer"))
    reply = browser.send(second, browser.open(second), **cells(1, city="Chuka"))
    check = browser.open(here(case, "answer/check"))

    assert "Places: Place 2" in page.text
    assert page.text.count("Change Place") == 1
    assert "Remove" not in page.text
    assert "Only the rows asked about can be changed." in page.text
    for rest in ("rows/1", "rows/new", "rows/2/remove", "paste"):
        browser.open(here(case, f"tables/places/{rest}"), status=409)
    assert reply.status == 303
    assert "Chuka" in check.text
    assert "neither corrected nor explained" not in check.text


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        (("Chuka", "Bungoma"), "places.0"),
        (("Arusha", "Bungoma", "Chuka"), "places"),
        (("Bungoma",), "places"),
    ],
)
def test_other_rows_are_locked_for_programs_too(stage: Stage, sent: tuple[str, ...], wrong: str) -> None:
    case = asked_about(stage, "places.1", places=places("Arusha", "Bungoma"))

    with pytest.raises(InvalidFields) as refused:
        edit(stage.attempt("north-editor", "edit", case), EditCommand(values={"places": places(*sent)}))

    assert [(each.field, each.code) for each in refused.value.errors] == [(wrong, "locked")]


def test_the_whole_table_is_open_where_it_was_asked_about_besides(stage: Stage) -> None:
    case = asked_about(stage, "places.1", "risk_source", places=places("Arusha", "Bungoma"))

    changed = edit(
        stage.attempt("north-editor", "edit", case), EditCommand(values={"places": places("Chuka")})
    )

    assert changed.values["places"] == places("Chuka")


def test_a_row_that_is_not_there_cannot_be_asked_about(stage: Stage) -> None:
    for path in ("places.1", "places.01", "places.x", "title_en.0"):
        with pytest.raises(InvalidFields) as refused:
            asked_about(stage, path, places=places("Arusha"))
        assert refused.value.errors[0].field == "items.0.field"


def test_a_part_that_was_asked_about_opens_its_question(stage: Stage) -> None:
    case = asked_about(stage, "host_registration.number")
    held = case.values["host_registration"]
    assert isinstance(held, dict)

    corrected = edit(
        stage.attempt("north-editor", "edit", case),
        EditCommand(values={"host_registration": {**held, "number": "DEMO-0002"}}),
    )
    page = Browser(stage.stores, "north-editor").open(here(case, "answer/check"))

    assert corrected.values["host_registration"] == {**held, "number": "DEMO-0002"}
    assert "neither corrected nor explained" not in page.text


def test_an_officer_asks_about_a_row_on_the_page(stage: Stage) -> None:
    case = stage.case("screening", places=places("Arusha", "Bungoma"))
    browser, target = Browser(stage.stores, "officer"), f"/desk/{case.application.id}/request_info"
    page = browser.open(target)

    nothing = browser.send(target, page, field="places.1")
    reply = browser.send(target, page, **{"message.places.1": "Which street?"})
    (item,) = stage.stores.cases.load(case.application.id).requests[-1].items

    assert "Ask about single rows" in page.text
    assert "Place 2 Country or region: Kenya; City or town: Bungoma" in page.text
    assert "Say what is needed for “Places: Place 2”." in Page(nothing).text
    assert reply.status == 303
    assert (item.field, item.message) == ("places.1", "Which street?")


def test_a_row_from_the_middle_that_somebody_else_took_out_overwrites_no_other(stage: Stage) -> None:
    case, browser = (
        stage.draft(places=places("Arusha", "Bungoma", "Chuka")),
        Browser(stage.stores, "north-editor"),
    )
    second = here(case, "tables/places/rows/2")
    page = browser.open(second)
    browser.send(f"{second}/remove", browser.open(f"{second}/remove"))

    gone = browser.send(second, page, **cells(1, city="Bomet"))
    browser.send(here(case, "tables/places/rows/new"), Page(gone), **cells(2, city="Bomet"))

    assert gone.status == 412
    assert "took this row out" in Page(gone).text
    assert cities(stage, case) == ["Arusha", "Chuka", "Bomet"]


def test_a_row_that_changed_is_shown_before_it_is_removed(stage: Stage) -> None:
    case, browser = stage.draft(places=places("Arusha", "Bungoma")), Browser(stage.stores, "north-editor")
    first = here(case, "tables/places/rows/1")
    page = browser.open(f"{first}/remove")
    browser.send(first, browser.open(first), **cells(0, city="Chuka"))

    shown = browser.send(f"{first}/remove", page)
    before = cities(stage, case)
    browser.send(f"{first}/remove", Page(shown))

    assert shown.status == 412
    assert "City or town Chuka" in Page(shown).text
    assert before == ["Chuka", "Bungoma"]
    assert cities(stage, case) == ["Bungoma"]


def test_a_changed_row_that_is_sent_twice_is_saved_once(stage: Stage) -> None:
    case, browser = stage.draft(places=places("Arusha")), Browser(stage.stores, "north-editor")
    first = here(case, "tables/places/rows/1")
    page = browser.open(first)

    statuses = [browser.send(first, page, **cells(0, city="Chuka")).status for _ in range(2)]

    assert statuses == [303, 303]
    assert cities(stage, case) == ["Chuka"]


def test_a_row_that_somebody_else_put_in_is_not_taken_for_the_one_that_went(stage: Stage) -> None:
    case, browser = stage.draft(places=places("Arusha", "Bomet")), Browser(stage.stores, "north-editor")
    first, new = here(case, "tables/places/rows/1"), here(case, "tables/places/rows/new")
    page = browser.open(first)
    browser.send(f"{first}/remove", browser.open(f"{first}/remove"))
    browser.send(new, browser.open(new), **cells(1, city="Kisii"))

    gone = browser.send(first, page, **cells(0, city="Chuka"))
    browser.send(new, Page(gone), **cells(2, city="Chuka"))

    assert "took this row out" in Page(gone).text
    assert cities(stage, case) == ["Bomet", "Kisii", "Chuka"]


def test_a_form_that_is_sent_twice_counts_once(stage: Stage) -> None:
    case, browser = (
        stage.draft(places=places("Arusha", "Arusha", "Chuka")),
        Browser(stage.stores, "north-editor"),
    )
    new, paste, remove = (
        here(case, f"tables/places/{each}") for each in ("rows/new", "paste", "rows/1/remove")
    )
    adding, removing = browser.open(new), browser.open(remove)

    for _ in range(2):
        browser.send(new, adding, **cells(3, city="Bomet"))
    pasting = browser.open(paste)
    for _ in range(2):
        browser.send(paste, pasting, pasted="KE\t\tKisii\tSchool\tblue", rows="add")
    for _ in range(2):
        browser.send(remove, removing)

    assert cities(stage, case) == ["Arusha", "Chuka", "Bomet", "Kisii"]


def test_rows_that_nobody_saw_are_not_replaced(stage: Stage) -> None:
    case, browser = stage.draft(places=places("Arusha")), Browser(stage.stores, "north-editor")
    paste, new = here(case, "tables/places/paste"), here(case, "tables/places/rows/new")
    page, pasted = browser.open(paste), "KE\t\tKisii\tSchool\tblue"
    browser.send(new, browser.open(new), **cells(1, city="Bungoma"))

    mistyped = browser.send(paste, page, pasted=pasted.replace("blue", "green"), rows="replace")
    stale = browser.send(paste, Page(mistyped), pasted=pasted, rows="replace")
    before = cities(stage, case)
    browser.send(paste, Page(stale), pasted=pasted, rows="replace")

    assert stale.status == 412
    assert "Somebody else changed the rows meanwhile" in Page(stale).text
    assert before == ["Arusha", "Bungoma"]
    assert cities(stage, case) == ["Kisii"]


def test_rows_that_others_or_oneself_change_stand_in_nobodys_way(stage: Stage) -> None:
    case, browser = stage.draft(), Browser(stage.stores, "north-editor")
    section, one = here(case, "sections/places"), here(case, "tables/places/rows/1")
    page = browser.open(section)
    day = {"risk_source__checked_at-day": "1", "risk_source__checked_at-month": "11"}
    year = {"risk_source__checked_at-year": "2026"}

    there = browser.send(
        section, page, table="places/1", risk_source__url="not an address", state_mandate="A good one"
    )
    browser.send(there.location, browser.open(there.location), **cells(0, city="Chuka"))
    back = browser.open(f"{section}?typed=1")
    saved = browser.send(section, back, **day, **year, risk_source__url="https://example.org/risk")

    assert back.fields["risk_source.url"] == ["not an address"]
    assert saved.status == 303
    assert cities(stage, case) == ["Chuka"]
    assert one in there.location


def test_only_the_row_that_was_changed_is_called_corrected(stage: Stage) -> None:
    case = asked_about(stage, "places.0", "places.1", places=places("Arusha", "Bungoma"))
    browser, second = Browser(stage.stores, "north-editor"), here(case, "tables/places/rows/2")

    row = browser.open(second)
    section = browser.open(here(case, "sections/places"))
    browser.send(second, row, **cells(1, city="Chuka"))
    check = browser.open(here(case, "answer/check"))
    now = stage.stores.cases.load_for_partner(case.application.id)
    perform(
        stage.attempt("north-signatory", "resubmit", now), AnswerCommand(answers={"places.0": "It is right."})
    )
    asked = Browser(stage.stores, "officer").open(f"/applications/{case.application.id}?tab=requests")

    assert "The federation asks: Please explain." in row.text
    assert section.text.count("The federation asks:") == 2
    assert "Places: Place 2" in section.text
    assert check.text.count("Arusha") <= 1
    assert asked.text.count("Not changed") == 1
    assert asked.text.count("Corrected") == 1


def test_what_was_prepared_and_is_not_asked_any_more_is_taken_back(stage: Stage) -> None:
    case = asked_about(stage, "places", "need_statement", places=places("Arusha", "Bungoma"))
    browser, first = Browser(stage.stores, "north-editor"), here(case, "tables/places/rows/1")
    for row, city in (("1", "Chuka"), ("2", "Bomet")):
        address = here(case, f"tables/places/rows/{row}")
        browser.send(address, browser.open(address), **cells(int(row) - 1, city=city))
    held = stage.stores.cases.load(case.application.id)

    narrowed = RequestCommand(items=(Item(field="places.1", message="Which street?"),))
    perform(stage.attempt("officer", "amend_request", held), narrowed)
    after = cities(stage, case)
    second = here(case, "tables/places/rows/2")
    reply = browser.send(second, browser.open(second), **cells(1, city="Kisii"))

    assert after == ["Arusha", "Bomet"]
    assert reply.status == 303
    assert cities(stage, case) == ["Arusha", "Kisii"]
    browser.open(first, status=409)


def test_rows_that_were_only_moved_are_taken_back_whole(stage: Stage) -> None:
    case = asked_about(stage, "places", places=places("Arusha", "Bomet"))
    edit(
        stage.attempt("north-editor", "edit", case), EditCommand(values={"places": places("Bomet", "Arusha")})
    )
    held = stage.stores.cases.load(case.application.id)

    narrowed = RequestCommand(items=(Item(field="places.0", message="Which street?"),))
    perform(stage.attempt("officer", "amend_request", held), narrowed)

    assert cities(stage, case) == ["Arusha", "Bomet"]
