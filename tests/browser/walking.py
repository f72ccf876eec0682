"""What people do in their windows, with the words of the page they look at."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from shared.domain import forms
from shared.domain.conditions import rows_of
from shared.domain.programmes import Direction
from shared.domain.words import Language, Words
from shared.domain.workflow import definitions
from shared.language.catalogue import translations
from shared.web.pages import labels
from shared.web.pages.form_input import typed_row, typed_section

Typed = Mapping[str, str | list[str]]
RELOADS = 40
"""Half-second looks at a page that changes when the event has gone round: stream, topic, queue, inbox."""


def language_of(page: Page) -> Language:
    """The language that the page is written in."""
    return "zh" if str(page.locator("html").get_attribute("lang")).startswith("zh") else "en"


def said(page: Page, text: str | Words) -> str:
    """What is written on the page for these words."""
    language = language_of(page)
    return translations(language).gettext(text) if isinstance(text, str) else text.within(language)


def press(page: Page, text: str | Words) -> None:
    """Click the button or the link that says this in the language of the page."""
    _click(page, said(page, text))


def _click(page: Page, words: str, *, exact: bool = False) -> None:
    button = page.get_by_role("button", name=words, exact=exact)
    button.or_(page.get_by_role("link", name=words, exact=exact)).first.click()


def every(found: Locator) -> list[Locator]:
    """Each of them, once the page has come that has any: `all` does not wait."""
    found.first.wait_for(state="attached")
    return found.all()


def fill(page: Page, typed: Typed) -> None:
    """Answer the questions of a page by the names of their inputs; what is not asked is passed over."""
    for name, value in typed.items():
        inputs = page.locator(f'[name="{name}"]')
        if value and inputs.count():
            _answer(inputs, value)


def _answer(inputs: Locator, value: str | list[str]) -> None:
    kind = str(inputs.first.evaluate("input => input.type"))
    if kind in {"radio", "checkbox"}:
        for each in [value] if isinstance(value, str) else value:
            known = inputs.and_(inputs.page.locator(f'[value="{each}"]'))
            if known.count():
                known.check()
            else:  # none that the registry knows: it is typed
                inputs.and_(inputs.page.locator('[value=""][type="radio"]')).check()
                inputs.last.fill(each)
    elif kind == "select-one":
        inputs.select_option(value)
    else:
        inputs.fill(str(value))


def answers(direction: Direction, **changes: str) -> dict[str, Typed]:
    """What to type into each section, by its id."""
    form = forms.load(direction)
    values = {**forms.example(form, today=datetime.now(UTC).date()), **changes}
    return {section.id: typed_section(section, values) for section in form.sections}


def begin(page: Page, programme: str) -> str:
    """Choose a programme and stand before the task list; returns the id of the case."""
    page.goto("/applications")
    press(page, "Start a new application")
    page.get_by_label(programme).check()
    press(page, "Begin the application")
    return case_of(page)


def fill_everything(page: Page, direction: Direction, **changes: str) -> None:
    """Section after section from the task list to the last page, as “Save and continue” leads."""
    sections = answers(direction, **changes)
    page.locator(".govuk-task-list__link").first.click()
    for name, typed in sections.items():
        fill(page, typed)
        fill_tables(page, direction, name)
        press(page, "Save and continue")
        expect(page).not_to_have_title(re.compile("^Error"))


def fill_tables(page: Page, direction: Direction, section: str) -> None:
    """Every table of a section, row by row; what else was typed comes along with the first button."""
    form = forms.load(direction)
    values = forms.example(form, today=datetime.now(UTC).date())
    for field in form.section(section).fields:
        rows = rows_of(values.get(field.id)) if field.kind == "table" else []
        for place, row in enumerate(rows):
            if not place:
                page.locator(f'button[name="table"][value="{field.id}/new"]').click()
            fill(page, typed_row(field, place, row))
            press(page, "Save and add another" if place < len(rows) - 1 else "Save")


def case_of(page: Page) -> str:
    """The id of the case in the address."""
    found = re.search(r"/(?:applications|desk|reviews|approvals)/([a-z0-9]{26})", page.url)
    assert found, page.url
    return found[1]


def news(page: Page, number: str, words: str) -> Locator:
    """The line of the inbox that says this of a case, waited for."""
    line = page.get_by_role("row").filter(has_text=number).filter(has_text=words)
    for _ in range(RELOADS):
        page.goto("/people/inbox")
        if line.count():
            return line
        page.wait_for_timeout(500)
    raise AssertionError(f"no message of {number} says {words!r}")


def deed(page: Page, action: str) -> None:
    """Choose what to do on the page of a case, by the action's name there."""
    _click(page, said(page, definitions().actions[action].label), exact=True)


def submit(page: Page, title: str) -> str:
    """Sign and submit the application of this title; returns its case number."""
    page.goto("/applications")
    press(page, title)
    press(page, "Check answers and submit")
    _click(page, (said(page, "Sign and submit %(number)s") % {"number": ""}).strip())
    expect(page).to_have_title(re.compile(said(page, "The application has been submitted")))
    return page.locator(".govuk-panel .number").inner_text()


def claim(page: Page, title: str) -> None:
    """Take an unclaimed case from the desk."""
    page.goto("/desk")
    press(page, title)
    if "/claim" not in page.url:
        deed(page, "claim")
    press(page, "I have no conflict – claim the case")
    expect(
        page.locator(".govuk-notification-banner, .notice, [role=alert], [role=status]").first
    ).to_be_visible()


def ask_about(page: Page, *paths: str) -> None:
    """Choose questions, rows and documents of the form, and say what is wanted of each."""
    page.locator(f'[id="field-{paths[0]}"]').wait_for(state="attached")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for path in paths:
        page.locator(f'[id="field-{path}"]').check()
        page.locator(f'[name="message.{path}"]').fill(f"Please explain {path}. 请说明。")


def attach(page: Page, field: str, path: Path) -> None:
    """Answer with a document, and wait until it has been checked."""
    page.locator(f'button[value="new/{field}"]').click()
    page.locator("#file").set_input_files(path)
    page.locator("#form button").click()
    expect(page.locator(f"#{field} .documents a.said")).to_be_visible(timeout=20_000)


def accept_answers(page: Page) -> None:
    """Say of every answer of the partner that it will do."""
    press(page, labels.ANSWERS)
    for choice in every(page.locator('[name^="settle."][value="accept"]')):
        choice.check()
    press(page, "Save")


def assign(page: Page, reviewers: tuple[str, ...]) -> None:
    """Accept the case one stands before and hand it to reviewers."""
    deed(page, "accept_for_review")
    for point in every(page.locator('[name="checklist"]')):
        point.check()
    for person_id in reviewers:
        page.locator(f'[name="reviewers"][value="{person_id}"]').check()
    press(page, "Accept and assign")


def declare(page: Page, number: str, *, conflict: bool) -> None:
    """Open a case from the reviewer's queue and say whether there is a conflict of interest."""
    page.goto("/reviews")
    page.get_by_role("row").filter(has_text=number).get_by_role("link").click()
    page.locator(f'[name="conflict"][value="{"yes" if conflict else "no"}"]').check()
    press(page, "Declare and continue")


def review(page: Page, score: int, recommendation: str = "approve") -> None:
    """Fill in and hand in the review one stands before."""
    for group in every(page.get_by_role("group").filter(has=page.locator('[name^="scores."]'))):
        group.get_by_label(str(score), exact=True).check()
    page.locator(f'[name="recommendation"][value="{recommendation}"]').check()
    page.get_by_label("Comment to the federation").fill("A sound plan with a clear need.")
    page.get_by_label("Comment to the partner").fill("Please keep the school informed.")
    press(page, "Hand in the review")


def sign_risk(page: Page, number: str) -> None:
    """Sign the risk assessment of a case from the safety officer's list."""
    page.goto("/risks")
    page.get_by_role("row").filter(has_text=number).get_by_role("link").click()
    page.locator('[name="finding"][value="with_measures"]').check()
    page.locator('[name="note"]').fill("Advice, route and insurance were checked.")
    press(page, "Sign the risk assessment")


def clear(page: Page, number: str) -> None:
    """Go through every item of compliance, save half of the work, and hand the case on."""
    to_decide(page, number)
    press(page, "Go through the compliance items")
    items = every(page.locator("section.item"))
    for place, item in enumerate(items):
        item.locator('[value="clear"]').check()
        item.get_by_label("What shows it, or why").fill("Read in file 12.")
        for source in item.locator('[name$=".source"]').all():
            source.fill("Ministry of Foreign Affairs")
            for part, value in (("year", "2026"), ("month", "1"), ("day", "5")):
                item.locator(f'[name$=".as_of-{part}"]').fill(value)
        if place == len(items) // 2:
            press(page, "Save and go on later")
            expect(page).to_have_url(re.compile("done=check_compliance"))
            items = every(page.locator("section.item"))
    press(page, "All is clear – hand the case to the approver")


def to_decide(page: Page, number: str) -> None:
    """Open a case from the queue of decisions."""
    page.goto("/approvals")
    page.get_by_role("row").filter(has_text=number).get_by_role("link").click()
