"""From nothing: two administrators found the hub, invite everybody, release a call, and a first case is decided."""

import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shared.domain.words import Language
from tests.browser import walking
from tests.browser.conftest import Registry, embedded_run, opened
from tests.browser.walking import deed, fill, press

LINK = re.compile(r"http://127\.0\.0\.1:\d+/people/invitation/[\w-]{43}")
CALL = "First call for exchanges"


@dataclass(slots=True)
class Hub:
    """An empty registry, and the letters that it sends."""

    registry: Registry
    mail: str

    def link_for(self, address: str) -> str:
        """The one-time link of the latest letter to this address."""
        with urllib.request.urlopen(self.mail) as answer:
            found = json.loads(answer.read())
        letters = [text for text in map(json.dumps, _letters(found)) if address in text]
        return str(LINK.findall(letters[-1])[-1])


def _letters(found: Any) -> list[Any]:
    """Every letter of the local mailbox, oldest first."""
    kept = found["messages"]
    groups = kept.values() if isinstance(kept, dict) else [kept]
    return [letter for group in groups for letter in group]


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Hub]:
    with (
        embedded_run(tmp_path_factory.mktemp("empty"), "none") as found,
        opened(found, browser, {}) as registry,
    ):
        yield Hub(registry, f"{found['endpoint_url']}/_ministack/ses/messages")


def invite(page: Page, hub: Hub, start: str, name: str, *roles: str, language: Language = "en") -> str:
    """Invite somebody from this page; returns the link that the letter brought."""
    address = f"{name.lower().replace(' ', '.')}@example.org"
    page.goto(start)
    fill(page, {"name": name, "email": address, "language": language, "roles": list(roles)})
    if "partner_signatory" in roles:
        fill(page, {"mandate_until-year": "2031", "mandate_until-month": "12", "mandate_until-day": "31"})
    page.locator("main form button.govuk-button").first.click()
    expect(page.locator("h1")).to_have_text(name)
    return hub.link_for(address)


def release_everything(page: Page) -> None:
    """A second administrator reads and releases whatever waits."""
    for _ in range(20):
        page.goto("/admin/changes")
        waiting = page.locator("main a[href^='/admin/changes/']")
        if not waiting.count():
            return
        waiting.first.click()
        press(page, "Release")
        expect(page.locator(".govuk-notification-banner")).to_be_visible()
    raise AssertionError("there is no end of what waits")


def _begin(page: Page) -> None:
    """Begin as soon as the call is offered: a process may show the list it read up to half a minute ago."""
    for _ in range(80):
        page.goto("/applications/new")
        if page.get_by_label(CALL).count():
            page.get_by_label(CALL).check()
            press(page, "Begin the application")
            return
        page.wait_for_timeout(500)
    raise AssertionError("the call is not offered")


def test_a_registry_is_founded_from_nothing_and_decides_its_first_case(hub: Hub) -> None:
    registry = hub.registry
    people = registry.people
    first = registry.join(people["admin"]["invitation"], "admin")
    expect(first).to_have_url(re.compile("/admin/changes$"))
    second = registry.join(people["admin-2"]["invitation"], "admin-2", language="zh")

    first.goto("/admin/organisations/new")
    fill(first, {"kind": "member", "name_en": "First Association", "name_zh": "首个志愿者协会"})
    fill(first, {"country": "CN", "uscc": "511000005000000080"})
    press(first, "Enter the organisation")
    home = first.url.partition("?")[0]
    target = f"/admin/people/new?organisation={home.rpartition('/')[2]}"
    links = {
        "newcomer-1": invite(first, hub, target, "Demo Editor", "partner_editor"),
        "newcomer-2": invite(first, hub, target, "Demo Signatory", "partner_signatory"),
        **{
            f"newcomer-{number}": invite(first, hub, "/admin/people/new", name, role)
            for number, (name, role) in enumerate(
                (
                    ("Demo Officer", "programme_officer"),
                    ("Demo Reviewer A", "reviewer"),
                    ("Demo Reviewer B", "reviewer"),
                    ("Demo Compliance", "compliance_officer"),
                    ("Demo Safety", "safety_officer"),
                    ("Demo Approver", "approver"),
                ),
                3,
            )
        },
    }
    today = datetime.now(UTC).date()
    closes = today + timedelta(days=180)
    first.goto("/admin/programmes/new")
    fill(first, {"direction": "going_out", "line": "general", "title_en": CALL, "title_zh": "首个交流项目"})
    for name, day in (("opens", today), ("closes", closes)):
        fill(
            first,
            {f"{name}-year": str(day.year), f"{name}-month": str(day.month), f"{name}-day": str(day.day)},
        )
    fill(first, {"quota": "5", "lead_time_days": "30"})
    press(first, "Propose the programme")
    release_everything(second)

    windows = {name: registry.join(link, name) for name, link in links.items()}
    editor, signatory, officer, *reviewers, compliance, safety, approver = windows.values()
    _begin(editor)
    walking.fill_everything(editor, "going_out", title_en="First exchange", title_zh="首次交流活动")
    number = walking.submit(signatory, "First exchange")
    walking.claim(officer, "First exchange")
    deed(officer, "accept_for_review")
    for point in officer.locator('[name="checklist"]').all():
        point.check()
    for box in officer.locator('[name="reviewers"]').all():
        box.check()
    press(officer, "Accept and assign")
    for reviewer in reviewers:
        walking.declare(reviewer, number, conflict=False)
        walking.review(reviewer, 4)
    officer.reload()
    deed(officer, "close_review")
    press(officer, "Close the review")
    walking.sign_risk(safety, number)
    walking.clear(compliance, number)
    walking.to_decide(approver, number)
    deed(approver, "approve")
    press(approver, "Check before you approve")
    press(approver, "Decide: approve")
    expect(approver.locator("main .tag").first).to_have_text("Approved")

    second.goto("/admin/history?order=oldest")
    expect(second.locator("main ol li").first).to_contain_text("邀请首批管理员")
    assert number not in second.content()
