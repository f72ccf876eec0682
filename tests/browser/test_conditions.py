"""The same work without scripts, on a telephone, by keyboard, after the session ended, and when two act at once."""

import re

from playwright.sync_api import Page, expect

from shared.domain import forms
from tests.browser import walking
from tests.browser.conftest import PHONE, Registry
from tests.browser.programs import draft, submitted, to_decide
from tests.browser.walking import fill, press

OUT = "Demo call: community service abroad"


def too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_on_a_telephone_without_scripts_a_draft_is_filled_in_and_submitted(registry: Registry) -> None:
    page = registry.window("south-signatory", width=PHONE, scripts=False)
    walking.begin(page, OUT)
    page.locator(".govuk-task-list__link").first.click()
    for section, typed in walking.answers(
        "going_out", title_en="From a telephone", title_zh="手机填写"
    ).items():
        fill(page, typed)
        walking.fill_tables(page, "going_out", section)
        press(page, "Save and continue")

    number = walking.submit(page, "From a telephone")

    assert re.fullmatch(r"GO-\d\d-[2-9A-Z]{6}", number)


def test_no_page_of_the_partner_is_wider_than_a_telephone(registry: Registry) -> None:
    page = registry.window("north-editor", language="zh", width=PHONE)
    application_id = draft(registry, "Narrow")
    sections = [section.id for section in forms.load("going_out").sections]
    tables = [f"/tables/places/{name}" for name in ("rows/new", "rows/1", "rows/1/remove", "paste")]
    paths = ["", *(f"/sections/{name}" for name in sections), *tables, "/check", "/history", "/discard"]

    wide = []
    for path in [f"/applications/{application_id}{path}" for path in paths] + ["/", "/help", "/people/inbox"]:
        assert page.goto(path).status == 200  # type: ignore[union-attr]
        wide += [path] if too_wide(page) else []

    assert wide == []


def test_a_question_about_the_rows_of_a_table_shows_when_one_asks_for_it(registry: Registry) -> None:
    page = registry.window("north-editor")
    here = f"/applications/{draft(registry, 'A red place')}"
    page.goto(f"{here}/sections/places")
    mandate = page.locator('[name="state_mandate"]')
    expect(mandate).to_be_hidden()

    page.locator('button[name="table"][value="places/1"]').click()
    page.locator('[name="places.0.risk_level"][value="red"]').check()
    press(page, "Save")

    expect(page.locator("#places")).to_contain_text("Red")
    expect(mandate).to_be_visible()


def test_rows_are_pasted_and_what_is_wrong_in_them_stays_on_the_page(registry: Registry) -> None:
    page = registry.window("north-editor", language="zh")
    page.goto(f"/applications/{draft(registry, 'Pasted')}/sections/money")
    page.locator('button[name="table"][value="budget_lines/paste"]').click()
    cells = "保险\t\t1,200.50\tCNY\n签证及证照\t\t12,50\tUSD"
    page.locator("#pasted").fill(cells)
    press(page, "Take over these rows")
    expect(page.locator(".govuk-error-summary")).to_contain_text("预算项目2")
    expect(page.locator("#pasted")).to_have_value(cells)

    page.locator("#pasted").fill(cells.replace("12,50", "12.50"))
    page.locator('[name="rows"][value="replace"]').check()
    press(page, "Take over these rows")

    expect(page.locator("#budget_lines")).to_contain_text("1,200.50 CNY；12.50 USD")


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(registry: Registry) -> None:
    page = registry.window("north-editor")
    page.goto(f"/applications/{draft(registry, 'Wrong')}/sections/{_section_of('contact_email')}")
    page.locator('[name="contact_email"]').fill("nobody at nowhere")

    press(page, "Save and continue")

    expect(page).to_have_title(re.compile("^Error:"))
    page.locator(".govuk-error-summary a").first.click()
    expect(page.locator('[name="contact_email"]')).to_be_focused()
    expect(page.locator('[name="contact_email"]')).to_have_value("nobody at nowhere")


def test_after_the_session_ended_one_is_back_at_the_form_with_what_was_typed(registry: Registry) -> None:
    page = registry.fresh("north-editor")
    page.goto(f"/applications/{draft(registry, 'Interrupted')}/sections/{_section_of('need_statement')}")
    address = page.url
    page.locator('[name="need_statement"]').fill("Typed before the session ended, with care. " * 3)
    registry.expire(page)

    press(page, "Save and continue")
    press(page, "Sign in again")
    registry.sign_in(page, "north-editor")

    assert page.url.split("?")[0] == address
    expect(page.locator('[name="need_statement"]')).to_have_value(
        re.compile("^Typed before the session ended")
    )


def test_a_token_form_keeps_what_was_typed_when_the_session_ended(registry: Registry) -> None:
    page = registry.fresh("north-editor")
    page.goto("/people/profile")
    page.get_by_label("What is it for?").fill("Nightly import")
    registry.expire(page)

    press(page, "Make the token")
    press(page, "Sign in again")
    registry.sign_in(page, "north-editor")

    expect(page.get_by_label("What is it for?")).to_have_value("Nightly import")


def test_of_two_officers_who_claim_at_once_one_wins_and_the_other_is_told(registry: Registry) -> None:
    address = f"/desk/{submitted(registry, 'Wanted by two')}/claim"
    first, second = registry.window("officer-1"), registry.window("officer-2")
    first.goto(address)
    second.goto(address)

    press(first, "I have no conflict – claim the case")
    press(second, "I have no conflict – claim the case")

    expect(first).to_have_url(re.compile("done=claim"))
    expect(second.get_by_text("What happened since you opened this page")).to_be_visible()
    expect(second.locator("main")).to_contain_text("Demo Officer One")


def test_of_two_decisions_at_once_one_counts_and_the_other_keeps_every_word(registry: Registry) -> None:
    address = f"/approvals/{to_decide(registry, 'Decided by two')}"
    first, second = registry.window("approver-1"), registry.window("approver-2")
    first.goto(f"{address}/approve")
    second.goto(f"{address}/reject")
    second.locator('[name="reason_code"][value="need_not_shown"]').check()
    second.locator('[name="reason_en"]').fill("A long reason, weighed with care. " * 10)
    second.locator('[name="reason_zh"]').fill("经慎重考虑的详细理由。" * 10)

    press(first, "Check before you approve")
    press(first, "Decide: approve")
    expect(first).to_have_url(re.compile("done=approve"))
    press(second, "Check before you refuse")

    expect(second.get_by_text("What happened since you opened this page")).to_be_visible()
    expect(second.locator('[name="reason_code"][value="need_not_shown"]')).to_be_checked()
    expect(second.locator('[name="reason_en"]')).to_have_value(
        re.compile("^A long reason, weighed with care")
    )
    expect(second.locator('[name="reason_zh"]')).to_have_value(re.compile("^经慎重考虑的详细理由"))


def test_two_people_who_edit_one_section_lose_nothing(registry: Registry) -> None:
    address = f"/applications/{draft(registry, 'Edited twice')}/sections/{_section_of('contact_email')}"
    first, second = registry.window("north-editor"), registry.window("north-signatory")
    first.goto(address)
    second.goto(address)
    first.locator('[name="contact_email"]').fill("first@example.org")
    second.locator('[name="contact_email"]').fill("second@example.org")

    press(first, "Save and continue")
    press(second, "Save and continue")

    expect(second.locator('[name="contact_email"]')).to_have_value("second@example.org")
    expect(second.locator("main")).to_contain_text("first@example.org")


def test_a_double_click_submits_once(registry: Registry) -> None:
    application_id = draft(registry, "Clicked twice")
    page = registry.window("north-signatory")
    page.goto(f"/applications/{application_id}/check")

    page.get_by_role("button", name="Sign and submit").dblclick()

    expect(page).to_have_title(re.compile("The application has been submitted"))
    events = registry.call("north-editor", "GET", f"/api/v1/applications/{application_id}/history")["items"]
    assert [each["type"] for each in events].count("submitted") == 1


def test_the_desk_is_worked_by_keyboard(registry: Registry) -> None:
    application_id = submitted(registry, "Opened by keyboard")
    page = registry.window("officer-1")
    page.goto("/desk")

    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.href?.includes('{application_id}')"):
            break
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(application_id))


def test_the_language_is_switched_in_the_middle_of_a_form(registry: Registry) -> None:
    page = registry.window("north-editor")
    page.goto(f"/applications/{draft(registry, 'Two languages')}/sections/{_section_of('contact_email')}")
    address = page.url
    page.locator("[name=contact_email]").fill("typed@example.org")

    page.get_by_role("button", name="中文").click()

    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans-CN")
    assert page.url.removesuffix("?typed=1") == address
    expect(page.locator("[name=contact_email]")).to_have_value("typed@example.org")
    expect(page.get_by_role("button", name="保存并继续")).to_be_visible()


def _section_of(field_id: str) -> str:
    """The page of a form on which something is asked."""
    form = forms.load("going_out")
    return next(each.id for each in form.sections if field_id in {field.id for field in each.fields})


BROKEN = """() => [...document.querySelectorAll('main .rows td[data-label]')].flatMap(cell => {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), broken = [];
  for (let node; node = walker.nextNode();)
    for (const word of node.data.matchAll(/(?<!\\S)[A-Za-z0-9]{2,10}(?!\\S)/g)) {
      const range = document.createRange();
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
      if (range.getClientRects().length > 1) broken.push(word[0]);
    }
  return broken;
})"""
"""Words of up to ten letters in the cells of answers that go on in another line."""


def test_no_short_word_is_broken_in_a_table_beside_a_form(registry: Registry) -> None:
    application_id = to_decide(registry, "Tables beside a form")

    for who, place in (
        ("approver-1", "/approvals/{}"),
        ("reviewer-1", "/reviews/{}"),
        ("officer-1", "/applications/{}"),
    ):
        page = registry.window(who)
        page.goto(place.format(application_id))
        assert page.locator("main .rows td").count() or who == "officer-1"
        assert page.evaluate(BROKEN) == []
